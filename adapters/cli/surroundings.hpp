// What the commands share.

#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <string>

#include "adapters/node.hpp"

namespace cli {

struct Surroundings {  // Outlives the parsing.
    std::function<void(CLI::App&)> add_database_options;
    std::function<void(CLI::App&)> add_output;  // --json and --language
    // What a command runs, on a node that is there for as long; returns the exit code.
    std::function<void(CLI::App*, std::function<int(adapters::Node&)>)> on;
    const bool& as_json;
    const std::string& language;
};

// Whoever sits at the machine may do everything; the journal says that it was the command line.
// Who sits there is known only by what it says itself.
adapters::Caller operator_at(const std::string& role, const std::string& name = {});

}  // namespace cli
