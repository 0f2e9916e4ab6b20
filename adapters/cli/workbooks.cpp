#include "adapters/cli/workbooks.hpp"

#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <variant>

#include "adapters/cli/printing.hpp"
#include "adapters/workbook_desk.hpp"
#include "states/messages.hpp"

namespace cli {
namespace {

using adapters::Workbook;
using nlohmann::json;

std::string word(const Surroundings& shared, const std::string& key) {
    return states::message(shared.language, "workbook." + key);
}

void print_brief(const Workbook& workbook, const Surroundings& shared) {
    std::cout << workbook.number << '\t' << workbook.opened.text << '\t' << workbook.complete()
              << '/' << workbook.sheets.size() << '\t' << workbook.findings.size() << '\t'
              << word(shared, workbook.closed ? "standing.closed" : "standing.open") << '\n';
}

void print_said(const adapters::Said& said, const std::string& what) {
    std::cout << "    " << what << ", " << said.who << ": " << said.text << '\n';
}

void print_workbook(const Workbook& workbook, const Surroundings& shared) {
    row(word(shared, "title")) << workbook.opened.text << '\n';
    row(word(shared, "by")) << workbook.opened.who << '\n';
    row(word(shared, "seed")) << workbook.seed << '\n';
    row(word(shared, "population"))
        << workbook.population << ", SHA-256 " << workbook.population_sha256 << '\n';
    row(word(shared, "head")) << workbook.head << ", " << workbook.root << '\n';
    for (const auto& sheet : workbook.sheets) {
        std::cout << '\n' << sheet.reference << '\n';
        for (const auto check : adapters::workbook_checks) {
            const auto found = sheet.answers.find(check);
            const bool open = found == sheet.answers.end();
            std::cout << "    " << word(shared, "check." + std::string{check}) << ' '
                      << word(shared, "answer." + (open ? "open" : found->second.answer));
            if (!open && !found->second.remark.empty()) std::cout << ": " << found->second.remark;
            std::cout << '\n';
        }
    }
    for (const auto& finding : workbook.findings) {
        std::cout << '\n'
                  << word(shared, "finding") << ' ' << finding.number << ", "
                  << word(shared, "severity." + finding.severity);
        if (!finding.reference.empty()) std::cout << ", " << finding.reference;
        std::cout << '\n';
        print_said(finding.said, word(shared, "found"));
        for (const auto& reply : finding.replies) print_said(reply, word(shared, "replied"));
        if (finding.settled) print_said(*finding.settled, word(shared, "settled"));
    }
    if (workbook.closed) {
        std::cout << '\n';
        row(word(shared, "conclusion")) << workbook.closed->text << '\n';
        row(word(shared, "digest")) << workbook.digest << '\n';
    }
}

int show(const Workbook& workbook, const Surroundings& shared) {
    if (shared.as_json)
        std::cout << adapters::workbook_json(workbook).dump(2) << '\n';
    else
        print_workbook(workbook, shared);
    return 0;
}

int no_such_workbook() {
    std::cerr << "There is no such workbook; `doorstep workbook list` has them all.\n";
    return 1;
}

void add_open(CLI::App& books, const Surroundings& shared) {
    auto& open = *books.add_subcommand("open", "Draw a random sample, and open a workbook for it");
    const auto given = std::make_shared<std::map<std::string, std::string>>();
    const auto size = std::make_shared<int>();
    const auto who = std::make_shared<std::string>();
    const auto add = [&](const char* option, const char* field, const char* help) {
        return open.add_option(option, (*given)[field], help);
    };
    add("--title", "title", "What is audited")->required();
    open.add_option("--size", *size, "How many applications to draw")->required();
    add("--from", "from", "The first day, 2026-11-28");
    add("--until", "until", "The last day");
    add("--of", "of", "touched (if not given), decided or ended in the period");
    add("--seed", "seed", "Any text; a random one if not given");
    open.add_option("--by", *who, "Who you are, for the workbook");
    shared.add_database_options(open);
    shared.add_output(open);
    shared.on(&open, [shared, given, size, who](adapters::Node& node) {
        json wanted{{"size", *size}};
        for (const auto& [field, text] : *given)
            if (!text.empty()) wanted[field] = text;
        const auto opened = node.reporting().workbooks().open(operator_at("auditor", *who), wanted);
        if (const auto* invalid = std::get_if<adapters::Invalid>(&opened)) {
            print(*invalid, shared.as_json, shared.language);
            return 2;  // The options are the fields.
        }
        return show(std::get<Workbook>(opened), shared);
    });
}

}  // namespace

void add_workbook_commands(CLI::App& app, const Surroundings& shared) {
    auto& books =
        *app.add_subcommand("workbook", "Workbooks of auditors: samples, check sheets, findings");
    books.require_subcommand(1);
    add_open(books, shared);

    auto& list = *books.add_subcommand("list", "All of them, the latest first");
    shared.add_database_options(list);
    shared.add_output(list);
    shared.on(&list, [shared](adapters::Node& node) {
        const auto found = node.reporting().workbooks().list(operator_at("auditor"));
        const auto& all = std::get<std::vector<Workbook>>(found);
        auto items = json::array();
        for (const auto& workbook : all) {
            items.push_back(adapters::workbook_json(workbook));
            if (!shared.as_json) print_brief(workbook, shared);
        }
        if (shared.as_json) std::cout << json{{"items", items}}.dump(2) << '\n';
        return 0;
    });

    auto& showing = *books.add_subcommand("show", "One of them");
    const auto number = std::make_shared<std::int64_t>();
    const auto as_written = std::make_shared<bool>();
    showing.add_option("NUMBER", *number, "Of the workbook")->required();
    showing.add_flag(
        "--entries", *as_written,
        "As it was written, a line an entry: the digest of a closed one is the SHA-256 "
        "of all lines but the last");
    shared.add_database_options(showing);
    shared.add_output(showing);
    shared.on(&showing, [shared, number, as_written](adapters::Node& node) {
        const auto caller = operator_at("auditor");
        const auto found = node.reporting().workbooks().entries(caller, *number);
        const auto* entries = std::get_if<std::vector<adapters::WorkbookEntry>>(&found);
        if (!entries) return no_such_workbook();
        if (!*as_written) return show(adapters::read_workbook(*number, *entries), shared);
        for (const auto& entry : *entries) std::cout << adapters::written(entry);
        return 0;
    });
}

}  // namespace cli
