#include "adapters/console/visit.hpp"

#include <algorithm>
#include <charconv>

#include "adapters/console/desk.hpp"
#include "adapters/formats.hpp"
#include "adapters/hmac.hpp"
#include "adapters/pages/answer.hpp"
#include "states/messages.hpp"

namespace console {

using nlohmann::json;

const std::vector<std::string> readers{"clerk", "approver", "finance", "auditor"};
const std::vector<std::string> doers{"clerk", "approver", "finance"};
const std::vector<std::string> concerned{"auditor", "administrator", "approver"};
const std::vector<std::string> keepers_of_years{"finance", "approver", "auditor", "administrator"};
const std::vector<std::string> everybody{"clerk", "approver", "finance", "auditor",
                                         "administrator"};

namespace {

void add_desks(const Visit& visit, const auto& add) {
    if (visit.may_any({"clerk", "approver"})) add("/console/intake", "console.intake.title");
    if (visit.may_any({"finance", "auditor"})) add("/console/finance", "console.finance.title");
    if (visit.may_any({"clerk", "approver", "auditor"})) add("/console/post", "console.post.title");
    add("/console/parked", "console.parked.title");
    add("/console/health", "console.health.title");
}

pages::Frame frame_of(const Visit& visit, const std::string& title) {
    pages::Frame frame{
        .title = title,
        .language = visit.language,
        .registry = visit.site.parts.catalogue.registry,
        .home = "/console",
        .address = visit.request.method == "GET" ? pages::address_of(visit.request) : ""};
    if (visit.session.empty()) return frame;
    const auto& path = visit.request.path;
    const auto add = [&](const std::string& href, const std::string& key) {
        frame.links.push_back({href, visit.word(key), path.starts_with(href)});
    };
    if (visit.may_any(readers)) {
        add("/console/queue", "console.queue.title");
        add("/console/figures", "console.figures.title");
    }
    add_desks(visit, add);
    if (visit.may_any({"administrator", "auditor"})) {
        add("/console/staff", "console.staff.title");
        add("/console/readings", "console.nav.readings");  // As short as they can be: one line.
        add("/console/tokens", "console.nav.tokens");
        add("/console/rules", "console.rules.title");
        add("/console/calendar", "console.calendar.title");
    }
    if (visit.may_any({"administrator"})) add("/console/adapters", "console.adapters.title");
    add("/console/reports", "console.reports.title");
    frame.account = {
        {"/console/me", visit.word("console.me.title"), path.starts_with("/console/me")}};
    frame.user = visit.member().name;
    frame.csrf = visit.csrf();
    frame.leave = "/console/logout";
    return frame;
}

// What the cookie or the address says, else the language of the member.
std::string language_for(const http::Request& request, const Site& site,
                         const adapters::StaffLogin::Open* open) {
    const bool chosen = !request.query_value("language").empty() ||
                        !pages::cookie(request, pages::language_cookie).empty();
    if (open && !chosen) return open->member.language;
    return pages::language_of(request, site.words.languages());
}

// As the form calls a field of the console's own, "items[0].text" by what follows the last dot; no
// field's raw name is shown to anybody.
std::string label_of(const std::string& field, const Visit& visit) {
    auto name = field.substr(field.rfind('.') + 1);
    name = name.substr(0, name.find('['));
    for (const auto* topic : {"console.input.", "console.field."})
        if (visit.site.words.has(topic + name)) return visit.word(topic + name);
    return {};
}

http::Route route_for(const std::shared_ptr<const Site>& site, std::string method,
                      std::string pattern, std::vector<std::string> roles, Answer answer) {
    return {.method = std::move(method),
            .pattern = std::move(pattern),
            .handler = [site, roles = std::move(roles),
                        answer = std::move(answer)](const http::Request& request) {
                const auto token = pages::cookie(request, session_cookie);
                const auto open = site->parts.login.session(token);
                if (!open) return pages::see_other("/console/login");
                const auto visit = Visit{.site = *site,
                                         .request = request,
                                         .language = language_for(request, *site, &*open),
                                         .session = token,
                                         .open = *open};
                auto response =
                    visit.may_any(roles) ? answer(visit) : visit.trouble(403, "not_yours");
                pages::keep_language(request, visit.language, site->parts.secure, response);
                return response;
            }};
}

}  // namespace

adapters::Caller Visit::caller() const {
    auto caller = adapters::caller_of(open.member);
    caller.door = "page";
    caller.stepped_up = open.stepped_up;
    return caller;
}

bool Visit::may_any(const std::vector<std::string>& roles) const {
    const auto asking = caller();
    return std::ranges::any_of(roles, [&](const auto& role) { return asking.may(role); });
}

std::string Visit::csrf() const {
    return adapters::hmac_sha256_of("form", adapters::part_of_forms(session));
}

http::Response Visit::page(const std::string& name, const std::string& title, json data,
                           const std::string& notice) const {
    const bool failed = data.contains("problems") && !data["problems"].empty();
    if (failed)
        for (auto& problem : data["problems"])
            if (problem["label"] == problem["field"])
                problem["label"] = label_of(problem["field"], *this);
    auto frame = frame_of(*this, title);
    frame.notice = notice;
    data["csrf"] = frame.csrf;
    return pages::html(failed ? 422 : 200, site.press.print(name, frame, std::move(data)));
}

http::Response Visit::trouble(int status, const std::string& key) const {
    auto response = page(
        "trouble", word("console." + key + ".title"),
        {{"title", word("console." + key + ".title")}, {"text", word("console." + key + ".text")}});
    response.status = status;
    return response;
}

std::string error_at(const json& problems, std::string_view field) {
    for (const auto& problem : problems)
        if (problem["field"] == field) return problem["sentence"];
    return {};
}

http::Route open_page(const std::shared_ptr<const Site>& site, std::string method,
                      std::string pattern, Answer answer) {
    return {.method = std::move(method),
            .pattern = std::move(pattern),
            .handler = [site, answer = std::move(answer)](const http::Request& request) {
                const auto visit = Visit{.site = *site,
                                         .request = request,
                                         .language = language_for(request, *site, nullptr)};
                if (request.method == "POST" && !pages::is_from_here(request))
                    return visit.trouble(400, "cannot_read");
                auto response = answer(visit);
                pages::keep_language(request, visit.language, site->parts.secure, response);
                return response;
            }};
}

http::Route page_for(const std::shared_ptr<const Site>& site, std::string pattern,
                     std::vector<std::string> roles, Answer answer) {
    return route_for(site, "GET", std::move(pattern), std::move(roles), std::move(answer));
}

http::Route form_for(const std::shared_ptr<const Site>& site, std::string pattern,
                     std::vector<std::string> roles, AnswerForm answer) {
    return route_for(site, "POST", std::move(pattern), std::move(roles),
                     [answer = std::move(answer)](const Visit& visit) {
                         const auto form = pages::read_form(visit.request);
                         if (!form || !pages::is_from_here(visit.request) ||
                             !adapters::same_in_constant_time(form->value("csrf"), visit.csrf()))
                             return visit.trouble(400, "cannot_read");
                         return answer(visit, *form);
                     });
}

void keep_session(const Visit& visit, http::Response& response, const std::string& token) {
    pages::set_cookie(response,
                      {.name = session_cookie, .value = token, .secure = visit.site.parts.secure});
}

std::int64_t number_in(std::string_view text) {
    std::int64_t number = 0;
    const auto* end = text.data() + text.size();
    const auto [stopped, error] = std::from_chars(text.data(), end, number);
    return error == std::errc{} && stopped == end && number > 0 ? number : 0;
}

std::string moment_of(engine::Time time, const std::string& language) {
    const auto text = engine::rfc3339(time);
    return adapters::write_date(time, language) + ", " + text.substr(11, 5);
}

nlohmann::json colleagues_view(const Visit& visit, const std::string& chosen) {
    const auto self = visit.caller().id;
    auto all = json::array();
    for (const auto& [id, name] : visit.site.parts.staff.workers()) {
        const json one{{"id", id}, {"name", name}, {"selected", id == chosen}};
        all.insert(id == self ? all.begin() : all.end(), one);
    }
    return all;
}

Names::Names(const Visit& visit) : visit_{visit}, names_{visit.site.parts.staff.names()} {}

std::string Names::of(const std::string& actor, const std::string& role) const {
    if (const auto known = names_.find(actor); known != names_.end()) return known->second;
    // "provider:esign", "system": what is before the colon is a role, unless it is a token.
    const auto known = "role." + (role.empty() ? actor.substr(0, actor.find(':')) : role);
    return states::has_message(known) ? visit_.word(known) : actor;
}

std::vector<http::Route> routes(const Parts& parts) {
    const auto site = std::make_shared<const Site>(parts);
    std::vector<http::Route> all;
    for (auto* some :
         {&door_routes,     &queue_routes,     &figures_routes, &holder_routes,  &case_routes,
          &decision_routes, &correct_routes,   &export_routes,  &action_routes,  &staff_routes,
          &intake_routes,   &finance_routes,   &parked_routes,  &post_routes,    &health_routes,
          &rule_routes,     &calendar_routes,  &adapter_routes, &reading_routes, &report_routes,
          &workbook_routes, &retention_routes, &then_routes,    &token_routes,   &me_routes})
        for (auto& route : some(site)) all.push_back(std::move(route));
    return all;
}

}  // namespace console
