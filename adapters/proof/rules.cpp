#include "adapters/proof/rules.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace proof {
namespace {

using nlohmann::json;

std::string row_of(std::string_view from, std::string_view event, std::string_view to) {
    std::string key;
    key.reserve(from.size() + event.size() + to.size() + 2);
    key.append(from).append("\n").append(event).append("\n").append(to);
    return key;
}

std::string quoted(std::string_view text) { return "'" + std::string{text} + "'"; }

}  // namespace

Rules::Rules(const std::string& definition) {
    const auto all = json::parse(definition);
    for (const auto& state : all.at("states")) states_.insert(state.at("name").get<std::string>());
    first_ = all.at("states").at(0).at("name").get<std::string>();
    for (const auto& effect : all.at("effects")) effects_.insert(effect.get<std::string>());
    for (const auto& event : all.at("events"))
        for (const auto& role : event.at("by"))
            roles_[event.at("name").get<std::string>()].insert(role.get<std::string>());
    for (const auto& row : all.at("transitions"))
        rows_[row_of(row.at("from").get<std::string>(), row.at("event").get<std::string>(),
                     row.at("to").get<std::string>())]
            .push_back({row.at("needs").get<std::vector<std::string>>()});
}

std::string Rules::objection(const LineEntry& line) const {
    if (line.is_refused)
        return line.from == line.to
                   ? ""
                   : "was refused and yet led from " + quoted(line.from) + " to " + quoted(line.to);
    const auto from = line.number == 1 ? std::string_view{first_} : line.from;
    const auto rows = rows_.find(row_of(from, line.event, line.to));
    if (rows == rows_.end())
        return "says that " + quoted(line.event) + " led from " + quoted(from) + " to " +
               quoted(line.to) + ", which the rules do not know";
    const auto by = roles_.find(line.event);
    if (by == roles_.end() || !by->second.contains(line.role))
        return "says that " + quoted(line.event) + " came from the role " + quoted(line.role) +
               ", which may not cause it";
    const bool held = std::ranges::any_of(rows->second, [&](const Row& row) {
        return std::ranges::all_of(row.needs, [&](const std::string& guard) {
            return std::ranges::find(line.guards, guard) != line.guards.end();
        });
    });
    if (!held) return "does not say that the guards of " + quoted(line.event) + " held";
    for (const auto effect : line.effects)
        if (!effects_.contains(effect))
            return "asked for " + quoted(effect) + ", which the rules do not know";
    return "";
}

}  // namespace proof
