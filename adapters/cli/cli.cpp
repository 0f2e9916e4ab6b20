#include "adapters/cli/cli.hpp"

#include <CLI/CLI.hpp>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <optional>

#include "adapters/cli/audit.hpp"
#include "adapters/cli/bank.hpp"
#include "adapters/cli/benches.hpp"
#include "adapters/cli/checking.hpp"
#include "adapters/cli/finance.hpp"
#include "adapters/cli/input.hpp"
#include "adapters/cli/intake.hpp"
#include "adapters/cli/letters.hpp"
#include "adapters/cli/papers.hpp"
#include "adapters/cli/printing.hpp"
#include "adapters/cli/readings.hpp"
#include "adapters/cli/registers.hpp"
#include "adapters/cli/reports.hpp"
#include "adapters/cli/retention.hpp"
#include "adapters/cli/rules.hpp"
#include "adapters/cli/serving.hpp"
#include "adapters/cli/surroundings.hpp"
#include "adapters/cli/tokens.hpp"
#include "adapters/cli/users.hpp"
#include "adapters/cli/webhooks.hpp"
#include "adapters/cli/workbooks.hpp"
#include "adapters/config_reading.hpp"
#include "adapters/demo.hpp"
#include "adapters/message_key.hpp"
#include "adapters/node.hpp"
#include "adapters/workflow_picture.hpp"
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

// What is wrong with the words of the command itself: exit code 2.
struct WrongUsage : std::runtime_error {
    using std::runtime_error::runtime_error;
};

void add_place_options(CLI::App& command, Options& options, const std::string& folder_names) {
    command.add_option("--config", options.config_file, "Configuration file (TOML)");
    command.add_option_function<std::string>(
        folder_names, [&](const std::string& value) { options.flags["data"] = value; },
        "Data folder of the private PostgreSQL");
}

void add_database_options(CLI::App& command, Options& options) {
    add_place_options(command, options, "--data,--data-dir");
}

config::Config configuration(const Options& options) {
    return adapters::read_configuration(options.config_file, options.flags);
}

int check_lines_or(std::vector<std::string> values, const std::string& kind,
                   const Options& options) {
    if (values.empty())
        for (std::string line; std::getline(std::cin, line);) values.push_back(line);
    std::optional<adapters::Node> node;
    if (kind == "iana") try {
            node.emplace(configuration(options), false);
        } catch (const std::runtime_error&) {  // No database: what is known offline has to do.
        }
    if (node) return check_iana(node->registrars(), values, options.language);
    return check(kind, values, options.language, std::cout);
}

int check_configuration(const Options& options) {
    const auto flaws = adapters::flaws_in_files(configuration(options));
    for (const auto& flaw : flaws) std::cerr << flaw << '\n';
    if (flaws.empty()) std::cout << "the configuration is fine\n";
    return flaws.empty() ? 0 : 1;
}

int draw(const std::string& format, const std::string& state) {
    if (!state.empty() && format != "svg")
        throw WrongUsage{"--state is for --format svg, whose picture can show it"};
    if (format == "mermaid") std::cout << states::mermaid();
    if (format == "dot") std::cout << states::graphviz();
    if (format == "json") std::cout << states::workflow_json();
    if (format != "svg") return 0;
    const auto picture = adapters::workflow_picture(state);
    if (!picture) throw WrongUsage{"--state: there is no state " + state};
    std::cout << *picture;
    return 0;
}

int open_application(const Options& options, const std::string& file, const std::string& key) {
    // Read to its end before anything begins: of half a file nothing is left.
    const auto given = read_file(file);
    if (is_mail(file, given))
        return apply_mail(configuration(options), operator_at("applicant"), file, given, key,
                          options.as_json, options.language);
    const auto sign_up = read_json(given, file == "-" ? "stdin" : file);
    auto node = adapters::Node{configuration(options), false};
    return print(node.applications().apply(operator_at("applicant"), sign_up, key), options.as_json,
                 options.language);
}

int keep_document(const Options& options, const std::string& file) {
    auto content = read_file(file);
    auto node = adapters::Node{configuration(options), false};
    const auto name =
        file == "-" ? "document.pdf" : std::filesystem::path{file}.filename().string();
    const auto taken = node.documents().take(operator_at("clerk"), std::move(content), name);
    if (const auto* invalid = std::get_if<adapters::Invalid>(&taken))
        return print(*invalid, options.as_json, options.language);
    if (const auto* large = std::get_if<adapters::TooLarge>(&taken))
        throw std::runtime_error{file + " has more than " + std::to_string(large->limit) +
                                 " bytes (server.document_limit)"};
    if (std::holds_alternative<adapters::NoPdf>(taken))
        throw std::runtime_error{file + " is not a PDF"};
    const auto& kept = std::get<adapters::Kept>(taken);
    if (options.as_json)
        std::cout
            << json{{"id", kept.id}, {"media_type", "application/pdf"}, {"size", kept.size}}.dump(2)
            << '\n';
    else
        std::cout << kept.id << '\n';
    return 0;
}

