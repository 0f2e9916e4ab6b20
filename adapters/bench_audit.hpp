// `doorstep bench audit`: how fast lines are put into the log, beside how fast they are written;
// how fast a log is verified, beside hashing it alone; and how fast the register of all
// applications is written, beside copying it.

#pragma once

#include <cstdint>

namespace adapters {

struct BenchAuditSettings {
    int seconds = 2;               // Of transitions, that are sealed afterwards.
    int rounds = 3;                // Each measures everything once.
    int applications = 10'000;     // That the transitions are spread over.
    std::int64_t lines = 100'000;  // Of the log that is verified.
    int register_of = 5'000;       // Applications, of which reports are written.
    bool as_json = false;          // One line on stdout instead of the table.
};

// On a private PostgreSQL that goes with it; results on stdout, progress on stderr.  Throws
// std::runtime_error if a log does not hold.
int bench_audit(const BenchAuditSettings&);

}  // namespace adapters
