#include "adapters/cli/audit.hpp"

#include <unistd.h>

#include <csignal>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "adapters/audit_office.hpp"
#include "adapters/bundle_check.hpp"

namespace cli {
namespace {

using adapters::AuditOffice;
using nlohmann::json;

void say_trouble(const std::string& what) { std::cerr << "doorstep: " << what << '\n'; }

// Until it is told to end.  A refusal to sign is for a person: it ends the program, which its
// supervisor tells; what may pass, such as a database that is away, is tried again.
int keep_signing(const std::function<config::Config()>& configuration,
                 const adapters::SigningWanted& wanted, int every) {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    AuditOffice office{configuration()};
    const auto signing = office.begin_signing(wanted);
    const auto pause = timespec{.tv_sec = every, .tv_nsec = 0};
    do try {
            if (const auto note = signing->sign(say_trouble)) std::cout << *note << std::endl;
        } catch (const engine::Unavailable& error) {
            say_trouble(error.what());
        }
    while (every > 0 && sigtimedwait(&signals, nullptr, &pause) < 0);
    return 0;
}

int print_checkpoint(AuditOffice& office, bool as_json) {
    const auto note = office.log().checkpoint();
    if (!note) throw std::runtime_error{"no checkpoint has been signed yet: `audit sign` does"};
    if (!as_json) {
        std::cout << *note;
        return 0;
    }
    const auto checkpoint = engine::read_checkpoint(*note);
    std::cout << json{{"log", checkpoint.origin},
                      {"size", checkpoint.head.size},
                      {"root", engine::hex(engine::bytes_of(checkpoint.head.root))},
                      {"note", *note},
                      {"entries", office.log().size()}}
                     .dump(2)
              << '\n';
    return 0;
}

// One line, written over itself while a person looks on.
class Counter {
public:
    Counter() : shows_{::isatty(STDERR_FILENO) == 1} {}
    Counter(const Counter&) = delete;
    Counter& operator=(const Counter&) = delete;
    ~Counter() {
        if (drawn_) std::cerr << std::endl;
    }
    void draw(const std::string& text) {
        if (!shows_) return;
        std::cerr << '\r' << text << std::flush;
        drawn_ = true;
    }

private:
    bool shows_;
    bool drawn_ = false;
};

int write_bundle(AuditOffice& office, const adapters::ExportWanted& wanted) {
    {
        Counter counter;
        office.write_bundle(wanted, [&](std::uint64_t done, std::uint64_t all) {
            counter.draw(std::to_string(done) + " of " + std::to_string(all) + " entries");
        });
    }
    std::cout << wanted.file << '\n';
    return 0;
}

int rebuild(AuditOffice& office, bool as_json) {
    const auto found = [&] {
        Counter counter;
        return office.rebuild(
            [&](std::int64_t done) { counter.draw(std::to_string(done) + " applications"); });
    }();
    if (as_json) {
        auto differences = json::array();
        for (const auto& each : found.differences)
            differences.push_back({{"reference", each.reference}, {"what", each.what}});
        std::cout << json{{"applications", found.applications},
                          {"lines", found.lines},
                          {"erased", found.erased},
                          {"differences", differences}}
                         .dump(2)
                  << '\n';
    } else {
        for (const auto& each : found.differences)
            std::cout << each.reference << ": " << each.what << '\n';
        std::cout << found.applications << " applications of " << found.lines << " lines rebuilt, "
                  << found.differences.size() << " differ\n";
        if (found.erased > 0)
            std::cout << found.erased
                      << " of them have erased data: their chains were compared, not their facts\n";
    }
    return found.differences.empty() ? 0 : 1;
}

}  // namespace

void add_audit_commands(CLI::App& app, const Surroundings& shared,
                        const std::function<config::Config()>& configuration, int& status) {
    auto& auditing = *app.add_subcommand("audit", "The audit log: sign, export, verify, rebuild");
    auditing.require_subcommand(1);
    // On the database, of which nothing is changed: whoever signs may only read most of it.
    const auto on = [&status, configuration](CLI::App& command,
                                             std::function<int(AuditOffice&)> what) {
        command.callback([&status, configuration, what = std::move(what)] {
            AuditOffice office{configuration()};
            status = what(office);
        });
    };

    const auto name = std::make_shared<std::string>();
    const auto file = std::make_shared<std::string>();
    auto& keying = *auditing.add_subcommand("key", "Make the log's key; prints the public one");
    keying.add_option("NAME", *name, "Of the log: audit.registry.example/onboarding")->required();
    keying.add_option("-o,--output", *file, "The file for the private key")->required();
    keying.callback([name, file, &status] {
        std::cout << adapters::make_audit_key(*name, *file) << '\n';
        status = 0;
    });

    const auto signing = std::make_shared<adapters::SigningWanted>();
    const auto every = std::make_shared<int>(0);
    auto& sign = *auditing.add_subcommand("sign", "Sign how far the log has grown");
    shared.add_database_options(sign);
    sign.add_option("--key", signing->key, "The file with the private key")->required();
    sign.add_option("--state", signing->state, "The file that knows what was signed last")
        ->required();
    sign.add_option("--every", *every, "Seconds between two looks; without it: once")
        ->check(CLI::Range(1, 3'600));
    sign.add_option("--authority", signing->authorities,
                    "NAME=URL of a time stamp authority (RFC 3161); may be given more than once");
    sign.add_option("--tsa-ca", signing->tsa_ca,
                    "Certificates (PEM) that time stamps have to lead to; without it: unchecked");
    sign.add_option("--witness", signing->witness, "A folder of somebody else's for copies");
    sign.add_option("--anchor-every", signing->anchor_every, "Seconds between two time stamps")
        ->check(CLI::Range(0, 86'400));
    sign.callback([signing, every, configuration, &status] {
        status = keep_signing(configuration, *signing, *every);
    });

    auto& checkpoint = *auditing.add_subcommand("checkpoint", "Print the latest one");
    shared.add_database_options(checkpoint);
    shared.add_output(checkpoint);
    on(checkpoint,
       [shared](AuditOffice& office) { return print_checkpoint(office, shared.as_json); });

    const auto bundle = std::make_shared<adapters::ExportWanted>();
    auto& exporting = *auditing.add_subcommand("export", "Write a bundle that anybody can check");
    shared.add_database_options(exporting);
    exporting.add_option("REF", bundle->reference, "One application alone; else the whole log");
    exporting.add_option("-o,--output", bundle->file, "The file (tar)")->required();
    exporting.add_flag("--with-data", bundle->with_data, "Personal data, too, with their salts");
    exporting.add_option("--since", bundle->since,
                         "A file with an older checkpoint, for --checkpoint of the verifier");
    const auto by = std::make_shared<std::string>();
    exporting.add_option("--by", *by,
                         "Who gives personal data out; the log of readings names them");
    on(exporting, [bundle, by](AuditOffice& office) {
        bundle->by = operator_at("auditor", *by);
        return write_bundle(office, *bundle);
    });

    const auto check = std::make_shared<adapters::BundleCheck>();
    auto& verifying = *auditing.add_subcommand("verify", "Check a bundle, as doorstep-verify does");
    verifying.add_option("FILE", check->file, "The bundle")->required();
    verifying.add_option("--key", check->key, "The public key, or a file with it")->required();
    verifying.add_option("--checkpoint", check->checkpoint, "An older one that was kept");
    verifying.add_option("--tsa-ca", check->tsa_ca, "Certificates that time stamps are trusted by");
    verifying.add_flag("--json", check->as_json, "Print JSON");
    verifying.callback([check, &status] { status = adapters::check_bundle(*check); });

    auto& rebuilding = *auditing.add_subcommand(
        "rebuild", "Decide every line of the journal again, and compare with what is stored");
    shared.add_database_options(rebuilding);
    shared.add_output(rebuilding);
    on(rebuilding, [shared](AuditOffice& office) { return rebuild(office, shared.as_json); });
}

}  // namespace cli
