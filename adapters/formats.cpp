#include "adapters/formats.hpp"

#include <charconv>
#include <chrono>

#include "states/messages.hpp"

namespace adapters {

std::string write_number(states::Money money, std::string_view language) {
    const auto plain = states::write_money(money);  // "-2500.00"
    const auto point = plain.rfind('.');
    std::string written;
    for (std::size_t i = 0; i < point; ++i) {
        const bool after_digit = i > 0 && plain[i - 1] != '-';
        if (after_digit && (point - i) % 3 == 0)
            written += states::message(language, "amount.thousands");
        written += plain[i];
    }
    return written + states::message(language, "amount.decimal") + plain.substr(point + 1);
}

std::string write_amount(states::Money money, std::string_view currency,
                         std::string_view language) {
    return states::message(
        language, "amount.written",
        {{"amount", write_number(money, language)}, {"currency", std::string{currency}}});
}

std::string write_date(engine::Time time, std::string_view language) {
    const std::chrono::year_month_day date{std::chrono::floor<std::chrono::days>(time)};
    const auto day = static_cast<unsigned>(date.day());
    const auto month = std::to_string(static_cast<unsigned>(date.month()));
    return states::message(
        language, "date.written",
        {{"day", day == 1 ? states::message(language, "date.first_day") : std::to_string(day)},
         {"month", states::message(language, "month." + month)},
         {"year", std::to_string(static_cast<int>(date.year()))}});
}

std::optional<engine::Time> read_day(const std::string& text) {
    const auto number = [&](std::size_t from, std::size_t size) {
        int value = -1;
        const auto* end = text.data() + from + size;
        return std::from_chars(text.data() + from, end, value).ptr == end ? value : -1;
    };
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    const int year = number(0, 4);
    const int month = number(5, 2);
    const int day = number(8, 2);
    if (year <= 0 || month <= 0 || day <= 0) return std::nullopt;
    const auto date = std::chrono::year_month_day{std::chrono::year{year},
                                                  std::chrono::month{static_cast<unsigned>(month)},
                                                  std::chrono::day{static_cast<unsigned>(day)}};
    return date.ok() ? std::optional<engine::Time>{std::chrono::sys_days{date}} : std::nullopt;
}

std::string write_span(states::Span span, std::string_view language) {
    const std::string unit = span.working ? "working_day" : "day";
    return states::message(language, "span." + unit + (span.days == 1 ? "" : "s"),
                           {{"days", std::to_string(span.days)}});
}

}  // namespace adapters
