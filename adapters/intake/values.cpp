#include "adapters/intake/values.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "adapters/intake/words.hpp"
#include "states/checks.hpp"
#include "states/data_files.hpp"
#include "states/money.hpp"
#include "states/text.hpp"

namespace intake {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words;
    for (const auto word : states::parts(text, ' '))
        if (!word.empty()) words.emplace_back(word);
    return words;
}

std::string joined(const std::vector<std::string>& words, std::size_t from, std::size_t to) {
    std::string all;
    for (auto i = from; i < to; ++i) all.append(all.empty() ? "" : " ").append(words[i]);
    return all;
}

// The pieces of an address: lines, and what commas, semicolons and cells cut.
std::vector<std::string> pieces_of(std::string_view text) {
    std::vector<std::string> pieces;
    while (true) {
        const auto end = text.find_first_of("\n\v\t|,;");
        const auto piece = states::trimmed(text.substr(0, end));
        if (!piece.empty()) pieces.emplace_back(piece);
        if (end == std::string_view::npos) return pieces;
        text.remove_prefix(end + 1);
    }
}

bool is_capitals(std::string_view word) {
    const auto points = states::read_utf8(word).value_or(std::u32string{});
    return points.size() > 1 && folded(word) != word && states::lower_ascii(word) != word &&
           std::ranges::none_of(word, [](char c) { return c >= 'a' && c <= 'z'; });
}

}  // namespace

std::string_view tidy(std::string_view text) {
    text = states::trimmed(text);
    while (text.ends_with(',') || text.ends_with(';'))
        text = states::trimmed(text.substr(0, text.size() - 1));
    constexpr std::array<std::pair<std::string_view, std::string_view>, 5> pairs = {
        {{"\"", "\""},
         {"\xE2\x80\x9C", "\xE2\x80\x9D"},
         {"\xC2\xAB", "\xC2\xBB"},
         {"*", "*"},
         {"<", ">"}}};
    for (const auto& [open, close] : pairs)
        if (text.size() > open.size() + close.size() && text.starts_with(open) &&
            text.ends_with(close))
            return states::trimmed(
                text.substr(open.size(), text.size() - open.size() - close.size()));
    return text;
}

std::string_view without_remark(std::string_view text) {
    text = states::trimmed(text);
    if (!text.ends_with(')')) return text;
    const auto open = text.rfind('(');
    if (open == std::string_view::npos || open == 0) return text;
    return states::trimmed(text.substr(0, open));
}

bool is_nothing(std::string_view text) {
    const auto words = folded(text);
    return words.empty() || meaning(words, {"nothing"}).value_or("") == "nothing";
}

Person person_of(std::string_view name) {
    auto words = words_of(without_remark(tidy(name)));
    const auto is_title = [](const std::string& word) {
        constexpr std::array<std::string_view, 17> titles = {
            "mr", "mrs",     "ms",  "dr",   "ir",       "ing",    "dhr",  "de heer", "mevr",
            "mw", "mevrouw", "mme", "mlle", "monsieur", "madame", "prof", "m"};
        return std::ranges::find(titles, folded(word)) != titles.end() &&
               (word.size() > 2 || word.ends_with('.') || folded(word) == "mr");
    };
    while (words.size() > 1 && is_title(words.front())) words.erase(words.begin());
    if (words.empty()) return {};
    // "Peeters, An"
    for (std::size_t i = 0; i + 1 < words.size(); ++i)
        if (words[i].ends_with(',')) {
            auto last = joined(words, 0, i + 1);
            last.pop_back();
            return {joined(words, i + 1, words.size()), last, true};
        }
    if (words.size() == 1) return {{}, words[0], false};
    // "PEETERS An", "An PEETERS"
    if (is_capitals(words.front()) && !is_capitals(words.back()))
        return {joined(words, 1, words.size()), words.front(), words.size() == 2};
    if (words.size() > 2 && is_capitals(words.back()) && !is_capitals(words.front())) {
        auto last = words.size() - 1;
        while (last > 1 && is_capitals(words[last - 1])) --last;
        return {joined(words, 0, last), joined(words, last, words.size()), true};
    }
    return {words.front(), joined(words, 1, words.size()), words.size() == 2};
}

