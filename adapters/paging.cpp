#include "adapters/paging.hpp"

#include <array>
#include <charconv>
#include <limits>
#include <optional>

#include "adapters/sha256.hpp"

namespace adapters {
namespace {

std::optional<std::int64_t> whole_number(const std::string& text) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

constexpr std::size_t cursor_digits = 16;

std::string hexadecimal(std::uint64_t number) {
    std::array<char, cursor_digits> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), number, 16).ptr;
    const auto written = std::string{text.data(), end};
    return std::string(cursor_digits - written.size(), '0') + written;
}

std::optional<std::uint64_t> number_in(const std::string& text) {
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, 16);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

// Another one for each list, so that a number looks different in each.
std::uint64_t mask_of(std::string_view list) {
    return number_in(sha256_of("cursor of " + std::string{list}).substr(0, cursor_digits))
        .value_or(0);
}

// No secret is kept by it: it finds out what was cut, mistyped or taken from another list.
std::string check_of(std::string_view list, const std::string& hidden) {
    return sha256_of(std::string{list} + " goes on at " + hidden).substr(0, 8);
}

}  // namespace

std::string write_cursor(std::string_view list, std::int64_t number) {
    const auto hidden = hexadecimal(static_cast<std::uint64_t>(number) ^ mask_of(list));
    return hidden + check_of(list, hidden);
}

std::int64_t read_cursor(std::string_view list, const std::string& text,
                         std::vector<states::Problem>& problems) {
    const auto hidden = text.substr(0, cursor_digits);
    const auto number = number_in(hidden).value_or(0) ^ mask_of(list);
    if (hidden.size() == cursor_digits && text == hidden + check_of(list, hidden) &&
        number <= std::numeric_limits<std::int64_t>::max())
        return static_cast<std::int64_t>(number);
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
