#include "adapters/console/desk.hpp"

#include <algorithm>

namespace console {

using nlohmann::json;

json troubles_in(const adapters::Result& result, const Visit& visit) {
    if (const auto* invalid = std::get_if<adapters::Invalid>(&result))
        return problems_view(invalid->problems, visit.language);
    if (std::holds_alternative<adapters::Stale>(result))
        return json::array({problem_view(visit.word("console.act.stale"))});
    auto all = json::array();
    if (const auto* refused = std::get_if<adapters::Refused>(&result)) {
        for (const auto& guard : refused->refusal.guards)
            all.push_back(problem_view(visit.word("guard." + guard)));
        if (all.empty())
            all.push_back(problem_view(
                visit.word("refusal." + std::string{engine::name_of(refused->refusal.reason)})));
    }
    if (std::holds_alternative<adapters::Forbidden>(result))
        all.push_back(problem_view(visit.word("console.not_yours.text")));
    if (std::holds_alternative<adapters::NotFound>(result))
        all.push_back(problem_view(visit.word("console.desk.not_found")));
    if (all.empty()) all.push_back(problem_view(visit.word("console.act.not_now")));
    return all;
}

json tabs_view(const Visit& visit, const std::string& address, const std::string& desk,
               const std::vector<std::string>& names, const std::string& current,
               const std::map<std::string, std::int64_t>& counts) {
    auto all = json::array();
    for (const auto& name : names) {
        const auto count = counts.find(name);
        all.push_back({{"href", address + "?view=" + name},
                       {"label", visit.word("console." + desk + "." + name)},
                       {"count", count == counts.end() ? "" : std::to_string(count->second)},
                       {"current", name == current}});
    }
    return all;
}

std::string view_in(const Visit& visit, const std::vector<std::string>& names) {
    const auto wanted = std::string{visit.request.query_value("view")};
    return std::ranges::find(names, wanted) == names.end() ? names.front() : wanted;
}

std::string notice_in(const Visit& visit, const std::string& desk) {
    const auto done = visit.request.query_value("done");
    if (done.empty()) return {};
    const auto key = "console." + desk + ".done." + std::string{done};
    return visit.site.words.has(key) ? visit.word(key) : "";
}

std::string moment_in(const json& rfc3339, const Visit& visit) {
    if (!rfc3339.is_string()) return {};
    return moment_of(engine::read_rfc3339(rfc3339.get<std::string>()), visit.language);
}

http::Response Raised::keep(http::Response answer) const {
    if (!session.empty()) keep_session(visit, answer, session);
    return answer;
}

Raised raised(const Visit& visit, const pages::Form& form) {
    if (visit.open.stepped_up) return {.visit = visit};
    const auto stepped = visit.site.parts.login.step_up(visit.session, form.value("phone_key"));
    const auto* up = std::get_if<adapters::StaffLogin::SteppedUp>(&stepped);
    if (!up)
        return {.visit = visit,
                .problem = problem_view(visit.word("console.act.key_wrong"), "phone_key",
                                        visit.word("label.phone_key"))};
    // The forms of the next page go by the new name.
    auto now = visit;
    now.session = up->session;
    now.open.stepped_up = true;
    return {.visit = now, .session = up->session};
}

http::Response ask_for_key(const Visit& visit, const std::string& back, json problems) {
    return visit.page(
        "step_up", visit.word("console.step_up.title"),
        {{"problems", std::move(problems)}, {"action", visit.request.target}, {"back", back}});
}

http::Route proof_for(const std::shared_ptr<const Site>& site, std::string pattern,
                      std::vector<std::string> roles, Answer file, WayBack back) {
    const auto again = [back](const Visit& visit, const pages::Form&) {
        return ask_for_key(visit, back(visit));
    };
    return form_for(
        site, std::move(pattern), std::move(roles),
        [file = std::move(file), back = std::move(back)](const Visit& visit,
                                                         const pages::Form& form) {
            const auto now = raised(visit, form);
            if (!now.proved()) return ask_for_key(visit, back(visit), json::array({now.problem}));
            return now.keep(file(now.visit));
        },
        again);
}

std::vector<http::Route> proved_file_for(const std::shared_ptr<const Site>& site,
                                         const std::string& pattern,
                                         const std::vector<std::string>& roles, const Answer& file,
                                         const WayBack& back) {
    return {page_for(site, pattern, roles,
                     [file, back](const Visit& visit) {
                         return visit.open.stepped_up ? file(visit)
                                                      : ask_for_key(visit, back(visit));
                     }),
            proof_for(site, pattern, roles, file, back)};
}

}  // namespace console
