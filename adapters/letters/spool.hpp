// The sealed spool: a letter leaves it once, and until then it is nowhere but under its seal.

#pragma once

#include <functional>
#include <optional>
#include <string>

#include "adapters/adapter.hpp"
#include "adapters/codes.hpp"
#include "adapters/letter_book.hpp"

namespace letters {

struct Spool {  // What it refers to must outlive it.
    adapters::Codes& codes;
    adapters::LetterBook& book;
    adapters::DrawLetter draw;
    std::function<std::string()> today;  // "2026-11-24", where the registry is.
};

// What we call a letter whose carrier gives it no name: the effect's key without slashes.  Nothing
// personal, since job lists and folders show it.
std::string name_of(const std::string& key);

// Gives the drawn letter away, and answers with what it is called from now on.  May come twice for
// one letter, as engine::Performer::perform() does, and has to see to it that there is one paper.
using HandOver =
    std::function<std::string(const adapters::BookedLetter&, const adapters::DrawnLetter&)>;

struct Route {
    adapters::Carrier carrier;
    // Whoever prints it has to be asked later whether it is printed; without, handing over is it.
    std::optional<std::chrono::seconds> look_in = {};
    bool printed_at_once = true;
};

// Draws, hands over, and breaks the seal: in this order, so that a crash at any place leaves either
// a letter that can still be drawn or one that is out.  Returns letter_printed if the route says
// so, and nothing for a letter that a later one has replaced.
std::optional<engine::Event> send_once(const Spool&, const Route&,
                                       const states::PostSecurityLetter&, const engine::Work&,
                                       const HandOver&);

// The code of this letter is not accepted from here on.
void void_code(const Spool&, const states::VoidSecurityLetter&, const engine::Work&);

// For the ways that send no webhooks.
struct NoNews {
    static std::string verify(const engine::Arrival&, engine::Time);
    static adapters::Understood understand(const engine::Arrival&);
};

}  // namespace letters