int show(const Options& options, const std::string& reference, bool journal) {
    auto node = adapters::Node{configuration(options), false};
    auto& applications = node.applications();
    const auto found =
        journal ? applications.journal(operator_at("clerk"), reference, options.language, 0, 10'000)
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
    const auto found = node.applications().list(operator_at("clerk"), filter);
    if (const auto* invalid = std::get_if<adapters::Invalid>(&found)) {
        print(*invalid, options.as_json, options.language);
        return 2;  // The options are the fields.
    }
    if (options.as_json)
        std::cout << std::get<json>(found).dump(2) << '\n';
    else
        print_list(std::get<json>(found));
    return 0;
}

struct Sending {
    std::string reference;
    std::string event;
    std::string data;  // JSON; empty for an event that says nothing.
    std::string role = "clerk";
    std::string key;
    std::string by;
};

// For `send` alone --data is the event's data, and for every other command the folder: what looks
// like JSON is JSON, what does not is the folder.
void add_data(const std::vector<std::string>& values, Sending& sending, Options& options) {
    for (const auto& value : values)
        if (value.find_first_of("{[") == value.find_first_not_of(" \t\r\n"))
            sending.data = value;
        else
            options.flags["data"] = value;
}

int send(const Options& options, const Sending& sending) {
    auto command = adapters::Command{.event = sending.event, .key = sending.key};
    if (!sending.data.empty()) try {
            command.data = read_json(sending.data, "--data");
        } catch (const std::runtime_error& error) {
            throw WrongUsage{error.what()};
        }
    auto node = adapters::Node{configuration(options), false};
    return print(
        node.applications().send(operator_at(sending.role, sending.by), sending.reference, command),
        options.as_json, options.language);
}

int list_parked(const Options& options) {
    auto node = adapters::Node{configuration(options), false};
    print_parked(node.parked().list(), options.as_json);
    return 0;
}

int help_parked(const Options& options, adapters::Remedy remedy, const std::string& work,
                const std::string& reason) {
    auto node = adapters::Node{configuration(options), false};
    if (node.parked().remedy(work, remedy, operator_at("").id, reason)) return 0;
    throw std::runtime_error{"no such work is parked: " + work};
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
    on(&serving, [&] { return serve(configuration(options)); });

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

    std::string kind, file, reference, name, key, state, format = "mermaid";
    std::vector<std::string> values;
    bool journal = false;
    const auto add_language = [&](CLI::App& command) {
        command.add_option("--language", options.language, "en, nl or fr")
            ->check(CLI::IsMember({"en", "nl", "fr"}));
    };

    auto& checking = *app.add_subcommand("check", "Judge single values, offline");
    checking.add_option("KIND", kind, "What the values are")
        ->required()
        ->check(CLI::IsMember(kinds_to_check()));
    add_database_options(checking, options);
    checking.add_option("VALUE", values, "A postcode is written 'BE 3001'; none: lines of stdin");
    add_language(checking);
    on(&checking, [&] { return check_lines_or(values, kind, options); });

    auto& drawing = *app.add_subcommand("workflow", "Draw the transition table");
    drawing.add_option("--format", format, "mermaid if not given")
        ->check(CLI::IsMember({"mermaid", "dot", "svg", "json"}));
    drawing.add_option("--state", state, "The state that the SVG shall show");
    on(&drawing, [&] { return draw(format, state); });

    const auto add_output = [&](CLI::App& command) {
        command.add_flag("--json", options.as_json, "Print JSON");
        add_language(command);
    };
    const auto add_key = [&](CLI::App& command, std::string& to) {
        command
            .add_option("--key", to,
                        "Names this command: with the same key it is done once, however often "
                        "it is given")
            ->check([](const std::string& given) {
                return adapters::names_nobody(given)
                           ? std::string{}
                           : "a key stays in the log for ever: printable ASCII, and no @";
            });
    };
    auto& applying = *app.add_subcommand("apply", "Open an application; prints its reference");
    add_database_options(applying, options);
    add_output(applying);
    add_key(applying, key);
    applying.add_option("FILE", file, "The sign-up as JSON, or a mail (.eml); - is stdin")
        ->required();
    on(&applying, [&] { return open_application(options, file, key); });

    auto& reading = *app.add_subcommand("intake", "Show what is understood of a mail");
    add_database_options(reading, options);
    add_output(reading);
    bool dry_run = false;  // Said by who wants to be sure.
    reading.add_flag("--dry-run", dry_run,
                     "Change nothing; as it never does: `apply FILE.eml` opens");
    reading.add_option("FILE", file, "The mail as it came (.eml); - is stdin")->required();
    on(&reading,
       [&] { return show_mail(configuration(options), file, options.as_json, options.language); });

    auto& keeping = *app.add_subcommand("document", "Keep a PDF for a sign-up; prints its id");
    add_database_options(keeping, options);
    add_output(keeping);
    keeping.add_option("FILE", file, "The PDF; - is stdin")->required();
    on(&keeping, [&] { return keep_document(options, file); });

    auto& showing = *app.add_subcommand("show", "Show one application");
    add_database_options(showing, options);
    add_output(showing);
    showing.add_option("REF", reference, "Its reference, such as A-2026-000001")->required();
    showing.add_flag("--journal", journal, "What happened, line by line");
    bool evidence = false;
    showing.add_flag("--evidence", evidence,
                     "Why it is believed: every check, and who accepted what");
    on(&showing, [&] {
        if (!evidence) return show(options, reference, journal);
        auto node = adapters::Node{configuration(options), false};
        return print_evidence(node.grounds(), reference, options.as_json, options.language);
    });

    auto& looking_up = *app.add_subcommand("registrar", "Look a registrar up in IANA's list");
    add_database_options(looking_up, options);
    add_output(looking_up);
    looking_up.add_option("TEXT", name, "An IANA ID, or words of a name")->required();
    on(&looking_up, [&] {
        auto node = adapters::Node{configuration(options), false};
        return print_registrars(node.registrars(), name, options.as_json, options.language);
    });

    InvoiceWanted wanted;
    auto& invoicing = *app.add_subcommand("invoice", "Write an application's invoice to a file");
    add_database_options(invoicing, options);
    invoicing.add_option("REF", wanted.reference, "Its reference, such as A-2026-000001")
        ->required();
    invoicing
        .add_option("--format", wanted.format,
                    "ubl (UBL 2.1, Peppol BIS Billing 3.0) or pdf (PDF/A)")
        ->check(CLI::IsMember({"ubl", "pdf"}));
    invoicing.add_option("-o,--output", wanted.file, "The file; - or none: stdout");
    invoicing.add_flag("--credit-note", wanted.credit, "The credit note instead");
    on(&invoicing, [&] {
        auto node = adapters::Node{configuration(options), false};
        return write_invoice(node, wanted);
    });

    adapters::ContractWanted contract;
    std::string contract_file = "-";
    auto& contracting =
        *app.add_subcommand("contract", "Write an application's contract to a file");
    add_database_options(contracting, options);
    contracting.add_option("REF", contract.reference, "Its reference, such as A-2026-000001")
        ->required();
    contracting.add_option("--product", contract.product, "Which of several: .be");
    contracting
        .add_option("--paper", contract.paper,
                    "sent, signed or audit-trail (the record of its signing); without it signed, "
                    "or else sent")
        ->check(CLI::IsMember({"sent", "signed", "audit-trail"}));
    contracting.add_option("-o,--output", contract_file, "The file; - or none: stdout");
    on(&contracting, [&] {
        auto node = adapters::Node{configuration(options), false};
        return write_contract(node, contract, contract_file);
    });

    auto& listing = *app.add_subcommand("list", "List applications");
    add_database_options(listing, options);
    add_output(listing);
    json filter = json::object();
    const auto add_filter = [&](const std::string& names, const std::string& field,
                                const std::string& help) {
        listing.add_option_function<std::string>(
            names, [&filter, field](const std::string& value) { filter[field] = value; }, help);
    };
    add_filter("--state", "state", "Only those in this state, such as payment_due");
    add_filter("--step", "step", "Only those in this step: 1 to 7, or its name");
    add_filter("--waiting-for,--waiting_for", "waiting_for",
               "Only those that wait for: applicant, staff, provider, bank, post, registry");
    add_filter("--q", "q", "Only those with these words in the names of organisation or people");
    add_filter("--cursor", "cursor", "The next page, as the page before names it");
    add_filter("--limit", "limit", "How many a page, 1 to 200");
    on(&listing, [&] { return list(options, filter); });

    Sending to_send;
    auto& sending = *app.add_subcommand("send", "Send an event to an application");
    add_place_options(sending, options, "--data-dir");
    add_output(sending);
    add_key(sending, to_send.key);
    sending.add_option("REF", to_send.reference, "Its reference, such as A-2026-000001")
        ->required();
    sending.add_option("EVENT", to_send.event, "Its name, such as approved; `workflow` shows all")
        ->required();
    sending
        .add_option_function<std::vector<std::string>>(
            "--data",
            [&](const std::vector<std::string>& given) { add_data(given, to_send, options); },
            "The event's data as JSON, \"{…}\"; anything else is the data folder, as --data-dir")
        ->allow_extra_args(false);
    sending.add_option("--by", to_send.by, "Who sends it; the journal names them");
    sending
        .add_option("--role", to_send.role, "In which role: applicant, clerk, approver, finance")
        ->check(CLI::IsMember({"applicant", "clerk", "approver", "finance"}));
    on(&sending, [&] { return send(options, to_send); });

    auto& parked = *app.add_subcommand("parked", "Work that only a person can help");
    parked.require_subcommand(1);
    auto& listing_parked =
        *parked.add_subcommand("list", "All of it, oldest first, and its trouble");
    add_database_options(listing_parked, options);
    listing_parked.add_flag("--json", options.as_json, "Print JSON");
    on(&listing_parked, [&] { return list_parked(options); });
    std::string work, reason;
    const auto add_remedy = [&](const char* word, const char* help, adapters::Remedy remedy) {
        auto& helping = *parked.add_subcommand(word, help);
        add_database_options(helping, options);
        helping.add_option("WORK", work, "Its name in the list")->required();
        helping.add_option("--reason", reason, "Why; it is kept with your name")->required();
        on(&helping, [&, remedy] { return help_parked(options, remedy, work, reason); });
    };
    add_remedy("replay", "Try it again now; the neighbour sees the same key",
               adapters::Remedy::replay);
    add_remedy("dismiss", "Give it up; it counts as done", adapters::Remedy::dismiss);

    auto& importing = *app.add_subcommand("import", "Take in what others have written");
    importing.require_subcommand(1);
    auto& statement = *importing.add_subcommand(
        "statement", "A bank's statement: CODA, camt.053 or camt.054; books what it is sure of");
    add_database_options(statement, options);
    add_output(statement);
    statement.add_option("FILE", file, "The file; - is stdin")->required();
    on(&statement, [&] {
        auto node = adapters::Node{configuration(options), false};
        return import_statement(node.statements(), operator_at("finance"), file, options.as_json);
    });

    auto& iana = *importing.add_subcommand(
        "iana", "IANA's list of registrar IDs, as CSV or XML; new terminations become tasks");
    add_database_options(iana, options);
    add_output(iana);
    iana.add_option("FILE", file, "The file; - is stdin")->required();
    on(&iana, [&] {
        auto node = adapters::Node{configuration(options), false};
        return import_iana(node.registrars(), file, options.as_json);
    });

    const auto shared =
        Surroundings{.add_database_options = [&](CLI::App& c) { add_database_options(c, options); },
                     .add_output = add_output,
                     .on =
                         [&](CLI::App* command, const std::function<int(adapters::Node&)>& what) {
                             on(command, [&, what] {
                                 auto node = adapters::Node{configuration(options), false};
                                 return what(node);
                             });
                         },
                     .as_json = options.as_json,
                     .language = options.language};
    add_finance(app, shared);
    add_letters(app, shared);
    add_webhook_commands(app, shared);
    add_readings(app, shared);
    add_reports(app, shared);
    add_workbook_commands(app, shared);
    add_retention_commands(app, shared);
    add_token_commands(app, shared);
    add_user_commands(app, shared);
    add_rule_commands(app, shared);
    add_audit_commands(
        app, shared, [&] { return configuration(options); }, status);

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

    auto benches = Benches{};
    add_benches(app, benches, status);

    try {
        app.parse(argc, argv);
        std::cout.flush();
        if (!std::cout) throw std::runtime_error{"cannot write to the standard output"};
        return status;
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : 2;
    } catch (const WrongUsage& error) {
        std::cerr << "doorstep: " << error.what() << '\n';
        return 2;
    } catch (const std::exception& error) {
        std::cerr << "doorstep: " << error.what() << '\n';
        return 1;
    }
}

}  // namespace cli
