#include "adapters/cli/readings.hpp"

#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <variant>

#include "adapters/cli/printing.hpp"

namespace cli {
namespace {

using nlohmann::json;

std::string or_dash(const json& value) { return value.is_null() ? "-" : value.get<std::string>(); }

void print_line(const json& item) {
    std::string what;
    for (const auto& each : item["what"])
        what += (what.empty() ? "" : ",") + each.get<std::string>();
    std::cout << item["at"].get<std::string>() << '\t' << item["who"].get<std::string>() << '\t'
              << or_dash(item["role"]) << '\t' << item["door"].get<std::string>() << '\t'
              << or_dash(item["application"]) << '\t' << what << '\n';
}

}  // namespace

void add_readings(CLI::App& app, const Surroundings& shared) {
    auto& reading = *app.add_subcommand("readings", "Who has read personal data, the latest first");
    const auto query = std::make_shared<std::map<std::string, std::string>>();
    const auto add = [&](const char* option, const char* field, const char* help) {
        reading.add_option(option, (*query)[field], help);
    };
    add("--by", "who", "Who has read: staff:17, token:website, cli:anna, \"private link\"");
    add("--of", "of", "Of which application, such as A-2026-000001");
    add("--from", "from", "The first day, 2026-11-28");
    add("--until", "until", "The last day");
    add("--cursor", "cursor", "Goes on with what --json has called \"next\"");
    add("--limit", "limit", "How many at most; 50 if not given");
    shared.add_database_options(reading);
    shared.add_output(reading);
    shared.on(&reading, [shared, query](adapters::Node& node) {
        auto given = json::object();
        for (const auto& [field, text] : *query)
            if (!text.empty()) given[field] = text;
        const auto found = node.readings().list(operator_at("administrator"), given);
        if (const auto* invalid = std::get_if<adapters::Invalid>(&found)) {
            print(*invalid, shared.as_json, shared.language);
            return 2;  // The options are the fields.
        }
        const auto& page = std::get<json>(found);
        if (shared.as_json)
            std::cout << page.dump(2) << '\n';
        else
            for (const auto& item : page["items"]) print_line(item);
        return 0;
    });
}

}  // namespace cli
