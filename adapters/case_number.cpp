#include "adapters/case_number.hpp"

#include <charconv>
#include <system_error>

namespace adapters {

std::optional<std::int64_t> case_number_in(std::string_view reference) {
    if (reference.starts_with("A-")) {
        const auto dash = reference.rfind('-');
        if (dash < 2) return std::nullopt;
        reference.remove_prefix(dash + 1);
    }
    std::int64_t number = 0;
    const auto [end, error] =
        std::from_chars(reference.data(), reference.data() + reference.size(), number);
    if (error != std::errc{} || end != reference.data() + reference.size() || number < 1)
        return std::nullopt;
    return number;
}

bool is_of_year(std::string_view written, std::string_view reference) {
    return !written.starts_with("A-") || written == reference;
}

}  // namespace adapters
