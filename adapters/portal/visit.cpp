#include "adapters/portal/visit.hpp"

#include "adapters/pages/answer.hpp"
#include "states/codec.hpp"
#include "states/messages.hpp"

namespace portal {
namespace {

using nlohmann::json;

pages::Frame frame_of(const Visit& visit, const std::string& title) {
    const auto& path = visit.request.path;
    const auto session = pages::cookie(visit.request, session_cookie);
    const auto open = session.empty() ? std::nullopt : visit.site.parts.login.session(session);
    auto links = std::vector<pages::Link>{};
    for (const std::string place : {"/", "/activate", open ? "/account" : "/login"})
        links.push_back({place, visit.word("portal.nav." + place), path == place});
    pages::Frame frame{
        .title = title,
        .language = visit.language,
        .registry = visit.site.parts.catalogue.registry,
        .home = "/",
        .address = visit.request.method == "GET" ? pages::address_of(visit.request) : "",
        .links = std::move(links)};
    if (!open) return frame;
    frame.user = visit.word("label.registrar_id") + " " + open->registrar.id;
    frame.leave = "/logout";
    return frame;
}

}  // namespace

http::Response Visit::page(const std::string& name, const std::string& title, json data,
                           const std::string& notice) const {
    const bool failed = data.contains("problems") && !data["problems"].empty();
    auto frame = frame_of(*this, title);
    frame.notice = notice;
    return pages::html(failed ? 422 : 200, site.press.print(name, frame, std::move(data)));
}

http::Response Visit::not_found() const {
    auto response = page("not_found", word("portal.not_found.title"), json::object());
    response.status = 404;
    return response;
}

http::Response Visit::cannot_read() const {
    auto response = page("cannot_read", word("portal.cannot_read.title"), json::object());
    response.status = 400;
    return response;
}

adapters::Caller applicant() {
    return {.id = "private link", .roles = {"applicant"}, .door = "page"};
}

http::Route page_at(const std::shared_ptr<const Site>& site, std::string method,
                    std::string pattern, Answer answer) {
    return {.method = std::move(method),
            .pattern = std::move(pattern),
            .handler =
                [site, answer = std::move(answer)](const http::Request& request) {
                    const auto visit =
                        Visit{*site, request, pages::language_of(request, site->words.languages())};
                    if (request.method == "POST" && !pages::is_from_here(request))
                        return visit.cannot_read();
                    auto response = answer(visit);
                    pages::keep_language(request, visit.language, site->parts.secure, response);
                    return response;
                },
            .body_limit = site->parts.documents.size_max() + 64 * 1024};
}

namespace {

// Its files have their names at the end of the path; the rest is the application itself.
std::string_view what_is_read(std::string_view pattern) {
    if (pattern.ends_with("/data.json")) return adapters::read_of::own_data;
    if (pattern.ends_with("/invoice.pdf")) return adapters::read_of::invoice;
    if (pattern.find("/contract/") != std::string_view::npos) return adapters::read_of::contract;
    return adapters::read_of::application;
}

adapters::Caller at_the_portal() {
    auto caller = applicant();
    caller.door = "portal";
    return caller;
}

}  // namespace

http::Route own_page_at(const std::shared_ptr<const Site>& site, std::string method,
                        std::string pattern, AnswerOwn answer) {
    const auto what = what_is_read(pattern);
    return page_at(site, std::move(method), std::move(pattern),
                   [answer = std::move(answer), what](const Visit& visit) {
                       const auto& parts = visit.site.parts;
                       auto token = std::string{visit.request.parameter("token")};
                       const auto id = parts.links.case_of(token);
                       auto dossier = id ? parts.reading.dossier(*id) : std::nullopt;
                       if (!dossier) return visit.not_found();
                       parts.readings.note(at_the_portal(), what, id);
                       auto facts = states::decode<states::Facts>(dossier->snapshot.state.facts);
                       return answer({.visit = visit,
                                      .token = std::move(token),
                                      .dossier = std::move(*dossier),
                                      .facts = std::move(facts)});
                   });
}

std::string refusal_of(const adapters::Result& result, const Visit& visit) {
    if (std::holds_alternative<adapters::Stale>(result)) return visit.word("portal.stale");
    if (const auto* refused = std::get_if<adapters::Refused>(&result)) {
        std::string sentences;
        for (const auto& guard : refused->refusal.guards)
            sentences += states::message(visit.language, "guard." + guard) + " ";
        return sentences.empty() ? visit.word("portal.not_now") : sentences;
    }
    if (const auto* invalid = std::get_if<adapters::Invalid>(&result))
        return states::sentence(invalid->problems.front(), visit.language);
    return visit.word("portal.not_now");
}

std::vector<http::Route> routes(const Parts& parts) {
    const auto site = std::make_shared<const Site>(parts);
    std::vector<http::Route> all;
    for (auto* some :
         {&start_routes, &sign_up_routes, &status_routes, &profile_routes, &account_routes})
        for (auto& route : some(site)) all.push_back(std::move(route));
    return all;
}

}  // namespace portal
