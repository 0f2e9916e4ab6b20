// `doorstep letters`: the post room's list, and what it notes of a letter.

#pragma once

#include <string>

#include "adapters/cli/surroundings.hpp"

namespace cli {

void add_letters(CLI::App&, const Surroundings&);

// Where each letter is, newest first, one a line or as JSON.  The exit code: 1 for a custody that
// there is none of.
int list_letters(adapters::Node&, const std::string& custody, bool as_json,
                 const std::string& language);

struct LetterNews {
    std::string letter;
    std::string what;  // "printed", "posted", "returned"
    std::string reason;
    std::string by;  // Who says so; empty: the command line.
};

// As a clerk.  Posted and returned are events of the application, printed is what was seen.
int note_letter(adapters::Node&, const LetterNews&, bool as_json, const std::string& language);

}  // namespace cli
