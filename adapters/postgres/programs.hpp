// PostgreSQL's own client programs, beside which we measure ourselves.

#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "adapters/postgres/embedded.hpp"

namespace postgres {

// Runs psql or pgbench on a database of this cluster and gives what it said.  Throws CannotStart if
// it is not there or does not end well.
std::string run_program(const Embedded&, const std::string& database, const std::string& program,
                        std::vector<std::string> arguments, const std::filesystem::path& folder);

struct Crowd {
    int clients;
    int seconds;                      // Whole ones, as pgbench wants them.
    std::string script;               // In pgbench's words.
    std::vector<std::string> values;  // "h=55…", as its --define.
};

struct Pace {
    double per_second;  // Scripts, from the beginning to the end.
    double processed;   // Scripts in all.
};

// Many clients that run one script over and over, by pgbench.  Throws as run_program().
Pace run_pgbench(const Embedded&, const std::string& database, const Crowd&);

}  // namespace postgres
