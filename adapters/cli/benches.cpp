#include "adapters/cli/benches.hpp"

#include <CLI/CLI.hpp>

namespace cli {

void add_benches(CLI::App& app, Benches& settings, int& status) {
    auto& benching = *app.add_subcommand("bench", "Our speed on this machine");
    benching.require_subcommand(1);

    auto& transitions =
        *benching.add_subcommand("transitions", "Durable transitions a second, beside the floor");
    transitions.add_option("--seconds", settings.transitions.seconds, "Of each measurement")
        ->check(CLI::Range(1, 3600));
    transitions
        .add_option("--rounds", settings.transitions.rounds, "Each measures everything once")
        ->check(CLI::Range(1, 1000));
    transitions.add_option("--applications", settings.transitions.applications)
        ->check(CLI::Range(1'000, 1'000'000));
    transitions.add_flag("--json", settings.transitions.as_json, "Print one line of JSON");
    transitions.callback([&] { status = adapters::bench_transitions(settings.transitions); });

    auto& pages = *benching.add_subcommand(
        "pages", "The console's pages, with many applications and many idle browsers");
    pages.add_option("--applications", settings.pages.applications)
        ->check(CLI::Range(200, 1'000'000));
    pages.add_option("--rounds", settings.pages.rounds, "Each asks for every page once")
        ->check(CLI::Range(1, 1000));
    pages.add_option("--idle", settings.pages.idle, "Browsers that keep their connection")
        ->check(CLI::Range(0, 1000));
    pages.add_flag("--json", settings.pages.as_json, "Print one line of JSON");
    pages.callback([&] { status = adapters::bench_pages(settings.pages); });

    auto& webhooks = *benching.add_subcommand(
        "webhooks", "Signed messages kept a second, beside an insert alone");
    webhooks.add_option("--seconds", settings.webhooks.seconds, "Of each measurement")
        ->check(CLI::Range(1, 3600));
    webhooks.add_option("--rounds", settings.webhooks.rounds, "Each measures everything once")
        ->check(CLI::Range(1, 1000));
    webhooks.add_flag("--json", settings.webhooks.as_json, "Print one line of JSON");
    webhooks.callback([&] { status = adapters::bench_webhooks(settings.webhooks); });

    auto& audit = *benching.add_subcommand("audit",
                                           "Sealing lines beside writing them, verifying a log "
                                           "beside hashing it, reports beside COPY");
    audit.add_option("--seconds", settings.audit.seconds, "Of transitions, that are sealed then")
        ->check(CLI::Range(1, 3600));
    audit.add_option("--rounds", settings.audit.rounds, "Each measures everything once")
        ->check(CLI::Range(1, 1000));
    audit.add_option("--applications", settings.audit.applications)
        ->check(CLI::Range(1'000, 1'000'000));
    audit.add_option("--lines", settings.audit.lines, "Of the log that is verified")
        ->check(CLI::Range(1'000, 100'000'000));
    audit.add_option("--register", settings.audit.register_of, "Applications that reports are of")
        ->check(CLI::Range(200, 1'000'000));
    audit.add_flag("--json", settings.audit.as_json, "Print one line of JSON");
    audit.callback([&] { status = adapters::bench_audit(settings.audit); });
}

}  // namespace cli