std::optional<Place> town_of(std::string_view text, std::string_view country) {
    auto words = words_of(text);
    auto land = std::string{country};
    const auto is_code = [&](const std::string& code) {
        if (std::ranges::none_of(code, is_digit)) return false;
        if (land.empty()) {
            const auto digits = std::ranges::count_if(code, is_digit);
            const bool plain = std::ranges::all_of(code, is_digit);
            return plain && digits >= 4 && digits <= 6;
        }
        return states::check_postal_code(land, code).verdict == states::Verdict::valid;
    };
    // "B-3001 Leuven", "BE-3001", "L-1855 Luxembourg"
    if (!words.empty()) {
        const auto dash = words[0].find('-');
        if (dash <= 2 && dash > 0 && dash + 1 < words[0].size() &&  // So there is one.
            std::ranges::none_of(words[0].substr(0, dash), is_digit) &&
            std::ranges::all_of(words[0].substr(dash + 1), is_digit))
            words[0].erase(0, dash + 1);
    }
    constexpr std::size_t words_max = 12;
    if (words.size() > words_max) return {};
    for (std::size_t size = 2; size >= 1; --size)
        for (std::size_t at = 0; at + size <= words.size(); ++at) {
            // Only at its ends: a house number is a number in the middle of an address.
            if (at != 0 && at + size != words.size()) continue;
            const auto code = joined(words, at, at + size);
            if (!is_code(code)) continue;
            auto town = Place{.postal_code = code, .country = land};
            town.city = at == 0 ? joined(words, size, words.size()) : joined(words, 0, at);
            if (std::ranges::any_of(town.city, is_digit)) continue;
            return town;
        }
    return {};
}

Place place_of(std::string_view address, std::string_view country) {
    auto place = Place{.country = std::string{country}};
    auto pieces = pieces_of(address);
    if (pieces.size() > 1) {
        // The country comes last; "3001 Leuven (Belgium)" too.
        const auto last = country_of(pieces.back());
        const bool known = last && pieces.back().find_first_of("0123456789") == std::string::npos;
        if (known && (place.country.empty() || place.country == *last)) {
            place.country = *last;
            pieces.pop_back();
        }
    }
    std::size_t town = pieces.size();
    for (std::size_t i = pieces.size(); i-- > 0;) {
        auto piece = std::string{without_remark(pieces[i])};
        if (place.country.empty() && piece.size() < pieces[i].size()) {
            const auto remark = std::string_view{pieces[i]}.substr(piece.size());
            if (const auto named = country_of(folded(remark))) place.country = *named;
        }
        auto found = town_of(piece, place.country);
        // "3001 Leuven Belgium"
        if (found && place.country.empty()) {
            const auto words = words_of(found->city);
            for (std::size_t size = std::min<std::size_t>(3, words.size()); size >= 1; --size) {
                if (size >= words.size()) continue;
                const auto tail = joined(words, words.size() - size, words.size());
                if (const auto named = country_of(tail); named && tail.size() > 2) {
                    place.country = *named;
                    found->city = joined(words, 0, words.size() - size);
                    break;
                }
            }
        }
        if (!found || (i == 0 && pieces.size() > 1 && found->city.empty())) continue;
        place.postal_code = found->postal_code;
        place.city = found->city;
        town = i;
        // "Leuven, 3001": the city is the piece before.
        if (place.city.empty() && i > 0) place.city = pieces[--town];
        break;
    }
    if (town == pieces.size() && pieces.size() == 1) {
        // "Philipssite 5 3001 Leuven": the last number of four digits or more begins the town.
        const auto words = words_of(pieces[0]);
        for (std::size_t i = words.size(); i-- > 1;) {
            const auto found = town_of(joined(words, i, words.size()), place.country);
            if (!found || found->city.empty() || !is_digit(words[i].front())) continue;
            place.street = joined(words, 0, i);
            place.postal_code = found->postal_code;
            place.city = found->city;
            return place;
        }
    }
    for (std::size_t i = 0; i < town && i < pieces.size(); ++i)
        place.street.append(place.street.empty() ? "" : ", ").append(pieces[i]);
    return place;
}

Amount amount_of(std::string_view text) {
    auto amount = Amount{.amount = std::string{tidy(text)}};
    if (text.find("\xE2\x82\xAC") != std::string_view::npos) amount.currency = "EUR";
    if (text.find('$') != std::string_view::npos) amount.currency = "USD";
    if (text.find("\xC2\xA3") != std::string_view::npos) amount.currency = "GBP";
    const auto said = meanings_in(folded(text), {"EUR", "USD", "GBP", "CHF"});
    if (!said.empty()) amount.currency = said.front();

    const auto begin = text.find_first_of("0123456789");
    if (begin == std::string_view::npos) return amount;
    auto number = text.substr(begin);
    number = number.substr(0, number.find_first_not_of("0123456789.,' \xE2\x80\x99-"));
    // What follows the number is a currency, "excl. VAT" or nothing.
    while (!number.empty() && !is_digit(number.back()) && number.back() != '-')
        number.remove_suffix(1);
    std::string digits;
    std::string cents;
    if (number.ends_with('-')) {  // "2.500,-"
        number = number.substr(0, number.find_first_of(",-", number.size() - 3));
        while (!number.empty() && !is_digit(number.back())) number.remove_suffix(1);
    } else if (const auto mark = number.find_last_of(".,");
               mark != std::string_view::npos && number.size() - mark == 3) {
        cents = number.substr(mark + 1);
        number = number.substr(0, mark);
    }
    for (std::size_t i = 0; i < number.size(); ++i) {
        if (is_digit(number[i])) {
            digits += number[i];
            continue;
        }
        // Between thousands only: else it is no number, or two of them.
        auto next = i + 1;
        while (next < number.size() && !is_digit(number[next])) ++next;
        auto end = next;
        while (end < number.size() && is_digit(number[end])) ++end;
        if (end - next != 3 || number[i] == '-') return amount;
        i = next - 1;
    }
    const auto written = digits + "." + (cents.empty() ? "00" : cents);
    if (states::read_money(written)) amount.amount = written;
    return amount;
}

