// A folder that a print shop empties: a PDF for each letter, and a receipt when it is on paper.
//
// NAME.pdf appears whole or not at all; whoever prints takes it away, and leaves NAME.printed.

#pragma once

#include <filesystem>

#include "adapters/adapter.hpp"
#include "adapters/letters/spool.hpp"

namespace letters {

class Folder : public NoNews {
public:
    Folder(std::filesystem::path folder, Spool spool);

    std::optional<engine::Event> perform(const states::PostSecurityLetter&, const engine::Work&);
    std::optional<engine::Event> perform(const states::VoidSecurityLetter&, const engine::Work&);

    // There is a receipt.  Takes away what the print shop has left of the PDF then.
    bool is_printed(const adapters::BookedLetter&) const;

private:
    std::string hand_over(const adapters::BookedLetter&, const adapters::DrawnLetter&) const;
    std::filesystem::path file(const std::string& name, const char* end) const;

    std::filesystem::path folder_;
    Spool spool_;
};

}  // namespace letters
