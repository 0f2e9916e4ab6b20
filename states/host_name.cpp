#include "states/host_name.hpp"

#include <algorithm>

namespace states {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool may_stand_in_label(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
           static_cast<unsigned char>(c) >= 0x80;
}

bool is_label(std::string_view label) {
    return !label.empty() && label.size() <= 63 && label.front() != '-' && label.back() != '-' &&
           std::ranges::all_of(label, may_stand_in_label);
}

}  // namespace

bool is_host_name(std::string_view name) {
    if (name.size() > 253) return false;
    int labels = 0;
    for (auto rest = name;;) {
        const auto point = rest.find('.');
        const auto label = rest.substr(0, point);
        if (!is_label(label)) return false;
        ++labels;
        if (point == std::string_view::npos)
            return labels >= 2 && !std::ranges::all_of(label, is_digit);
        rest.remove_prefix(point + 1);
    }
}

}  // namespace states
