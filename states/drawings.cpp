// The table as pictures and as data for programs.

#include <nlohmann/json.hpp>
#include <sstream>

#include "states/description.hpp"

namespace states {
namespace {

// Rows that stand for every open state would draw a hundred arrows and say one sentence.
bool is_anywhere(const Transition& row) {
    return row.event == "held" || row.event == "resumed" || row.event == "withdrawn";
}

// Several rows often lead the same way for different reasons: one arrow, the events below each
// other.
std::vector<std::pair<const Transition*, std::vector<const Transition*>>> arrows() {
    std::vector<std::pair<const Transition*, std::vector<const Transition*>>> found;
    for (const auto& row : all_transitions()) {
        if (row.stays || is_anywhere(row)) continue;
        auto same = found.begin();
        while (same != found.end() && (same->first->from != row.from || same->first->to != row.to))
            ++same;
        if (same == found.end()) same = found.insert(found.end(), {&row, {}});
        same->second.push_back(&row);
    }
    return found;
}

std::string label(const Transition& row) {
    std::string text{row.event};
    std::string conditions;
    for (const auto& condition : row.conditions)
        conditions += (conditions.empty() ? "" : ", ") + condition;
    return conditions.empty() ? text : text + " [" + conditions + "]";
}

std::string spaced(std::string_view name) {
    std::string text{name};
    for (auto& c : text)
        if (c == '_') c = ' ';
    return text;
}

constexpr std::string_view step_titles[] = {"1 Prepare",          "2 Sign up",  "3 Contract",
                                            "4 Invoice",          "5 Activate", "6 Profile",
                                            "7 First domain name"};

}  // namespace

std::string mermaid() {
    std::ostringstream out;
    out << "stateDiagram-v2\n    [*] --> " << all_states().front().name << "\n";
    for (const auto& [row, rows] : arrows())
        for (const auto* each : rows)
            out << "    " << row->from << " --> " << row->to << " : " << label(*each) << "\n";
    for (const auto& state : all_states())
        if (state.kind == "end" || state.name == "completed")
            out << "    " << state.name << " --> [*]\n";
    out << "    note right of on_hold : held from any open state, resumed where it was\n"
           "    note right of withdrawn : from any open state\n";
    return out.str();
}

std::string graphviz() {
    std::ostringstream out;
    out << "digraph onboarding {\n"
           "    graph [rankdir=TB, fontname=\"sans-serif\", nodesep=0.5, ranksep=0.6];\n"
           "    node [shape=box, style=\"rounded\", fontname=\"sans-serif\", fontsize=13];\n"
           "    edge [fontname=\"sans-serif\", fontsize=10];\n";
    for (const auto& state : all_states()) {
        const auto step = step_titles[static_cast<std::size_t>(state.step - 1)];
        out << "    " << state.name << " [id=\"state_" << state.name << "\", label=\""
            << spaced(state.name);
        if (state.kind == "way") out << "\\n" << step;
        out << "\"";
        if (state.kind == "end") out << ", style=\"rounded,dashed\"";
        if (state.name == "completed") out << ", style=\"rounded,bold\", peripheries=2";
        out << "];\n";
    }
    for (const auto& [row, rows] : arrows()) {
        out << "    " << row->from << " -> " << row->to << " [label=\"";
        std::string_view last;
        for (const auto* each : rows) {
            if (each->event == last) continue;  // Its conditions are in the Mermaid text and JSON.
            out << (last.empty() ? "" : "\\n") << spaced(each->event);
            last = each->event;
        }
        out << "\"];\n";
    }
    out << "    any_open [label=\"any open state\", shape=plaintext];\n"
           "    any_open -> on_hold [label=\"held\"];\n"
           "    on_hold -> any_open [label=\"resumed where it was\"];\n"
           "    any_open -> withdrawn [label=\"withdrawn\"];\n"
           "}\n";
    return out.str();
}

std::string workflow_json() {
    auto json = nlohmann::json{{"states", nlohmann::json::array()},
                               {"events", nlohmann::json::array()},
                               {"effects", all_effects()},
                               {"transitions", nlohmann::json::array()}};
    for (const auto& state : all_states())
        json["states"].push_back({{"name", state.name},
                                  {"kind", state.kind},
                                  {"step", state.step},
                                  {"clock", state.clock}});
    for (const auto& event : all_events())
        json["events"].push_back({{"name", event.name}, {"by", event.by}, {"ball", event.ball}});
    for (const auto& row : all_transitions())
        json["transitions"].push_back({{"from", row.from},
                                       {"event", row.event},
                                       {"to", row.to},
                                       {"stays", row.stays},
                                       {"steps", row.steps},
                                       {"conditions", row.conditions},
                                       {"needs", row.needs}});
    return json.dump(2) + "\n";
}

}  // namespace states
