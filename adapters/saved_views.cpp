#include "adapters/saved_views.hpp"

#include <algorithm>

#include "states/text.hpp"

namespace adapters {
namespace {

void check(const std::string& field, const std::string& text, std::size_t most,
           std::vector<states::Problem>& problems) {
    const auto points = states::read_utf8(text);
    if (!points)
        problems.push_back({field, "not_utf8"});
    else if (points->size() > most)
        problems.push_back({field, "too_long", {{"max", std::to_string(most)}}});
    else if (std::ranges::any_of(*points, states::is_control))
        problems.push_back({field, "control_character"});
}

}  // namespace

std::vector<states::Problem> check_view(const SavedView& view) {
    std::vector<states::Problem> problems;
    if (states::trimmed(view.name).empty())
        problems.push_back({"name", "missing"});
    else
        check("name", view.name, view_name_max, problems);
    check("query", view.query, view_query_max, problems);
    return problems;
}

}  // namespace adapters
