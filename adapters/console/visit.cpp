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
    add("/console/tasks", "console.tasks.title");
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
    frame.single_keys = visit.member().single_keys;
    const auto idle =
        std::chrono::duration_cast<std::chrono::minutes>(adapters::StaffLogin::session_limits.idle);
    frame.ending = pages::Frame::Ending{
        .awake = "/console/awake",
        .warn_after = idle - std::chrono::minutes{2},
        .hint = visit.word("console.session.hint", {{"minutes", std::to_string(idle.count())}}),
        .warning = visit.word("console.session.warning"),
        .stay = visit.word("console.session.stay"),
        .over = visit.word("console.session.over")};
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

// Who was going somewhere is led there after the login; what was typed by somebody we know waits
// for that member.
http::Response to_login(const Site& site, const http::Request& request, const std::string& session,
                        const KeptForm& later) {
    auto response = pages::see_other("/console/login");
    const auto remember = [&](const char* name, const std::string& value,
                              std::chrono::minutes how) {
        pages::set_cookie(
            response, {.name = name, .value = value, .secure = site.parts.secure, .lifetime = how});
    };
    const auto mode = request.header("sec-fetch-mode");
    if (request.method == "GET" && (mode.empty() || mode == "navigate") &&
        is_way_back(request.target))
        remember(back_cookie, pages::query_encoded(request.target), std::chrono::minutes{30});
    if (request.method != "POST" || !later.show || !pages::is_from_here(request)) return response;
    const auto form = pages::read_form(request);
    const auto csrf =
        Visit{.site = site, .request = request, .language = {}, .session = session}.csrf();
    if (!form || session.empty() || !adapters::same_in_constant_time(form->value("csrf"), csrf))
        return response;
    auto kept = later;
    kept.member = site.kept->member_of(csrf);
    kept.request = request;
    kept.request.body.clear();
    kept.form = without_secrets(*form);
    if (kept.member == 0) return response;
    const auto ticket = site.kept->keep(std::move(kept), site.parts.reading.now());
    if (!ticket.empty()) remember(kept_cookie, ticket, KeptForms::lifetime);
    return response;
}

http::Route route_for(const std::shared_ptr<const Site>& site, std::string method,
                      std::string pattern, std::vector<std::string> roles, Answer answer,
                      KeptForm later = {}) {
    return {.method = std::move(method),
            .pattern = std::move(pattern),
            .handler = [site, roles = std::move(roles), answer = std::move(answer),
                        later = std::move(later)](const http::Request& request) {
                const auto token = pages::cookie(request, session_cookie);
                const auto open = site->parts.login.session(token);
                if (!open) return to_login(*site, request, token, later);
                const auto visit = Visit{.site = *site,
                                         .request = request,
                                         .language = language_for(request, *site, &*open),
                                         .session = token,
                                         .open = *open};
                site->kept->note(visit.csrf(), visit.member().number);
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

std::string field_word(const std::string& field, const Visit& visit) {
    auto name = field.substr(field.rfind('.') + 1);
    name = name.substr(0, name.find('['));
    for (const auto* topic : {"console.input.", "console.field."})
        if (visit.site.words.has(topic + name)) return visit.word(topic + name);
    return {};
}

std::string Visit::counted(const std::string& key, std::int64_t count,
                           std::map<std::string, std::string> values) const {
    values.emplace("count", std::to_string(count));
    const bool one = count == 1 || (count == 0 && language == "fr");  // "0 jour"
    return word(one && site.words.has(key + ".one") ? key + ".one" : key, values);
}

http::Response Visit::page(const std::string& name, const std::string& title, json data,
                           const std::string& said) const {
    const bool failed = data.contains("problems") && !data["problems"].empty();
    if (failed)
        for (auto& problem : data["problems"])
            if (problem["label"] == problem["field"])
                problem["label"] = field_word(problem["field"], *this);
    auto frame = frame_of(*this, title);
    frame.notice = said.empty() ? notice : said;
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
                     std::vector<std::string> roles, AnswerForm answer, AnswerForm again) {
    if (!again) again = show_kept;
    auto later = KeptForm{.roles = roles, .show = again};
    return route_for(
        site, "POST", std::move(pattern), std::move(roles),
        [answer = std::move(answer), again = std::move(again)](const Visit& visit) {
            const auto form = pages::read_form(visit.request);
            if (!form || !pages::is_from_here(visit.request))
                return visit.trouble(400, "cannot_read");
            const auto csrf = form->value("csrf");
            if (adapters::same_in_constant_time(csrf, visit.csrf())) return answer(visit, *form);
            // Of a page that this member had open when an earlier session of its own ended.
            if (visit.site.kept->member_of(csrf) != visit.member().number)
                return visit.trouble(400, "cannot_read");
            auto anew = visit;
            anew.notice = visit.word("console.kept.notice");
            return again(anew, without_secrets(*form));
        },
        std::move(later));
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
         {&task_routes,    &kept_routes,   &door_routes,     &queue_routes,     &figures_routes,
          &holder_routes,  &case_routes,   &decision_routes, &correct_routes,   &export_routes,
          &action_routes,  &staff_routes,  &intake_routes,   &finance_routes,   &parked_routes,
          &post_routes,    &health_routes, &rule_routes,     &calendar_routes,  &adapter_routes,
          &reading_routes, &report_routes, &workbook_routes, &retention_routes, &then_routes,
          &token_routes,   &me_routes,     &sent_mail_routes})
        for (auto& route : some(site)) all.push_back(std::move(route));
    return all;
}

}  // namespace console
