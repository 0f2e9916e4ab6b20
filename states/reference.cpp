#include "states/reference.hpp"

#include <algorithm>
#include <stdexcept>

#include "states/checks.hpp"
#include "states/data_files.hpp"
#include "states/mod_97.hpp"
#include "states/text.hpp"

namespace states {
namespace {

bool only_digits(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

bool grouped(std::string_view text, char mark, std::initializer_list<std::size_t> sizes) {
    const auto groups = parts(text, mark);
    return std::ranges::equal(groups, sizes, {}, &std::string_view::size) &&
           std::ranges::all_of(groups, only_digits);
}

// Twelve digits in groups of four are the security code of the letter (domain.md, "Words").
bool is_security_code(std::string_view text) {
    return std::ranges::any_of(std::string_view{" -./"}, [&](char mark) {
        return grouped(text, mark, {4, 4, 4});
    });
}

std::string_view without_frame(std::string_view text) {  // +++ or *** on both sides.
    for (const auto* frame : {"+++", "***"})
        if (text.size() > 6 && text.starts_with(frame) && text.ends_with(frame))
            return trimmed(text.substr(3, text.size() - 6));
    return text;
}

// Nobody's remainder is 0: it is written 97.
int check_of(std::string_view base) {
    const int rest = mod_97(base);
    return rest == 0 ? 97 : rest;
}

std::string two_digits(int number) { return (number < 10 ? "0" : "") + std::to_string(number); }

std::string framed(const std::string& digits) {
    return "+++" + digits.substr(0, 3) + "/" + digits.substr(3, 4) + "/" + digits.substr(7) + "+++";
}

Checked structured_message(std::string_view text) {
    const auto inner = without_frame(text);
    const bool whole = inner.size() == 12 && only_digits(inner);
    if (!whole && !grouped(inner, '/', {3, 4, 5}) && !grouped(inner, ' ', {3, 4, 5}))
        return {.code = "reference_format"};
    auto digits = std::string{inner};
    std::erase_if(digits, [](char c) { return c == '/' || c == ' '; });
    const auto base = std::string_view{digits}.substr(0, 10);
    // No invoice has number nothing, and an empty field is easily read as zeros.
    const bool nothing = std::ranges::all_of(base, [](char c) { return c == '0'; });
    if (nothing || std::stoi(digits.substr(10)) != check_of(base))
        return {.code = "reference_check_digits"};
    return {.verdict = Verdict::valid, .normalised = framed(digits)};
}

Checked creditor_reference(std::string_view text) {  // ISO 11649, in groups of four on paper.
    auto compact = upper_ascii(text);
    std::erase(compact, ' ');
    const auto allowed = [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'); };
    if (compact.size() < 5 || compact.size() > 25 || !std::ranges::all_of(compact, allowed) ||
        !only_digits(compact.substr(2, 2)))
        return {.code = "reference_format"};
    if (mod_97(compact.substr(4) + compact.substr(0, 4)) != 1)
        return {.code = "reference_check_digits"};
    return {.verdict = Verdict::valid, .normalised = compact};
}

}  // namespace

std::string make_structured_message(std::int64_t number) {
    auto digits = std::to_string(number);
    if (number < 1 || digits.size() > 10)
        throw std::out_of_range{"no structured message has the number " + digits};
    digits.insert(0, 10 - digits.size(), '0');
    return framed(digits + two_digits(check_of(digits)));
}

std::string make_creditor_reference(std::string_view own) {
    const auto allowed = [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'); };
    if (own.empty() || own.size() > 21 || !std::ranges::all_of(own, allowed))
        throw std::invalid_argument{"no creditor reference can be made of " + std::string{own}};
    const auto text = std::string{own};
    return "RF" + two_digits(98 - mod_97(text + "RF00")) + text;
}

Checked check_reference(std::string_view text) {
    const auto reference = trimmed(text);
    if (upper_ascii(reference).starts_with("RF")) return creditor_reference(reference);
    if (is_security_code(reference)) return {.code = "reference_is_security_code"};
    return structured_message(reference);
}

}  // namespace states
