#include "adapters/cli/retention.hpp"

#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <variant>

#include "adapters/cli/printing.hpp"
#include "adapters/yearly_erasure.hpp"

namespace cli {
namespace {

using adapters::KeptYear;
using nlohmann::json;

void print_year(const KeptYear& year) {
    const auto item = adapters::year_json(year);
    std::cout << year.kind << '\t' << year.year << '\t' << year.records << '\t'
              << item["due"].get<std::string>().substr(0, 10) << '\t'
              << (year.confirmed  ? "erased by " + year.confirmed->who
                  : year.proposed ? "proposed by " + year.proposed->who
                                  : "kept")
              << '\n';
}

int print_outcome(const adapters::YearlyErasure::Outcome& outcome, const Surroundings& shared) {
    if (const auto* invalid = std::get_if<adapters::Invalid>(&outcome)) {
        print(*invalid, shared.as_json, shared.language);
        return 1;
    }
    const auto* year = std::get_if<KeptYear>(&outcome);
    if (!year) {
        std::cerr << "Nothing is kept of that kind and year; `doorstep retention list` has all.\n";
        return 1;
    }
    if (shared.as_json)
        std::cout << adapters::year_json(*year).dump(2) << '\n';
    else
        print_year(*year);
    return 0;
}

}  // namespace

void add_retention_commands(CLI::App& app, const Surroundings& shared) {
    auto& retention = *app.add_subcommand(
        "retention", "What is forgotten a year at a time: bookkeeping, mails of no application");
    retention.require_subcommand(1);

    auto& list = *retention.add_subcommand("list", "Every year, and from when it may be erased");
    shared.add_database_options(list);
    shared.add_output(list);
    shared.on(&list, [shared](adapters::Node& node) {
        const auto found = node.reporting().yearly_erasure().list(operator_at("auditor"));
        auto items = json::array();
        for (const auto& year : std::get<std::vector<KeptYear>>(found)) {
            items.push_back(adapters::year_json(year));
            if (!shared.as_json) print_year(year);
        }
        if (shared.as_json) std::cout << json{{"items", items}}.dump(2) << '\n';
        return 0;
    });

    const auto kind = std::make_shared<std::string>();
    const auto year = std::make_shared<int>();
    const auto who = std::make_shared<std::string>();
    const auto reason = std::make_shared<std::string>();
    const auto add = [&](const char* name, const char* help) {
        auto& command = *retention.add_subcommand(name, help);
        command.add_option("KIND", *kind, "bookkeeping or mails")->required();
        command.add_option("YEAR", *year)->required();
        command.add_option("--by", *who, "Who you are, for the record")->required();
        shared.add_database_options(command);
        shared.add_output(command);
        return &command;
    };
    auto* proposing = add("propose", "Propose to erase a year whose time is over");
    proposing->add_option("--reason", *reason)->required();
    shared.on(proposing, [=](adapters::Node& node) {
        return print_outcome(node.reporting().yearly_erasure().propose(operator_at("finance", *who),
                                                                       *kind, *year, *reason),
                             shared);
    });
    auto* confirming = add("confirm", "Erase a year that another person has proposed");
    shared.on(confirming, [=](adapters::Node& node) {
        return print_outcome(
            node.reporting().yearly_erasure().confirm(operator_at("finance", *who), *kind, *year),
            shared);
    });
}

}  // namespace cli
