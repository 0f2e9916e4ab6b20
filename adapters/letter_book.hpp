// The book of security letters: where each is, and what is left of it when it has gone out.
//
// The PDF is in no book.  It is drawn in memory, from the code under its seal, when it goes to
// whoever prints it; the same input makes the same bytes, so a second attempt needs nothing that
// was kept, and there is nothing to destroy but the seal (Codes::confirm).  adapters/postgres
// implements it (sql/110_letters.sql).

#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/store.hpp"
#include "states/effects.hpp"

namespace adapters {

struct DrawnLetter {
    std::string pdf;
    std::string sha256;  // Of `pdf`, in hexadecimal.
    int pages = 0;
    std::string template_version;
};

struct LetterWords {  // What stands on it besides name and address.
    std::string reference;
    std::string registrar_id;
    std::string security_code;  // Twelve digits.
    std::string day;            // "2026-11-24"
};

// Throws engine::Rejected for what must not be printed.  Writes nothing anywhere.
using DrawLetter =
    std::function<DrawnLetter(const states::PostSecurityLetter&, const LetterWords&)>;

struct Carrier {
    std::string way;   // "print_house", "printer", "folder", "fax"
    std::string name;  // Which one: a printer's URI without password, a folder, a gateway.
};

struct BookedLetter {
    std::string key;  // Of the effect that has asked for it.
    engine::CaseId of;
    std::string reference;
    std::string letter;      // What its carrier calls it; empty until it is handed over.
    Carrier carrier;         // Empty until it is opened.
    std::string custody;     // "asked", "printed", "posted", "returned", "voided"
    std::string day;         // On the paper.
    std::optional<int> job;  // The printer's number for it.
    bool sending = false;    // The printer may have the PDF.
    bool handed_over = false;
};

struct CustodyLine {
    std::string custody;  // As above, or "reprinted": asked for in place of an earlier letter.
    engine::Time at;
    std::string actor;  // Of the journal.
    int line = 0;       // Of the journal.
    std::string reason;
};

struct ListedLetter : BookedLetter {
    std::int64_t number = 0;
    std::string replaces;  // The key of the earlier letter, if there was one.
    std::string document;  // SHA-256 of the PDF that was handed over.
    int pages = 0;
    std::string template_version;
    std::optional<engine::Time> handed_over_at;
    std::string trouble;
    std::vector<CustodyLine> log;  // Oldest first.
};

class LetterBook {
public:
    using Seconds = std::chrono::seconds;

    virtual ~LetterBook() = default;

    // The letter of this work; the first time it gets its carrier and its day.
    virtual BookedLetter open(const engine::Work&, const Carrier&, const std::string& today) = 0;

    virtual void note_job(const std::string& key, int job) = 0;
    virtual void note_sending(const std::string& key, bool may_be_out) = 0;

    // It is out of our hands.  With `look_in` its carrier is asked what has become of it.
    virtual void note_handed_over(const std::string& key, const std::string& letter,
                                  const DrawnLetter&, std::optional<Seconds> look_in) = 0;

    // Those that it is time to ask for; each comes again after `again_in`, whoever asks.
    virtual std::vector<BookedLetter> to_look_at(int limit, Seconds again_in) = 0;
    virtual void stop_looking(const std::string& key, const std::string& trouble) = 0;

    // By what its carrier calls it, or by its key with hyphens for slashes.
    virtual std::optional<BookedLetter> named(const std::string& letter) = 0;

    virtual std::vector<ListedLetter> of_case(engine::CaseId) = 0;  // Oldest first.
    // Newest first, below the cursor if it is not 0; any custody if it is empty.
    virtual std::vector<ListedLetter> list(const std::string& custody, std::int64_t before,
                                           int limit) = 0;
    virtual std::map<std::string, std::int64_t> counts() = 0;  // By custody.
};

}  // namespace adapters
