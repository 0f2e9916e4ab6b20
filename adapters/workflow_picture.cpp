#include "adapters/workflow_picture.hpp"

#include <algorithm>
#include <stdexcept>

#include "adapters/drawings.hpp"
#include "states/description.hpp"

namespace adapters {
namespace {

constexpr std::string_view plain = "fill=\"none\" stroke=\"black\"";
constexpr std::string_view lit = "fill=\"#ffe08a\" stroke=\"#7a4a00\"";

// Of what Graphviz has written: <g id="state_draft" class="node"> … </g>.
void highlight(std::string& group) {
    const auto inside = group.find('>');
    group.insert(inside, " aria-current=\"step\" stroke-width=\"3\"");
    const auto shape = group.find(plain);
    if (shape != std::string::npos) group.replace(shape, plain.size(), lit);
}

}  // namespace

std::optional<std::string> workflow_picture(std::string_view state) {
    auto picture = std::string{drawings().at("onboarding.svg")};
    if (state.empty()) return picture;
    if (std::ranges::find(states::all_states(), state, &states::StateInfo::name) ==
        states::all_states().end())
        return std::nullopt;
    const auto begin = picture.find("<g id=\"state_" + std::string{state} + "\"");
    if (begin == std::string::npos)  // A test holds the picture to the table.
        throw std::logic_error{"the picture lacks the state " + std::string{state}};
    const auto size = picture.find("</g>", begin) - begin;
    auto group = picture.substr(begin, size);
    highlight(group);
    return picture.replace(begin, size, group);
}

}  // namespace adapters
