// Our own statements, sent by pgbench: what a transition costs PostgreSQL, with the same rows and
// the same checks, where nobody has to decide, to hash or to keep the journal's chain.

#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "adapters/postgres/measuring.hpp"

namespace postgres {

// A transition that the engine has written, to be written again for every case.
using Sample = std::map<std::string, std::string>;

Sample last_transition(const std::string& address, std::int64_t of_case);

struct Repeated {
    std::vector<Sample> samples;  // One after the other, for the same cases.
    Floor floor;                  // `applications` are there, with ids from 1.
};

// Transitions a second.  Each client has cases of its own, as ours have.  Throws as measure().
double measure_our_statements(const Embedded&, const Scratch&, const Repeated&);

}  // namespace postgres
