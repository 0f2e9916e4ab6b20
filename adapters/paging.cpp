#include "adapters/paging.hpp"

#include <charconv>
#include <optional>

namespace adapters {
namespace {

std::optional<std::int64_t> whole_number(const std::string& text) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

}  // namespace

std::int64_t read_cursor(const std::string& text, std::vector<states::Problem>& problems) {
    const auto number = whole_number(text);
    if (number && *number >= 0) return *number;
    problems.push_back({"cursor", "cursor_unknown"});
    return 0;
}

int read_limit(const std::string& text, std::vector<states::Problem>& problems) {
    const auto number = whole_number(text);
    if (number && *number >= 1 && *number <= page_size_max) return static_cast<int>(*number);
    problems.push_back(
        {"limit", "number_range", {{"min", "1"}, {"max", std::to_string(page_size_max)}}});
    return page_size;
}

}  // namespace adapters
