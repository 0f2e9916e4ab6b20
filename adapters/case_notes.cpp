#include "adapters/case_notes.hpp"

#include <algorithm>

#include "states/text.hpp"

namespace adapters {

std::vector<states::Problem> check_note(std::string_view text, const std::string& field) {
    const auto points = states::read_utf8(text);
    if (!points) return {{field, "not_utf8"}};
    if (states::trimmed(text).empty()) return {{field, "missing"}};
    if (points->size() > note_characters_max)
        return {{field, "too_long", {{"max", std::to_string(note_characters_max)}}}};
    const auto unfit = [](char32_t c) { return states::is_control(c) && c != U'\n'; };
    if (std::ranges::any_of(*points, unfit)) return {{field, "control_character"}};
    return {};
}

}  // namespace adapters
