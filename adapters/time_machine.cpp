#include "adapters/time_machine.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <stdexcept>
#include <vector>

#include "adapters/application_view.hpp"
#include "engine/journal.hpp"
#include "engine/replay.hpp"

namespace adapters {
namespace {

using nlohmann::json;

constexpr std::string_view lookers[] = {"applicant", "clerk", "approver", "finance", "auditor"};

// "2026-11-28T14:05" is the minute's end, as "2026-11-28T14:05:30" is the second's: what happened
// in it has happened.
std::optional<engine::Time> read_time(std::string text) {
    constexpr std::string_view whole = "2026-11-28T14:05:00.000000Z";
    constexpr std::string_view to_minutes = "2026-11-28T14:05";
    constexpr std::string_view to_seconds = "2026-11-28T14:05:00";
    if (text.ends_with('Z')) text.pop_back();
    if (text.size() == to_minutes.size()) text += ":59";
    if (text.size() == to_seconds.size()) text += ".999999";
    text += 'Z';
    if (text.size() != whole.size()) return std::nullopt;
    try {
        const auto time = engine::read_rfc3339(text);
        return engine::rfc3339(time) == text ? std::optional{time}
                                             : std::nullopt;  // No 30 February.
    } catch (const std::invalid_argument&) {
        return std::nullopt;
    }
}

// Every value in it that is no list and no object, by its place: "sign_up.organisation.name".
void flatten(const json& value, const std::string& place, std::map<std::string, json>& flat) {
    if (!value.is_structured()) {
        flat[place] = value;
        return;
    }
    for (const auto& [key, inner] : value.items())
        flatten(inner,
                value.is_array() ? place + "[" + key + "]"
                : place.empty()  ? key
                                 : place + "." + key,
                flat);
}

json changes_between(const json& then, const json& later) {
    std::map<std::string, json> before;
    std::map<std::string, json> after;
    flatten(then, "", before);
    flatten(later, "", after);
    auto fields = before;
    fields.insert(after.begin(), after.end());
    auto changes = json::array();
    for (const auto& [field, _] : fields) {
        const auto was = before.find(field);
        const auto is = after.find(field);
        const auto old_value = was == before.end() ? json(nullptr) : was->second;
        const auto new_value = is == after.end() ? json(nullptr) : is->second;
        if (old_value != new_value)
            changes.push_back({{"field", field}, {"before", old_value}, {"after", new_value}});
    }
    return changes;
}

}  // namespace

json TimeMachine::seen(const Dossier& dossier, engine::Time at, const std::string& role,
                       const std::string& language) const {
    auto lines = reading_.journal(dossier.snapshot.id, 0, dossier.snapshot.lines);
    const auto later = std::ranges::find_if(lines, [&](const auto& line) { return line.at > at; });
    lines.erase(later, lines.end());
    json answer{{"at", engine::rfc3339(at)},
                {"line", lines.size()},
                {"trouble", nullptr},
                {"view", nullptr}};
    if (lines.empty()) return answer;
    const auto replayed = engine::replay(workflow_, lines);
    if (replayed.difference) {
        answer["trouble"] =
            "line " + std::to_string(replayed.difference->line) + ": " + replayed.difference->what;
        return answer;
    }
    const engine::Snapshot snapshot{.id = dossier.snapshot.id,
                                    .reference = dossier.snapshot.reference,
                                    .state = replayed.state,
                                    .version = replayed.version,
                                    .lines = static_cast<int>(lines.size()),
                                    .head = lines.back().hash,
                                    .now = at};
    answer["view"] = view_of(snapshot, Caller{.id = role, .roles = {role}}, language, catalogue_);
    return answer;
}

std::vector<engine::Effect> TimeMachine::asked_for(engine::CaseId of, int line) const {
    const auto dossier = reading_.dossier(of);
    if (!dossier || workflow_.is_forgotten(dossier->snapshot.state.state)) return {};
    const auto lines = reading_.journal(of, 0, line);
    const auto replayed = engine::replay(workflow_, lines);
    const bool is_there = !lines.empty() && lines.back().number == line;
    return is_there && !replayed.difference ? replayed.effects : std::vector<engine::Effect>{};
}

std::variant<json, Invalid, NotFound, Forbidden> TimeMachine::look(const Caller& caller,
                                                                   const std::string& reference,
                                                                   const json& given,
                                                                   const std::string& language) {
    if (!caller.may("auditor")) return Forbidden{"Auditors look back."};
    Invalid invalid;
    std::string role = "auditor";
    std::optional<engine::Time> at;
    std::optional<engine::Time> until;
    for (const auto& [field, value] : given.items()) {
        const auto text = value.get<std::string>();
        if (field == "as") {
            role = text;
            if (std::ranges::find(lookers, role) == std::end(lookers))
                invalid.problems.push_back({field, "looker_unknown", {{"name", role}}});
        } else if (field == "at" || field == "until") {
            const auto time = read_time(text);
            if (!time) invalid.problems.push_back({field, "time_format"});
            (field == "at" ? at : until) = time;
        } else {
            invalid.problems.push_back({field, "unknown_field", {{"name", field}}});
        }
    }
    if (!given.contains("at")) invalid.problems.push_back({"at", "missing"});
    if (at && until && *until < *at) invalid.problems.push_back({"until", "time_order"});
    const auto id = reading_.find(reference);
    const auto dossier = id ? reading_.dossier(*id) : std::nullopt;
    if (!dossier) return NotFound{};
    if (!invalid.problems.empty()) return invalid;
    readings_.note(caller, read_of::application, *id);
    json answer{{"reference", dossier->snapshot.reference},
                {"as", role},
                {"then", seen(*dossier, *at, role, language)},
                {"later", nullptr},
                {"changes", json::array()}};
    if (!until) return answer;
    answer["later"] = seen(*dossier, *until, role, language);
    answer["changes"] = changes_between(answer["then"]["view"], answer["later"]["view"]);
    return answer;
}

}  // namespace adapters
