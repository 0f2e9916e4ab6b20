// A printer in the post room, by IPP: each letter is printed once, or a person is asked.

#pragma once

#include "adapters/adapter.hpp"
#include "adapters/letters/ipp.hpp"
#include "adapters/letters/spool.hpp"

namespace letters {

class Printer : public NoNews {
public:
    Printer(Ipp::Access access, Spool spool);

    std::optional<engine::Event> perform(const states::PostSecurityLetter&, const engine::Work&);
    std::optional<engine::Event> perform(const states::VoidSecurityLetter&, const engine::Work&);

    // What became of a letter that was handed over.  Throws engine::Rejected, with words for the
    // post room, if it may or may not be on paper.
    bool is_printed(const adapters::BookedLetter&) const;

private:
    std::string hand_over(const adapters::BookedLetter&, const adapters::DrawnLetter&) const;

    std::string name_;
    Ipp printer_;
    Spool spool_;
};

}  // namespace letters
