#include <algorithm>
#include <array>
#include <charconv>

#include "states/checks.hpp"
#include "states/text.hpp"

namespace states {
namespace {

// Rows of IANA's registrar list that stand for a purpose and not for a registrar.
constexpr std::array<std::int64_t, 15> reserved_iana_ids = {
    1, 3, 8, 119, 365, 376, 9994, 9995, 9996, 9997, 9998, 9999, 10009, 4'000'001, 8'888'888};

}  // namespace

bool is_reserved_iana_id(std::int64_t id) {
    return std::ranges::find(reserved_iana_ids, id) != reserved_iana_ids.end();
}

Checked check_iana_id(std::string_view given) {
    const auto text = trimmed(given);
    int id = 0;
    const auto* end = text.data() + text.size();
    const auto [read_to, error] = std::from_chars(text.data(), end, id);
    if (error != std::errc{} || read_to != end || id < 1 || text.starts_with('0'))
        return {.verdict = Verdict::invalid, .code = "iana_id_format"};
    if (is_reserved_iana_id(id)) return {.verdict = Verdict::invalid, .code = "iana_id_reserved"};
    return {
        .verdict = Verdict::unknown, .normalised = std::string{text}, .code = "iana_unavailable"};
}

}  // namespace states
