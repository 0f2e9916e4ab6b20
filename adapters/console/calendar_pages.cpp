// The registry's holidays, this year's and the next: working days skip them.  A change is a new
// version of the catalogue, proposed by one administrator and approved by another.

#include <algorithm>
#include <charconv>
#include <chrono>
#include <optional>
#include <set>

#include "adapters/console/rule_views.hpp"
#include "adapters/formats.hpp"
#include "adapters/pages/answer.hpp"
#include "engine/journal.hpp"
#include "states/messages.hpp"
#include "states/text.hpp"

namespace console {
namespace {

using adapters::Holiday;
using adapters::RuleDesk;
using nlohmann::json;
using std::chrono::sys_days;
using std::chrono::year_month_day;

std::string day_text(year_month_day day) {  // "2026-12-25"
    return engine::rfc3339(engine::Time{sys_days{day}}).substr(0, 10);
}

std::optional<year_month_day> read_day(std::string_view text) {
    const auto part = [&](std::size_t at, std::size_t length) {
        int number = -1;
        const auto* begin = text.data() + at;
        const auto [end, error] = std::from_chars(begin, begin + length, number);
        return error == std::errc{} && end == begin + length ? number : -1;
    };
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    const int year = part(0, 4);
    const int month = part(5, 2);
    const int day = part(8, 2);
    if (year < 1900 || month < 0 || day < 0) return std::nullopt;
    const auto date = std::chrono::year{year} / std::chrono::month{static_cast<unsigned>(month)} /
                      std::chrono::day{static_cast<unsigned>(day)};
    return date.ok() ? std::optional{date} : std::nullopt;
}

// One a line: "2026-12-25 Christmas".  Every line that is none is named.
std::vector<Holiday> read_holidays(std::string_view text, std::vector<states::Problem>& problems) {
    std::vector<Holiday> all;
    std::set<year_month_day> seen;
    for (int number = 1; !text.empty(); ++number) {
        const auto end = std::min(text.find('\n'), text.size());
        const auto line = states::trimmed(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.empty()) continue;
        const auto date = line.substr(0, line.find(' '));
        const auto day = read_day(date);
        const auto line_number = std::to_string(number);
        if (!day)
            problems.push_back({"holidays", "holiday_format", {{"line", line_number}}});
        else if (!seen.insert(*day).second)
            problems.push_back(
                {"holidays", "holiday_twice", {{"line", line_number}, {"day", std::string{date}}}});
        else
            all.push_back({*day, std::string{states::trimmed(line.substr(date.size()))}});
    }
    return all;
}

std::string written(const std::vector<Holiday>& holidays) {
    std::string text;
    for (const auto& each : holidays)
        text += day_text(each.day) + (each.name.empty() ? "" : " ") + each.name + "\n";
    return text;
}

struct TypedHolidays {
    std::string holidays;
    std::string note;
    std::string effective;
    json problems = json::array();
};

json year_view(std::chrono::year year, const std::vector<Holiday>& holidays, const Visit& visit) {
    auto days = json::array();
    for (const auto& each : holidays) {
        if (each.day.year() != year) continue;
        const auto weekday = std::chrono::weekday{sys_days{each.day}};
        days.push_back(
            {{"day", adapters::write_date(engine::Time{sys_days{each.day}}, visit.language)},
             {"weekday",
              visit.word("console.calendar.weekday." + std::to_string(weekday.iso_encoding()))},
             {"name", each.name},
             {"free_anyway", weekday == std::chrono::Saturday || weekday == std::chrono::Sunday}});
    }
    return {{"year", std::to_string(static_cast<int>(year))}, {"days", days}};
}

http::Response calendar_page(const Visit& visit, const std::optional<TypedHolidays>& typed) {
    const auto holidays = visit.site.parts.rule_previews.holidays();
    const auto today = read_day(visit.site.parts.rules.today()).value();
    auto years = json::array();
    for (const auto year : {today.year(), today.year() + std::chrono::years{1}})
        years.push_back(year_view(year, holidays, visit));
    const auto shown = typed.value_or(TypedHolidays{.holidays = written(holidays)});
    bool wrong = false;
    for (const auto& problem : shown.problems) wrong |= problem["field"] == "holidays";
    return visit.page("calendar", visit.word("console.calendar.title"),
                      {{"problems", shown.problems},
                       {"years", years},
                       {"writes", visit.caller().may("administrator")},
                       {"catalogue", address_of_subject(adapters::catalogue_subject)},
                       {"holidays", shown.holidays},
                       {"wrong", wrong},
                       {"note", shown.note},
                       {"effective", shown.effective}});
}

http::Response propose_holidays(const Visit& visit, const pages::Form& form) {
    auto typed = TypedHolidays{.holidays = form.exactly("holidays"),
                               .note = form.value("why"),
                               .effective = form.value("effective")};
    std::vector<states::Problem> problems;
    const auto holidays = read_holidays(typed.holidays, problems);
    if (problems.empty()) {
        const auto proposed = visit.site.parts.rules.propose(
            visit.caller(), {.subject = adapters::catalogue_subject,
                             .texts = visit.site.parts.rule_previews.with_holidays(holidays),
                             .note = typed.note,
                             .effective = typed.effective});
        if (const auto* version = std::get_if<adapters::RuleVersion>(&proposed))
            return pages::see_other("/console/rules/versions/" + std::to_string(version->number) +
                                    "?done=proposed");
        const auto* invalid = std::get_if<adapters::Invalid>(&proposed);
        if (!invalid) return visit.trouble(403, "not_yours");
        problems = invalid->problems;
        for (auto& problem : problems)  // What was typed here is the list and not the text.
            if (problem.field == "texts.toml") problem.field = "holidays";
    }
    typed.problems = problems_view(problems, visit.language);
    return calendar_page(visit, typed);
}

}  // namespace

std::vector<http::Route> calendar_routes(const std::shared_ptr<const Site>& site) {
    return {page_for(site, "/console/calendar", rule_readers,
                     [](const Visit& visit) { return calendar_page(visit, {}); }),
            form_for(site, "/console/calendar", rule_writers, propose_holidays)};
}

}  // namespace console