std::optional<bool> yes_or_no(std::string_view text) {
    const auto found = meaning(folded(text), {"yes", "no"});
    if (!found) return {};
    return *found == "yes";
}

std::string language_of_answer(std::string_view text) {
    const auto found = meanings_in(folded(text), {"en", "nl", "fr"});
    return found.size() == 1 ? found.front() : std::string{tidy(text)};
}

std::string country_of_answer(std::string_view text) {
    const auto plain = tidy(text);
    if (const auto code = country_of(plain)) return *code;
    if (const auto code = country_of(without_remark(plain))) return *code;
    // "BE - Belgium", "Belgium / België"
    const auto end = plain.find_first_of("-/(,");
    if (end != std::string_view::npos)
        if (const auto code = country_of(states::trimmed(plain.substr(0, end)))) return *code;
    return std::string{plain};
}

std::string email_in(std::string_view text) {
    for (auto at = text.find('@'); at != std::string_view::npos; at = text.find('@', at + 1)) {
        constexpr std::string_view ends = " \t\v\n<>()[],;:\"'|";
        const auto before = text.find_last_of(ends, at);
        auto end = text.find_first_of(ends, at);
        if (end == std::string_view::npos) end = text.size();
        const auto begin = before == std::string_view::npos ? 0 : before + 1;
        auto address = text.substr(begin, end - begin);
        while (address.ends_with('.')) address.remove_suffix(1);
        if (states::check_email(address).verdict == states::Verdict::valid)
            return std::string{address};
        at = end == text.size() ? end - 1 : end;
    }
    return {};
}

std::string website_in(std::string_view text) {
    for (const auto& part : words_of(text)) {
        auto word = std::string{tidy(part)};
        while (word.ends_with('.') || word.ends_with(',')) word.pop_back();
        if (states::check_website(word).verdict == states::Verdict::valid) return word;
        if (word.find('@') != std::string::npos || word.find("://") != std::string::npos) continue;
        if (word.find('.') == std::string::npos || word.starts_with('.')) continue;
        const auto completed = "https://" + word;
        if (states::check_website(completed).verdict == states::Verdict::valid) return completed;
    }
    return std::string{tidy(text)};
}

std::vector<std::string> phones_in(std::string_view text) {
    std::vector<std::string> phones;
    std::size_t at = 0;
    while (at < text.size() && phones.size() < 5) {
        at = text.find_first_of("+0123456789(", at);
        if (at == std::string_view::npos) break;
        auto end = text.find_first_not_of("+0123456789()./- ", at + 1);
        if (end == std::string_view::npos) end = text.size();
        // A slash with blanks, or another plus, begins another number.
        auto number = text.substr(at, end - at);
        for (const auto mark : {std::string_view{" / "}, std::string_view{" +"},
                                std::string_view{" - +"}, std::string_view{"/+"}})
            if (const auto cut_at = number.find(mark, 1); cut_at != std::string_view::npos)
                number = number.substr(0, cut_at);
        at += std::max<std::size_t>(1, number.size());
        number = states::trimmed(number);
        while (!number.empty() && !is_digit(number.back())) number.remove_suffix(1);
        if (number.starts_with('(') && number.find(')') == std::string_view::npos)
            number.remove_prefix(1);
        constexpr int digits_min = 7, digits_max = 17;
        const auto digits = std::ranges::count_if(number, is_digit);
        if (digits >= digits_min && digits <= digits_max) phones.emplace_back(number);
    }
    return phones;
}

Phone phone_of(std::string_view text, std::string_view country) {
    const auto plain = std::string{tidy(text)};
    // "+32 (0)16 28 49 70": the zero is for people at home.
    auto number = plain;
    if (const auto zero = number.find("(0)"); zero != std::string::npos && zero > 0)
        number.erase(zero, 3);
    if (states::check_phone(number).verdict != states::Verdict::invalid) return {number, false};
    const auto code = calling_code_of(country);
    if (code.empty() || number.empty() || number.front() == '+' || number.starts_with("00"))
        return {plain, false};
    const auto home = number.front() == '0' ? number.substr(1) : number;
    for (const auto& local : {home, number}) {
        const auto completed = "+" + std::string{code} + " " + local;
        if (states::check_phone(completed).verdict == states::Verdict::valid)
            return {completed, true};
    }
    return {plain, false};
}

std::optional<int> number_in(std::string_view text) {
    const auto begin = text.find_first_of("0123456789");
    if (begin == std::string_view::npos) return {};
    int number = 0;
    const auto [end, error] =
        std::from_chars(text.data() + begin, text.data() + text.size(), number);
    if (error != std::errc{}) return {};
    return number;
}

}  // namespace intake
