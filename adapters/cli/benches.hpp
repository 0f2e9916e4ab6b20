// `doorstep bench`: what it can measure, and with which options.

#pragma once

#include "adapters/bench.hpp"
#include "adapters/bench_audit.hpp"
#include "adapters/bench_pages.hpp"
#include "adapters/bench_webhooks.hpp"

namespace CLI {
class App;
}

namespace cli {

struct Benches {
    adapters::BenchSettings transitions;
    adapters::BenchPagesSettings pages;
    adapters::BenchWebhooksSettings webhooks;
    adapters::BenchAuditSettings audit;
};

// The settings and the status are written when the command line is read, and must live until then.
void add_benches(CLI::App&, Benches&, int& status);

}  // namespace cli
