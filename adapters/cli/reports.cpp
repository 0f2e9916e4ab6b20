#include "adapters/cli/reports.hpp"

#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <variant>

#include "adapters/cli/printing.hpp"
#include "adapters/reports.hpp"
#include "adapters/whole_file.hpp"

namespace cli {
namespace {

using nlohmann::json;

int print_kinds(const json& kinds, bool as_json) {
    if (as_json) {
        std::cout << kinds.dump(2) << '\n';
        return 0;
    }
    for (const auto& item : kinds["items"])
        std::cout << item["kind"].get<std::string>() << '\t' << item["title"].get<std::string>()
                  << '\t' << item["text"].get<std::string>() << '\n';
    return 0;
}

int write_report(adapters::Report& report, const std::string& path) {
    if (path.empty() || path == "-") {
        report.write([](std::string_view text) { std::cout << text; });
        return std::cout.flush() ? 0 : 1;
    }
    adapters::write_whole_file(path, [&](std::ostream& file) {
        report.write([&](std::string_view text) { file << text; });
    });
    return 0;
}

}  // namespace

void add_reports(CLI::App& app, const Surroundings& shared) {
    auto& report = *app.add_subcommand(
        "report", "A report for auditors as CSV, JSON or PDF; without a kind, which there are");
    const auto query = std::make_shared<std::map<std::string, std::string>>();
    const auto path = std::make_shared<std::string>();
    const auto add = [&](const char* option, const char* field, const char* help) {
        report.add_option(option, (*query)[field], help);
    };
    add("kind", "kind", "Such as register or dossier");
    add("--format", "format", "csv (if not given), json or pdf");
    add("--from", "from", "The first day, 2026-11-28");
    add("--until,--to", "until", "The last day");
    add("--application", "application", "Of which application, such as A-2026-000001");
    add("--by", "who", "Of whose deeds: staff:17, token:website, cli:anna");
    add("--head", "head", "As it was with so many entries of the audit log");
    report.add_option("-o,--output", *path, "The file to write; stdout if not given");
    shared.add_database_options(report);
    shared.add_output(report);
    shared.on(&report, [shared, query, path](adapters::Node& node) {
        const auto caller = operator_at("auditor");
        if ((*query)["kind"].empty())
            return print_kinds(node.reporting().reports().kinds(caller, shared.language),
                               shared.as_json);
        auto given = json::object();
        for (const auto& [field, text] : *query)
            if (!text.empty()) given[field] = text;
        auto found = node.reporting().reports().open(caller, given, shared.language);
        if (const auto* invalid = std::get_if<adapters::Invalid>(&found)) {
            print(*invalid, shared.as_json, shared.language);
            return 2;  // The options are the fields.
        }
        if (std::holds_alternative<adapters::NotFound>(found)) {
            std::cerr << "There is no report \"" << (*query)["kind"]
                      << "\"; `doorstep report` says which there are.\n";
            return 2;
        }
        return write_report(std::get<adapters::Report>(found), *path);
    });
}

}  // namespace cli
