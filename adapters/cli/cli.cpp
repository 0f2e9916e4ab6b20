#include "adapters/cli/cli.hpp"

#include <CLI/CLI.hpp>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "adapters/cli/checking.hpp"
#include "adapters/cli/printing.hpp"
#include "adapters/config_reading.hpp"
#include "adapters/demo.hpp"
#include "adapters/node.hpp"
#include "states/description.hpp"

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
    if (!file || std::filesystem::is_directory(path))
        throw std::runtime_error{"cannot read " + path};
    return {std::istreambuf_iterator<char>{file}, {}};
}

json read_json(const std::string& text, const std::string& what) {
    auto value = json::parse(text, nullptr, false);
    if (value.is_discarded()) throw std::runtime_error{what + " is not JSON"};
    return value;
}

int check_lines_or(std::vector<std::string> values, const std::string& kind,
                   const Options& options) {
    if (values.empty())
        for (std::string line; std::getline(std::cin, line);) values.push_back(line);
    return check(kind, values, options.language, std::cout);
}

int check_configuration(const Options& options) {
    const auto flaws = adapters::flaws_in_files(configuration(options));
    for (const auto& flaw : flaws) std::cerr << flaw << '\n';
    if (flaws.empty()) std::cout << "the configuration is fine\n";
    return flaws.empty() ? 0 : 1;
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
    app.set_version_flag("--version", "doorstep " DOORSTEP_VERSION);
    app.require_subcommand(1);
    app.footer(
        "`doorstep COMMAND --help` says more.  Exit codes: 0 done, 1 failed, 2 wrong usage.");
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
        adapters::migrate(configuration(options));
        std::cout << "the schema is up to date\n";
        return 0;
    });

    auto& configuring = *app.add_subcommand("config", "Look at the configuration");
    configuring.require_subcommand(1);
    auto& looking = *configuring.add_subcommand(
        "check", "Names every mistake in it and in the files that it names");
    add_database_options(looking, options);
    on(&looking, [&] { return check_configuration(options); });
    auto& printing = *configuring.add_subcommand(
        "print", "What is in effect and where it is from; secrets are masked");
    add_database_options(printing, options);
    on(&printing, [&] {
        std::cout << config::print(configuration(options));
        return 0;
    });

    std::string kind, file, reference, event, name, format = "mermaid", data = "{}", role = "clerk";
    std::vector<std::string> values, scopes;
    bool journal = false;

    auto& checking = *app.add_subcommand("check", "Judge single values, offline");
    checking.add_option("KIND", kind, "What the values are")
        ->required()
        ->check(CLI::IsMember(kinds_to_check()));
    checking.add_option("VALUE", values, "A postcode is written 'BE 3001'; none: lines of stdin");
    checking.add_option("--language", options.language);
    on(&checking, [&] { return check_lines_or(values, kind, options); });

    auto& drawing = *app.add_subcommand("workflow", "Draw the transition table");
    drawing.add_option("--format", format, "mermaid if not given")
        ->check(CLI::IsMember({"mermaid", "dot", "svg", "json"}));
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
    showing.add_option("REF", reference, "Its reference, such as A-2026-000001")->required();
    showing.add_flag("--journal", journal, "What happened, line by line");
    on(&showing, [&] { return show(options, reference, journal); });

    auto& listing = *app.add_subcommand("list", "List applications");
    add_output(listing);
    json filter = json::object();
    const auto add_filter = [&](const std::string& names, const std::string& key,
                                const std::string& help) {
        listing.add_option_function<std::string>(
            names, [&filter, key](const std::string& value) { filter[key] = value; }, help);
    };
    add_filter("--state", "state", "Only those in this state, such as payment_due");
    add_filter("--step", "step", "Only those in this step: 1 to 7, or its name");
    add_filter("--waiting-for,--waiting_for", "waiting_for",
               "Only those that wait for: applicant, staff, provider, bank, post, registry");
    add_filter("--q", "q", "Only those with these words in the names of organisation or people");
    add_filter("--cursor", "cursor", "The next page, as the page before names it");
    add_filter("--limit", "limit", "How many a page, 1 to 200");
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
    auto& creating = *token.add_subcommand("create", "Make one; prints the token alone, once");
    add_database_options(creating, options);
    creating.add_option("NAME", name, "Who or what will use it; the journal names it")->required();
    creating.add_option("--scope", scopes, "What it may do; can be given several times")
        ->required()
        ->check(CLI::IsMember({"read", "apply", "clerk", "approver", "finance", "audit", "admin"}));
    on(&creating, [&] {
        std::cout << adapters::Node{configuration(options), false}.add_token(name, scopes) << '\n';
        return 0;
    });
    auto& revoking = *token.add_subcommand("revoke", "End one, at once");
    add_database_options(revoking, options);
    revoking.add_option("NAME", name, "The name it was made with")->required();
    on(&revoking, [&] {
        if (adapters::Node{configuration(options), false}.revoke_token(name)) return 0;
        throw std::runtime_error{"there is no such token: " + name};
    });

    auto demo_settings =
        adapters::DemoSettings{.simulators = beside_us("examples/simulators"),
                               .smtp_sink = beside_us("examples/simulators/smtp_sink.py")};
    auto& demonstrating = *app.add_subcommand("demo", "Applications on every path, on the screen");
    demonstrating.add_flag("--keep", demo_settings.keep, "Leave it running to look at");
    demonstrating
        .add_option("--catalogue", demo_settings.catalogue, "Another registry's catalogue")
        ->check(CLI::ExistingFile);
    demonstrating.add_option("--simulators", demo_settings.simulators,
                             "The folder with the simulators' programs");
    demonstrating.add_option("--smtp-sink", demo_settings.smtp_sink, "The mail server's script");
    on(&demonstrating, [&] { return adapters::demo(demo_settings); });

    try {
        app.parse(argc, argv);
        std::cout.flush();
        if (!std::cout) throw std::runtime_error{"cannot write to the standard output"};
        return status;
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : 2;
    } catch (const std::exception& error) {
        std::cerr << "doorstep: " << error.what() << '\n';
        return 1;
    }
}

}  // namespace cli
