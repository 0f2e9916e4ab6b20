// `doorstep bench webhooks`: how many signed messages a second are kept before they are answered.

#pragma once

namespace adapters {

struct BenchWebhooksSettings {
    int seconds = 3;  // Of each measurement.
    int rounds = 5;   // Each measures everything once.
    bool as_json = false;
};

// On a private PostgreSQL that goes with it, beside pgbench, which inserts the same bodies and
// knows no HTTP; results on stdout, progress on stderr.  Throws std::runtime_error if a message was
// answered and not kept.
int bench_webhooks(const BenchWebhooksSettings&);

}  // namespace adapters
