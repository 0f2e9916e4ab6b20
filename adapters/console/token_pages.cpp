// Tokens of programs, and the log of staff: for administrators; auditors look.

#include <algorithm>
#include <limits>

#include "adapters/console/desk.hpp"
#include "adapters/console/visit.hpp"
#include "adapters/pages/answer.hpp"
#include "adapters/paging.hpp"
#include "states/messages.hpp"

namespace console {
namespace {

using nlohmann::json;

const std::vector<std::string> token_lookers{"administrator", "auditor"};

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const auto& word : words) text += (text.empty() ? "" : ", ") + word;
    return text;
}

struct ShownTokens {
    pages::Form form = {};
    json problems = json::array();
    std::string token = {};  // One that was just made, shown this once.
};

json tokens_view(const std::vector<adapters::KnownToken>& tokens, const Visit& visit) {
    auto all = json::array();
    for (const auto& token : tokens)
        all.push_back({{"name", token.name},
                       {"scopes", joined(token.scopes)},
                       {"made", engine::rfc3339(token.made).substr(0, 10)},
                       {"used", token.used ? moment_of(*token.used, visit.language)
                                           : visit.word("console.tokens.never")},
                       {"until", token.until},
                       {"works", token.works},
                       {"ended", visit.word(token.withdrawn ? "console.tokens.withdrawn"
                                                            : "console.tokens.expired")}});
    return all;
}

http::Response tokens_page(const Visit& visit, const ShownTokens& shown) {
    const auto listed = visit.site.parts.tokens.list(visit.caller());
    const auto* tokens = std::get_if<std::vector<adapters::KnownToken>>(&listed);
    if (!tokens) return visit.trouble(403, "not_yours");
    auto scopes = json::array();
    const auto chosen = shown.form.values("scopes");
    for (const auto& scope : adapters::all_scopes())
        scopes.push_back({{"value", scope},
                          {"label", visit.word("console.tokens.scope." + scope)},
                          {"checked", std::ranges::find(chosen, scope) != chosen.end()}});
    return visit.page("tokens", visit.word("console.tokens.title"),
                      {{"problems", shown.problems},
                       {"token", shown.token},
                       {"tokens", tokens_view(*tokens, visit)},
                       {"empty", tokens->empty()},
                       {"administers", visit.caller().may("administrator")},
                       {"scopes", scopes},
                       {"name", shown.form.value("name")},
                       {"until", shown.form.value("until")},
                       {"name_error", error_at(shown.problems, "name")},
                       {"scopes_error", error_at(shown.problems, "scopes")},
                       {"until_error", error_at(shown.problems, "until")},
                       {"asks_key", !visit.open.stepped_up}});
}

http::Response make(const Visit& visit, const pages::Form& form) {
    const auto up = raised(visit, form);
    const auto& now = up.visit;
    if (!up.proved())
        return tokens_page(visit, {.form = form, .problems = json::array({up.problem})});
    const auto made = visit.site.parts.tokens.make(now.caller(), {.name = form.value("name"),
                                                                  .scopes = form.values("scopes"),
                                                                  .until = form.value("until")});
    auto response = [&] {
        if (const auto* invalid = std::get_if<adapters::Invalid>(&made))
            return tokens_page(
                now, {.form = form, .problems = problems_view(invalid->problems, visit.language)});
        if (const auto* token = std::get_if<adapters::TokenDesk::Made>(&made))
            return tokens_page(now, {.token = token->token});
        return now.trouble(403, "not_yours");
    }();
    return up.keep(std::move(response));
}

http::Response withdraw(const Visit& visit, const pages::Form& form) {
    const auto done = visit.site.parts.tokens.withdraw(visit.caller(), form.value("token"));
    if (std::holds_alternative<adapters::Forbidden>(done)) return visit.trouble(403, "not_yours");
    return pages::see_other("/console/tokens");  // Twice is as good as once.
}

// ---- the log of staff ---------------------------------------------------------------------------

constexpr int lines_of_log = 100;

// "scopes: read, apply · until: 2027-01-31", in the order of the log.
std::string said_in(const std::string& said, const Visit& visit) {
    std::string text;
    const auto object = json::parse(said);
    for (const auto& [key, value] : object.items()) {
        const auto words = value.is_array()    ? joined(value.get<std::vector<std::string>>())
                           : value.is_string() ? value.get<std::string>()
                                               : value.dump();
        text += (text.empty() ? "" : " · ") + visit.word("console.log.said." + key) + ": " + words;
    }
    return text;
}

http::Response log_page(const Visit& visit) {
    constexpr std::string_view list = "staff_log";
    std::vector<states::Problem> problems;
    const auto cursor = std::string{visit.request.query_value("cursor")};
    const auto before = cursor.empty() ? std::numeric_limits<std::int64_t>::max()
                                       : adapters::read_cursor(list, cursor, problems);
    auto found = visit.site.parts.staff.log(visit.caller(), before, lines_of_log + 1);
    auto* lines = std::get_if<std::vector<adapters::StaffLine>>(&found);
    if (!lines) return visit.trouble(403, "not_yours");
    std::string next;
    if (lines->size() > lines_of_log) {
        lines->pop_back();
        next = "/console/staff/log?cursor=" + adapters::write_cursor(list, lines->back().number);
    }
    const Names names{visit};
    auto rows = json::array();
    for (const auto& line : *lines)
        rows.push_back(
            {{"at", engine::rfc3339(line.at)},
             {"moment", moment_of(line.at, visit.language)},
             {"who", names.of(line.actor)},
             {"what", visit.word("console.log.what." + line.what)},
             {"alarm", line.what == "glass_broken"},
             {"whom", line.staff == 0 || line.actor == "staff:" + std::to_string(line.staff)
                          ? ""
                          : names.of("staff:" + std::to_string(line.staff))},
             {"said", said_in(line.said, visit)}});
    return visit.page(
        "staff_log", visit.word("console.log.title"),
        {{"problems", problems_view(problems, visit.language)}, {"rows", rows}, {"next", next}});
}

}  // namespace

std::vector<http::Route> token_routes(const std::shared_ptr<const Site>& site) {
    return {page_for(site, "/console/tokens", token_lookers,
                     [](const Visit& visit) { return tokens_page(visit, {}); }),
            form_for(site, "/console/tokens", {"administrator"}, make),
            form_for(site, "/console/tokens/withdraw", {"administrator"}, withdraw),
            page_for(site, "/console/staff/log", token_lookers, log_page)};
}

}  // namespace console
