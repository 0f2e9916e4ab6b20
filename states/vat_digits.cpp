#include "states/vat_digits.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <initializer_list>
#include <string>

#include "states/mod_97.hpp"

namespace states::vat_digits {
namespace {

using namespace std::chrono;

using Weights = std::initializer_list<int>;

int digit(char c) { return c - '0'; }
int last(std::string_view number) { return digit(number.back()); }

int value(std::string_view digits) {
    int all = 0;
    for (const char c : digits) all = all * 10 + digit(c);
    return all;
}

int weighed(std::string_view digits, Weights weights) {  // As many digits as there are weights.
    int sum = 0;
    for (const auto* at = digits.data(); const int weight : weights) sum += weight * digit(*at++);
    return sum;
}

int luhn_sum(std::string_view digits) {  // The last digit counts once, the one before it twice.
    int sum = 0;
    bool twice = false;
    for (auto at = digits.rbegin(); at != digits.rend(); ++at, twice = !twice) {
        const int d = digit(*at) * (twice ? 2 : 1);
        sum += d > 9 ? d - 9 : d;
    }
    return sum;
}

bool luhn(std::string_view digits) { return luhn_sum(digits) % 10 == 0; }

bool mod_11_10(std::string_view digits) {  // ISO 7064.
    int product = 10;
    for (const char c : digits.substr(0, digits.size() - 1)) {
        const int sum = (digit(c) + product) % 10;
        product = (sum == 0 ? 10 : sum) * 2 % 11;
    }
    return (product + last(digits)) % 10 == 1;
}

bool all_digits(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

bool one_of(char c, std::string_view some) { return some.find(c) != std::string_view::npos; }

bool is_date(int y, int m, int d) {
    return year_month_day{year{y}, month{static_cast<unsigned>(m)}, day{static_cast<unsigned>(d)}}
        .ok();
}

// Czech and Slovak birth number.  Women have 50 added to the month; since 2004 another 20 may be,
// when the numbers of a day are used up.  Nine digits were given until 1953, without a check digit;
// until 1984 a remainder of ten was written as 0.
bool birth_number(std::string_view n) {
    const int month = value(n.substr(2, 2)) % 50 % 20;
    const int day = value(n.substr(4, 2));
    int year = 1900 + value(n.substr(0, 2));
    if (n.size() == 9) {
        if (year >= 1980) year -= 100;
        return year <= 1953 && is_date(year, month, day);
    }
    if (year < 1954) year += 100;
    int rest = value(n.substr(0, 9)) % 11;
    if (year < 1985) rest %= 10;
    return is_date(year, month, day) && rest == last(n);
}

bool bulgarian_citizen(std::string_view n) {  // The month tells the century.
    const int month = value(n.substr(2, 2));
    const int more = month > 40 ? 40 : month > 20 ? 20 : 0;
    const int century = more == 40 ? 2000 : more == 20 ? 1800 : 1900;
    return is_date(century + value(n.substr(0, 2)), month - more, value(n.substr(4, 2))) &&
           weighed(n, {2, 4, 8, 5, 10, 9, 7, 3, 6}) % 11 % 10 == last(n);
}

char spanish_letter(std::string_view digits) {
    constexpr std::string_view letters = "TRWAGMYFPDXBNJZSQVHLCKE";
    return letters[static_cast<std::size_t>(value(digits)) % letters.size()];
}

// Organisations: some kinds have a digit, some a letter, and sources differ about which.
bool spanish_organisation(std::string_view n) {
    constexpr std::string_view letters = "JABCDEFGHI";
    const auto digits = n.substr(1, 7);
    int sum = 0;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        const int d = digit(digits[i]) * (i % 2 == 0 ? 2 : 1);
        sum += d > 9 ? d - 9 : d;
    }
    const int check = (10 - sum % 10) % 10;
    return n.back() == '0' + check || n.back() == letters[static_cast<std::size_t>(check)];
}

}  // namespace

bool at(std::string_view n) { return (luhn_sum(n.substr(1, 7)) + 4 + last(n)) % 10 == 0; }

bool be(std::string_view n) { return 97 - value(n.substr(0, 8)) % 97 == value(n.substr(8)); }

bool bg(std::string_view n) {
    if (n.size() == 9) {
        const int rest = weighed(n, {1, 2, 3, 4, 5, 6, 7, 8}) % 11;
        if (rest < 10) return rest == last(n);
        return weighed(n, {3, 4, 5, 6, 7, 8, 9, 10}) % 11 % 10 == last(n);
    }
    const bool foreigner = weighed(n, {21, 19, 17, 13, 11, 9, 7, 3, 1}) % 10 == last(n);
    const bool other = (11 - weighed(n, {4, 3, 2, 7, 6, 5, 4, 3, 2}) % 11) % 11 == last(n);
    return foreigner || other || bulgarian_citizen(n);
}

bool cy(std::string_view n) {
    constexpr std::array odd = {1, 0, 5, 7, 9, 13, 15, 17, 19, 21};  // By the digit.
    if (n.starts_with("12")) return false;
    int sum = 0;
    for (std::size_t i = 0; i < 8; ++i)
        sum += i % 2 == 0 ? odd.at(static_cast<std::size_t>(digit(n[i]))) : digit(n[i]);
    return n.back() == 'A' + sum % 26;
}

bool cz(std::string_view n) {
    if (n.size() == 8) {
        if (n.front() == '9') return false;
        const int check = (11 - weighed(n, {8, 7, 6, 5, 4, 3, 2}) % 11) % 11;
        return (check == 0 ? 1 : check) % 10 == last(n);
    }
    if (n.size() == 9 && n.front() == '6') {
        const int rest = weighed(n.substr(1), {8, 7, 6, 5, 4, 3, 2}) % 11;
        return (rest + 8) % 10 == last(n);
    }
    return birth_number(n);
}

bool de(std::string_view n) { return mod_11_10(n); }

bool dk(std::string_view n) { return weighed(n, {2, 7, 6, 5, 4, 3, 2, 1}) % 11 == 0; }

bool ee(std::string_view n) { return weighed(n, {3, 7, 1, 3, 7, 1, 3, 7, 1}) % 10 == 0; }

bool el(std::string_view n) {
    return weighed(n, {256, 128, 64, 32, 16, 8, 4, 2}) % 11 % 10 == last(n);
}

bool es(std::string_view n) {
    const char kind = n.front();
    const bool person = all_digits(n.substr(0, 8));
    if (person) return n.back() == spanish_letter(n.substr(0, 8));
    if (one_of(kind, "KLM")) return n.back() == spanish_letter(n.substr(1, 7));
    if (one_of(kind, "XYZ")) {  // Foreigners: X, Y, Z stand for 0, 1, 2.
        const auto digits =
            std::string(1, static_cast<char>('0' + (kind - 'X'))) + std::string{n.substr(1, 7)};
        return n.back() == spanish_letter(digits);
    }
    return one_of(kind, "ABCDEFGHJNPQRSUVW") && spanish_organisation(n);
}

bool fi(std::string_view n) { return weighed(n, {7, 9, 10, 5, 8, 4, 2, 1}) % 11 == 0; }

bool fr(std::string_view n) {
    constexpr std::string_view letters = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ";  // No I, no O.
    const auto key = n.substr(0, 2);
    const auto siren = n.substr(2);
    if (!siren.starts_with("000") && !luhn(siren)) return false;  // Monaco's begin with 000.
    if (all_digits(key)) return mod_97(std::string{siren} + "12") == value(key);
    const auto first = letters.find(key[0]);
    const auto second = letters.find(key[1]);
    if (first == std::string_view::npos || second == std::string_view::npos) return false;
    const auto sum = first < 10 ? first * 24 + second - 10 : first * 34 + second - 100;
    return (static_cast<std::size_t>(value(siren)) + 1 + sum / 11) % 11 == sum % 11;
}

bool hr(std::string_view n) { return mod_11_10(n); }

bool hu(std::string_view n) { return weighed(n, {9, 7, 3, 1, 9, 7, 3, 1}) % 10 == 0; }

bool ie(std::string_view n) {
    constexpr std::string_view letters = "WABCDEFGHIJKLMNOPQRSTUV";
    const bool old = !all_digits(n.substr(0, 7));  // Its first digit comes last in the sum.
    const auto digits =
        old ? "0" + std::string{n.substr(2, 5)} + n.front() : std::string{n.substr(0, 7)};
    const auto more = n.size() > 8 ? letters.find(n[8]) : 0;
    if (more == std::string_view::npos) return false;
    const int sum = weighed(digits, {8, 7, 6, 5, 4, 3, 2}) + 9 * static_cast<int>(more);
    return n[7] == letters[static_cast<std::size_t>(sum) % letters.size()];
}

bool it(std::string_view n) {  // The office that gave it: a province, or one of a few others.
    const int office = value(n.substr(7, 3));
    const bool known = (office >= 1 && office <= 100) || office == 120 || office == 121 ||
                       office == 888 || office == 999;
    return known && !n.starts_with("0000000") && luhn(n);
}

bool lt(std::string_view n) {
    const auto sum = [&](int start) {
        int all = 0;
        for (int i = 0; const char c : n.substr(0, n.size() - 1))
            all += (1 + (i++ + start) % 9) * digit(c);
        return all % 11;
    };
    return (sum(0) < 10 ? sum(0) : sum(2) % 10) == last(n);
}

bool lu(std::string_view n) { return value(n.substr(0, 6)) % 89 == value(n.substr(6)); }

bool lv(std::string_view n) {
    if (n.front() > '3') return weighed(n, {9, 1, 4, 8, 3, 10, 2, 5, 7, 6, 1}) % 11 == 3;
    // People: born on that day, or without a date since 2017, when numbers begin with 32.
    const bool born = is_date(1800 + 100 * digit(n[6]) + value(n.substr(4, 2)),
                              value(n.substr(2, 2)), value(n.substr(0, 2)));
    return (born || n.starts_with("32")) &&
           (1 + weighed(n, {10, 5, 8, 4, 2, 1, 6, 3, 7, 9})) % 11 % 10 == last(n);
}

bool mt(std::string_view n) { return weighed(n, {3, 4, 6, 7, 8, 9, 10, 1}) % 37 == 0; }

bool nl(std::string_view n) {
    if (value(n.substr(0, 9)) == 0 || value(n.substr(10)) == 0) return false;
    const int rest = weighed(n, {9, 8, 7, 6, 5, 4, 3, 2}) % 11;
    return rest == digit(n[8]) || mod_97("NL" + std::string{n}) == 1;  // The second since 2020.
}

bool pl(std::string_view n) { return weighed(n, {6, 5, 7, 2, 3, 4, 5, 6, 7}) % 11 == last(n); }

bool pt(std::string_view n) {
    return (11 - weighed(n, {9, 8, 7, 6, 5, 4, 3, 2}) % 11) % 11 % 10 == last(n);
}

bool ro(std::string_view n) {
    if (n.size() == 13) {  // A person; the first digit tells sex and century.
        const int century = n.front() == '3' || n.front() == '4'   ? 1800
                            : n.front() == '5' || n.front() == '6' ? 2000
                                                                   : 1900;
        const int rest = weighed(n, {2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9}) % 11;
        return is_date(century + value(n.substr(1, 2)), value(n.substr(3, 2)),
                       value(n.substr(5, 2))) &&
               (rest == 10 ? 1 : rest) == last(n);
    }
    const auto padded = std::string(10 - n.size(), '0') + std::string{n};
    return weighed(padded, {7, 5, 3, 2, 1, 7, 5, 3, 2}) * 10 % 11 % 10 == last(n);
}

bool se(std::string_view n) {
    const int place = value(n.substr(10));
    return place >= 1 && place <= 94 && luhn(n.substr(0, 10));
}

bool si(std::string_view n) {  // A check digit of 11 is not given out.
    const int check = 11 - weighed(n, {8, 7, 6, 5, 4, 3, 2}) % 11;
    return (check == 10 ? 0 : check) == last(n);
}

bool sk(std::string_view n) {
    const bool business = n.front() != '0' && one_of(n[2], "234789") &&
                          (value(n.substr(0, 9)) % 11 * 10 + last(n)) % 11 == 0;
    return business || birth_number(n);
}

bool xi(std::string_view n) {
    if (n.starts_with("GD")) return value(n.substr(2)) < 500;   // Government departments.
    if (n.starts_with("HA")) return value(n.substr(2)) >= 500;  // Health authorities.
    const int rest = weighed(n, {8, 7, 6, 5, 4, 3, 2, 10, 1}) % 97;
    return rest == 0 || (value(n.substr(0, 3)) >= 100 && (rest == 42 || rest == 55));
}

}  // namespace states::vat_digits
