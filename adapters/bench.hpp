// `doorstep bench`: our speed beside the floor, measured on this machine in the same run.

#pragma once

namespace adapters {

struct BenchSettings {
    int seconds = 2;            // Of each measurement.
    int rounds = 5;             // Each measures everything once.
    int applications = 10'000;  // That the transitions are spread over.
    bool as_json = false;       // One line on stdout instead of the table.
};

// On a private PostgreSQL that goes with it; results on stdout, progress on stderr.  Throws
// std::runtime_error if the database does not hold what was counted.
int bench_transitions(const BenchSettings&);

}  // namespace adapters
