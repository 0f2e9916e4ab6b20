#include <algorithm>

#include "states/checks.hpp"
#include "states/host_name.hpp"
#include "states/text.hpp"

namespace states {
namespace {

// RFC 5322's atoms with points between them.  Quoted forms are legal and nobody has one.
bool is_local_part(std::string_view local) {
    constexpr std::string_view marks = "!#$%&'*+/=?^_`{|}~-.";
    const auto allowed = [&](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               marks.find(c) != std::string_view::npos;
    };
    return !local.empty() && local.front() != '.' && local.back() != '.' &&
           local.find("..") == std::string_view::npos && std::ranges::all_of(local, allowed);
}

bool is_ascii(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

}  // namespace

Checked check_email(std::string_view text) {
    const auto address = trimmed(text);
    const auto at = address.rfind('@');
    if (at == std::string_view::npos) return {.code = "email_format"};
    const auto local = address.substr(0, at);
    const auto domain = address.substr(at + 1);
    if (!is_ascii(local)) return {.code = "email_ascii"};
    if (!is_local_part(local)) return {.code = "email_format"};
    if (local.size() > 64 || address.size() > 254) return {.code = "email_length"};
    if (!is_host_name(domain)) return {.code = "email_domain"};
    // Only the domain is the same in capitals; who is meant by the rest, its owner decides.
    return {.verdict = Verdict::valid,
            .normalised = std::string{local} + "@" + lower_ascii(domain)};
}

}  // namespace states
