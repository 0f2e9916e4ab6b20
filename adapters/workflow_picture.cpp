#include "adapters/workflow_picture.hpp"

#include <algorithm>
#include <set>
#include <stdexcept>

#include "adapters/drawings.hpp"
#include "states/description.hpp"

namespace adapters {
namespace {

constexpr std::string_view undirected = "fill=\"none\" stroke=\"black\"";
constexpr std::string_view lit = "fill=\"#ffe08a\" stroke=\"#7a4a00\"";
constexpr std::string_view walked = "fill=\"none\" stroke=\"#0a6640\" stroke-width=\"3\"";

// The first `from` at or after a place, if it is there.
void replace_once(std::string& text, std::string_view from, std::string_view to) {
    if (const auto at = text.find(from); at != std::string::npos) text.replace(at, from.size(), to);
}

// A group of what Graphviz has written, <g …> … </g>, by a text in it that no other has: it gets
// another class, for the pages' own sheet, and another first line, for who has no sheet.
bool redraw(std::string& picture, const std::string& mark, std::string_view name,
            std::string_view line) {
    const auto found = picture.find(mark);
    if (found == std::string::npos) return false;
    const auto begin = picture.rfind("<g ", found);
    const auto size = picture.find("</g>", found) - begin;
    auto group = picture.substr(begin, size);
    for (const std::string kind : {"node", "edge"})
        replace_once(group, "class=\"" + kind + "\"",
                     "class=\"" + kind + " " + std::string{name} + "\"");
    replace_once(group, undirected, line);
    if (name == "current")
        group.insert(group.find('>'), " aria-current=\"step\" stroke-width=\"3\"");
    picture.replace(begin, size, group);
    return true;
}

std::string title(std::string_view from, std::string_view to) {
    return "<title>" + std::string{from} + "&#45;&gt;" + std::string{to} + "</title>";
}

}  // namespace

std::optional<std::string> workflow_picture(std::string_view state, const std::vector<Move>& way) {
    auto picture = std::string{drawings().at("onboarding.svg")};
    if (state.empty()) return picture;
    if (std::ranges::find(states::all_states(), state, &states::StateInfo::name) ==
        states::all_states().end())
        return std::nullopt;
    const auto node = [](std::string_view name) {
        return "<title>" + std::string{name} + "</title>";
    };
    if (!redraw(picture, node(state), "current", lit))  // A test holds the picture to the table.
        throw std::logic_error{"the picture lacks the state " + std::string{state}};
    std::set<Move> drawn;
    std::set<std::string_view> left{state};
    for (const auto& move : way) {
        if (drawn.insert(move).second) redraw(picture, title(move.from, move.to), "taken", walked);
        if (left.insert(move.from).second) redraw(picture, node(move.from), "taken", walked);
    }
    return picture;
}

}  // namespace adapters
