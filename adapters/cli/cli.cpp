#include "adapters/cli/cli.hpp"

#include <CLI/CLI.hpp>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "adapters/bench.hpp"
#include "adapters/cli/printing.hpp"
#include "adapters/config_reading.hpp"
#include "adapters/demo.hpp"
#include "adapters/node.hpp"
#include "states/checks.hpp"
#include "states/description.hpp"
#include "states/messages.hpp"

namespace cli {
namespace {

using nlohmann::json;

struct Options {
    std::string config_file;
    std::map<std::string, std::string> flags;
    std::string language = "en";
    bool as_json = false;
};

void add_database_options(CLI::App& command, Options& options) {
    command.add_option("--config", options.config_file, "Configuration file (TOML)");
    command.add_option_function<std::string>(
        "--data", [&](const std::string& value) { options.flags["data"] = value; },
        "Data folder of the private PostgreSQL");
}

config::Config configuration(const Options& options) {
    return adapters::read_configuration(options.config_file, options.flags);
}

// Whoever sits at the machine may do everything; the journal says that it was the command line.
adapters::Caller operator_at(const std::string& role) {
    return {.id = "cli", .roles = {role}, .door = "cli"};
}

std::string read_file(const std::string& path) {
    std::ifstream file{path};
    if (!file) throw std::runtime_error{"cannot read " + path};
    return {std::istreambuf_iterator<char>{file}, {}};
}

json read_json(const std::string& text, const std::string& what) {
    auto value = json::parse(text, nullptr, false);
    if (value.is_discarded()) throw std::runtime_error{what + " is not JSON"};
    return value;
}

int check(const std::string& kind, std::vector<std::string> values, const Options& options) {
    if (values.empty())
        for (std::string line; std::getline(std::cin, line);) values.push_back(line);
    bool all_valid = true;
    for (const auto& value : values) {
        const auto space = value.find(' ');
        const auto checked = kind == "vat"     ? states::check_vat(value)
                             : kind == "phone" ? states::check_phone(value)
                             : kind == "postcode"
                                 ? states::check_postal_code(
                                       value.substr(0, space),
                                       space == std::string::npos ? "" : value.substr(space + 1))
                                 : states::check_reference(value);
        const auto* word = checked.verdict == states::Verdict::valid     ? "valid"
                           : checked.verdict == states::Verdict::invalid ? "invalid"
                                                                         : "unknown";
        all_valid &= checked.verdict != states::Verdict::invalid;
        const auto reason = checked.code.empty() || !states::has_message("field." + checked.code)
                                ? checked.code
                                : states::message(options.language, "field." + checked.code);
        std::cout << word << '\t' << checked.normalised << '\t' << reason << '\n';
    }
    return all_valid ? 0 : 1;
}

int draw(const std::string& format) {
    if (format == "mermaid") std::cout << states::mermaid();
    if (format == "dot") std::cout << states::graphviz();
    if (format == "json") std::cout << states::workflow_json();
    if (format == "svg") std::cout << adapters::workflow_svg();
    return 0;
}

int serve(const Options& options) {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);  // Before any thread is there to get them.
    const auto config = configuration(options);
    auto node = adapters::Node{config, true};
    const auto port = node.serve();
    const auto& listen = config.server.listen;
    std::cout << "listening on http://" << listen.substr(0, listen.rfind(':')) << ':' << port
              << std::endl;
    int signal = 0;
    sigwait(&signals, &signal);
    node.stop();
    return 0;
}

int open_application(const Options& options, const std::string& file) {
    const auto sign_up = read_json(read_file(file), file);
    auto node = adapters::Node{configuration(options), false};
    return print(node.applications().apply(operator_at("applicant"), sign_up, ""), options.as_json,
                 options.language);
}

int show(const Options& options, const std::string& reference, bool journal) {
    auto node = adapters::Node{configuration(options), false};
    auto& applications = node.applications();
    const auto found = journal
                           ? applications.journal(reference, options.language, 0, 10'000)
                           : applications.show(operator_at("clerk"), reference, options.language);
    if (!found) throw std::runtime_error{"there is no application " + reference};
    if (options.as_json)
        std::cout << found->dump(2) << '\n';
    else if (journal)
        print_journal(*found);
    else
        print_application(*found);
    return 0;
}

int list(const Options& options, const json& filter) {
    auto node = adapters::Node{configuration(options), false};
    const auto found = node.applications().list(filter);
    if (options.as_json)
        std::cout << found.dump(2) << '\n';
    else
        print_list(found);
    return 0;
}

int send(const Options& options, const std::string& reference, const std::string& event,
         const std::string& data, const std::string& role) {
    auto node = adapters::Node{configuration(options), false};
    return print(node.applications().send(operator_at(role), reference,
                                          {.event = event, .data = read_json(data, "--data")}),
                 options.as_json, options.language);
}

std::filesystem::path beside_us(const std::string& name) {
    return std::filesystem::read_symlink("/proc/self/exe").parent_path() / name;
}

}  // namespace

int run(int argc, char** argv) {
    auto app = CLI::App{"Doorstep takes an organisation from sign-up to its first domain name."};
    app.require_subcommand(1);
    auto options = Options{};
    int status = 0;
    const auto on = [&](CLI::App* command, auto what) {
        command->callback([&status, what] { status = what(); });
    };

    auto& serving = *app.add_subcommand("serve", "Run the server");
    add_database_options(serving, options);
    serving.add_option_function<std::string>(
        "--listen", [&](const std::string& value) { options.flags["server.listen"] = value; },
        "HOST:PORT; port 0 takes a free one");
    serving.add_flag_function(
        "--test-clock", [&](std::int64_t) { options.flags["test_clock"] = "true"; },
        "Allow POST /test/clock (loopback only)");
    on(&serving, [&] { return serve(options); });

    auto& migrating = *app.add_subcommand("migrate", "Bring the database's schema up to date");
    add_database_options(migrating, options);
    on(&migrating, [&] {
        const auto node = adapters::Node{configuration(options), true};
        std::cout << "the schema is up to date\n";
        return 0;
    });

    auto& configuring = *app.add_subcommand("config", "Look at the configuration");
    configuring.require_subcommand(1);
    for (const auto* what : {"check", "print"}) {
        auto* command = configuring.add_subcommand(what);
        add_database_options(*command, options);
        on(command, [&, printing = std::string{what} == "print"] {
            const auto config = configuration(options);
            std::cout << (printing ? config::print(config) : "the configuration is fine\n");
            return 0;
        });
    }

    std::string kind, file, reference, event, name, format = "mermaid", data = "{}", role = "clerk";
    std::vector<std::string> values, scopes;
    bool journal = false;

    auto& checking = *app.add_subcommand("check", "Judge single values, offline");
    checking.add_option("KIND", kind)
        ->required()
        ->check(CLI::IsMember({"vat", "phone", "postcode", "reference"}));
    checking.add_option("VALUE", values, "A postcode is written 'BE 3001'; none: lines of stdin");
    checking.add_option("--language", options.language);
    on(&checking, [&] { return check(kind, values, options); });

    auto& drawing = *app.add_subcommand("workflow", "Draw the transition table");
    drawing.add_option("--format", format)->check(CLI::IsMember({"mermaid", "dot", "svg", "json"}));
    on(&drawing, [&] { return draw(format); });

    const auto add_output = [&](CLI::App& command) {
        add_database_options(command, options);
        command.add_flag("--json", options.as_json, "Print JSON");
        command.add_option("--language", options.language, "en, nl or fr");
    };
    auto& applying = *app.add_subcommand("apply", "Open an application; prints its reference");
    add_output(applying);
    applying.add_option("FILE", file, "The sign-up as JSON")->required();
    on(&applying, [&] { return open_application(options, file); });

    auto& showing = *app.add_subcommand("show", "Show one application");
    add_output(showing);
    showing.add_option("REF", reference)->required();
    showing.add_flag("--journal", journal, "What happened, line by line");
    on(&showing, [&] { return show(options, reference, journal); });

    auto& listing = *app.add_subcommand("list", "List applications");
    add_output(listing);
    json filter = json::object();
    for (const auto* key : {"state", "step", "waiting_for", "q", "cursor", "limit"})
        listing.add_option_function<std::string>(
            "--" + std::string{key}, [&, key](const std::string& value) { filter[key] = value; });
    on(&listing, [&] { return list(options, filter); });

    auto& sending = *app.add_subcommand("send", "Send an event to an application");
    add_database_options(sending, options);
    sending.remove_option(sending.get_option("--data"));
    sending.add_option_function<std::string>(
        "--data-dir", [&](const std::string& value) { options.flags["data"] = value; });
    sending.add_flag("--json", options.as_json);
    sending.add_option("REF", reference)->required();
    sending.add_option("EVENT", event)->required();
    sending.add_option("--data", data, "The event's data as JSON");
    sending.add_option("--role", role, "In which role: applicant, clerk, approver, finance");
    on(&sending, [&] { return send(options, reference, event, data, role); });

    auto& token = *app.add_subcommand("token", "API tokens");
    token.require_subcommand(1);
    auto& creating = *token.add_subcommand("create", "Prints the token alone");
    add_database_options(creating, options);
    creating.add_option("NAME", name)->required();
    creating.add_option("--scope", scopes)
        ->required()
        ->check(CLI::IsMember({"read", "apply", "clerk", "approver", "finance", "audit", "admin"}));
    on(&creating, [&] {
        std::cout << adapters::Node{configuration(options), false}.add_token(name, scopes) << '\n';
        return 0;
    });
    auto& revoking = *token.add_subcommand("revoke");
    add_database_options(revoking, options);
    revoking.add_option("NAME", name)->required();
    on(&revoking, [&] {
        if (adapters::Node{configuration(options), false}.revoke_token(name)) return 0;
        throw std::runtime_error{"there is no such token: " + name};
    });

    auto demo_settings = adapters::DemoSettings{.simulators = beside_us("examples/simulators"),
                                                .smtp_sink = "examples/simulators/smtp_sink.py"};
    auto& demonstrating = *app.add_subcommand("demo", "Applications on every path, on the screen");
    demonstrating.add_flag("--keep", demo_settings.keep, "Leave it running to look at");
    demonstrating.add_option("--catalogue", demo_settings.catalogue, "Of another registry");
    demonstrating.add_option("--simulators", demo_settings.simulators);
    demonstrating.add_option("--smtp-sink", demo_settings.smtp_sink);
    on(&demonstrating, [&] { return adapters::demo(demo_settings); });

    auto bench_settings = adapters::BenchSettings{};
    auto& benching = *app.add_subcommand("bench", "Our speed on this machine beside the floor");
    benching.require_subcommand(1);
    auto& transitions = *benching.add_subcommand("transitions", "Durable transitions a second");
    transitions.add_option("--seconds", bench_settings.seconds, "Of each measurement")
        ->check(CLI::Range(1, 3600));
    transitions.add_option("--rounds", bench_settings.rounds, "Each measures everything once")
        ->check(CLI::Range(1, 1000));
    transitions.add_option("--applications", bench_settings.applications)
        ->check(CLI::Range(1'000, 1'000'000));
    transitions.add_flag("--json", bench_settings.as_json, "Print one line of JSON");
    on(&transitions, [&] { return adapters::bench_transitions(bench_settings); });

    try {
        app.parse(argc, argv);
        return status;
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : 2;
    } catch (const std::exception& error) {
        std::cerr << "doorstep: " << error.what() << '\n';
        return 1;
    }
}

}  // namespace cli
