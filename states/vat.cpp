#include "states/vat.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "states/checks.hpp"
#include "states/text.hpp"
#include "states/vat_digits.hpp"

namespace states {
namespace {

struct Rule {
    std::string_view prefix;
    std::string_view country;
    // Separated by spaces.  d digit, n digit but not 0, a letter, x letter or digit, ? as Ireland
    // once had it: letter, plus or star.  Every other character stands for itself.
    std::string_view shapes;
    vat_digits::Adds* adds_up;
    std::string_view example;
};

// clang-format off
constexpr std::array<Rule, 28> rules = {{
    {"AT", "AT", "Udddddddd", vat_digits::at, "ATU12345675"},
    {"BE", "BE", "0ddddddddd 1ddddddddd", vat_digits::be, "BE0123456749"},
    {"BG", "BG", "ddddddddd dddddddddd", vat_digits::bg, "BG123456786"},
    {"CY", "CY", "dddddddda", vat_digits::cy, "CY10259033P"},
    {"CZ", "CZ", "dddddddd ddddddddd dddddddddd", vat_digits::cz, "CZ12345679"},
    {"DE", "DE", "ndddddddd", vat_digits::de, "DE123456788"},
    {"DK", "DK", "nddddddd", vat_digits::dk, "DK12345674"},
    {"EE", "EE", "ddddddddd", vat_digits::ee, "EE101234568"},
    {"EL", "GR", "ddddddddd", vat_digits::el, "EL123456783"},
    {"ES", "ES", "xdddddddx", vat_digits::es, "ESA12345674"},
    {"FI", "FI", "dddddddd", vat_digits::fi, "FI12345671"},
    {"FR", "FR", "xxddddddddd", vat_digits::fr, "FR11123456782"},
    {"HR", "HR", "ddddddddddd", vat_digits::hr, "HR12345678903"},
    {"HU", "HU", "dddddddd", vat_digits::hu, "HU12345676"},
    {"IE", "IE", "ddddddda dddddddaa d?ddddda", vat_digits::ie, "IE1234567FA"},
    {"IT", "IT", "ddddddddddd", vat_digits::it, "IT12345670124"},
    {"LT", "LT", "ddddddd1d dddddddddd1d", vat_digits::lt, "LT123456715"},
    {"LU", "LU", "dddddddd", vat_digits::lu, "LU12345613"},
    {"LV", "LV", "ddddddddddd", vat_digits::lv, "LV40001234561"},
    {"MT", "MT", "nddddddd", vat_digits::mt, "MT12345634"},
    {"NL", "NL", "dddddddddBdd", vat_digits::nl, "NL123456782B01"},
    {"PL", "PL", "dddddddddd", vat_digits::pl, "PL1234563218"},
    {"PT", "PT", "ndddddddd", vat_digits::pt, "PT123456789"},
    {"RO", "RO", "nd ndd nddd ndddd nddddd ndddddd nddddddd ndddddddd nddddddddd ndddddddddddd",
     vat_digits::ro, "RO12345674"},
    {"SE", "SE", "dddddddddddd", vat_digits::se, "SE123456789701"},
    {"SI", "SI", "nddddddd", vat_digits::si, "SI12345679"},
    {"SK", "SK", "dddddddddd", vat_digits::sk, "SK2023123454"},
    {"XI", "GB", "ddddddddd dddddddddddd GDddd HAddd", vat_digits::xi, "XI123456727"},
}};
// clang-format on

bool is_decimal(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return c >= 'A' && c <= 'Z'; }

bool fits(char c, char shape) {
    switch (shape) {
        case 'd': return is_decimal(c);
        case 'n': return is_decimal(c) && c != '0';
        case 'a': return is_letter(c);
        case 'x': return is_decimal(c) || is_letter(c);
        case '?': return is_letter(c) || c == '+' || c == '*';
        default: return c == shape;
    }
}

bool fits_any(std::string_view number, std::string_view shapes) {
    while (!shapes.empty()) {
        const auto shape = shapes.substr(0, shapes.find(' '));
        if (std::ranges::equal(number, shape, fits)) return true;
        shapes.remove_prefix(std::min(shape.size() + 1, shapes.size()));
    }
    return false;
}

// Leading zeros that people leave out, because older forms of the number had none.
std::string completed(std::string_view prefix, std::string number) {
    const auto pad = [&](std::size_t from, std::size_t to) {
        if (number.size() >= from && number.size() < to) number.insert(0, to - number.size(), '0');
    };
    if (prefix == "BE") pad(9, 10);
    if (prefix == "EL") pad(8, 9);
    if (prefix == "NL" && number.find('B') != std::string::npos) pad(10, 12);
    return number;
}

const Rule* rule_of(std::string_view prefix) {
    const auto found = std::ranges::find(rules, prefix, &Rule::prefix);
    return found == rules.end() ? nullptr : &*found;
}

}  // namespace

std::string_view vat_prefix_of(std::string_view country) {
    const auto found = std::ranges::find(rules, country, &Rule::country);
    return found == rules.end() ? std::string_view{} : found->prefix;
}

std::string_view claimed_vat_prefix(std::string_view number) {
    const auto prefix = upper_ascii(without_separators(trimmed(number))).substr(0, 2);
    // Its code as a country, which is often written for the prefix.
    const auto* rule = rule_of(prefix == "GR" ? "EL" : prefix);
    return rule ? rule->prefix : std::string_view{};
}

std::string_view vat_example(std::string_view prefix) {
    if (const auto* rule = rule_of(prefix)) return rule->example;
    throw std::out_of_range{"no VAT numbers begin with " + std::string{prefix}};
}

Checked check_vat(std::string_view text) {
    const auto compact = upper_ascii(without_separators(trimmed(text)));
    const auto* rule = rule_of(claimed_vat_prefix(compact));
    if (!rule) {
        if (check_country(compact.substr(0, 2)).verdict == Verdict::invalid)
            return {.code = "vat_prefix"};
        return {.verdict = Verdict::unknown, .normalised = compact, .code = "vat_not_judged"};
    }
    const auto number = completed(rule->prefix, compact.substr(2));
    if (!fits_any(number, rule->shapes)) return {.code = "vat_format"};
    if (!rule->adds_up(number)) return {.code = "vat_check_digits"};
    return {.verdict = Verdict::valid, .normalised = std::string{rule->prefix} + number};
}

}  // namespace states
