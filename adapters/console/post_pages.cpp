// The post room: which security letters have to be printed and posted, which are out, which came
// back, and what a clerk notes of them.

#include <algorithm>

#include "adapters/console/desk.hpp"
#include "adapters/pages/answer.hpp"

namespace console {
namespace {

using nlohmann::json;

const std::vector<std::string> carriers{"clerk"};
const std::vector<std::string> post_lookers{"clerk", "approver", "auditor"};
const std::vector<std::string> custodies{"asked", "printed", "posted", "returned", "voided"};

std::string string_in(const json& value) {
    return value.is_string() ? value.get<std::string>() : std::string{};
}

// What its carrier calls it, or its key as it stands in an address.
std::string name_of(const json& letter) {
    auto name = string_in(letter["letter"]);
    if (!name.empty()) return name;
    name = string_in(letter["key"]);
    std::ranges::replace(name, '/', '-');
    return name;
}

json letter_view(const json& letter, const Visit& visit) {
    const auto& log = letter["log"];
    const auto way = string_in(letter["way"]);
    const auto custody = string_in(letter["custody"]);
    return {{"href", "/console/post/" + name_of(letter)},
            {"name", name_of(letter)},
            {"reference", string_in(letter["reference"])},
            {"way", way.empty() ? "" : visit.word("console.post.way." + way)},
            {"carrier", string_in(letter["carrier"])},
            {"custody", visit.word("console.post.custody." + custody)},
            {"since", log.empty() ? "" : moment_in(log.back()["at"], visit)},
            {"trouble", string_in(letter["trouble"])},
            {"handed_over", moment_in(letter["handed_over_at"], visit)},
            {"pages", letter["pages"].get<int>() == 0 ? "" : letter["pages"].dump()},
            {"replaces", string_in(letter["replaces"])},
            {"may_post", custody == "printed" && visit.caller().may("clerk")}};
}

struct TypedLetter {
    std::string reason = {};
    json problems = json::array();
};

http::Response list_page(const Visit& visit) {
    auto& room = visit.site.parts.post_room;
    const auto view = view_in(visit, custodies);
    auto given = json{{"custody", view}};
    if (const auto cursor = std::string{visit.request.query_value("cursor")}; !cursor.empty())
        given["cursor"] = cursor;
    const auto found = room.list(given);
    auto rows = json::array();
    auto problems = json::array();
    std::string next;
    if (const auto* answer = std::get_if<json>(&found)) {
        for (const auto& letter : (*answer)["items"]) rows.push_back(letter_view(letter, visit));
        if (const auto cursor = string_in((*answer)["next"]); !cursor.empty())
            next = "/console/post?view=" + view + "&cursor=" + pages::query_encoded(cursor);
    } else {
        for (auto& problem :
             problems_view(std::get<adapters::Invalid>(found).problems, visit.language))
            problems.push_back(std::move(problem));
    }
    auto counts = room.counts();
    for (const auto& custody : custodies) counts[custody];
    return visit.page("post", visit.word("console.post.title"),
                      {{"problems", problems},
                       {"tabs", tabs_view(visit, "/console/post", "post", custodies, view, counts)},
                       {"caption", visit.word("console.post." + view)},
                       {"explanation", visit.word("console.post.means." + view)},
                       {"acts", view == "printed" && visit.caller().may("clerk")},
                       {"rows", rows},
                       {"empty", rows.empty()},
                       {"next", next}},
                      notice_in(visit, "post"));
}

std::optional<json> letter_in(const Visit& visit) {
    auto& room = visit.site.parts.post_room;
    const auto name = std::string{visit.request.parameter("letter")};
    const auto reference = room.reference_of(name);
    auto letters = reference ? room.of_application(*reference) : std::nullopt;
    if (!letters) return std::nullopt;
    for (auto& letter : (*letters)["items"]) {
        auto key = string_in(letter["key"]);
        std::ranges::replace(key, '/', '-');
        if (name_of(letter) == name || key == name) return std::move(letter);
    }
    return std::nullopt;
}

json log_view(const json& letter, const Visit& visit) {
    const Names names{visit};
    auto all = json::array();
    for (auto line = letter["log"].rbegin(); line != letter["log"].rend(); ++line)
        all.push_back(
            {{"label", visit.word("console.post.custody." + string_in((*line)["custody"]))},
             {"at", moment_in((*line)["at"], visit)},
             {"who", names.of(string_in((*line)["actor"]))},
             {"reason", string_in((*line)["reason"])}});
    return all;
}

http::Response letter_page(const Visit& visit, const TypedLetter& typed) {
    const auto letter = letter_in(visit);
    if (!letter) return visit.trouble(404, "no_letter");
    const auto custody = string_in((*letter)["custody"]);
    const bool acts = visit.caller().may("clerk");
    auto data = letter_view(*letter, visit);
    data["problems"] = typed.problems;
    data["explanation"] = visit.word("console.post.means." + custody);
    data["log"] = log_view(*letter, visit);
    data["typed_reason"] = typed.reason;
    data["may_print"] = acts && custody == "asked";
    data["may_return"] = acts && (custody == "printed" || custody == "posted");
    data["may_renew"] = acts && custody != "voided" && custody != "asked";
    const auto title =
        visit.word("console.post.letter", {{"reference", data["reference"].get<std::string>()}});
    data["title"] = title;
    return visit.page("letter", title, data, notice_in(visit, "post"));
}

http::Response after_post(const Visit& visit, const adapters::Result& result,
                          const std::string& done, TypedLetter typed) {
    if (std::holds_alternative<adapters::Done>(result))
        return pages::see_other("/console/post?view=" + done + "&done=" + done);
    if (std::holds_alternative<adapters::NotFound>(result)) return visit.trouble(404, "no_letter");
    typed.problems = troubles_in(result, visit);
    return letter_page(visit, typed);
}

http::Response note_printed(const Visit& visit, const pages::Form& form) {
    const auto reason = form.value("reason");
    return after_post(visit,
                      visit.site.parts.post_room.was_printed(
                          visit.caller(), std::string{visit.request.parameter("letter")}, reason),
                      "printed", {.reason = reason});
}

adapters::Result tell(const Visit& visit, const std::string& event, json data) {
    const auto letter = letter_in(visit);
    if (!letter) return adapters::NotFound{};
    data["letter"] = string_in((*letter)["letter"]);
    return visit.site.parts.applications.send(visit.caller(), string_in((*letter)["reference"]),
                                              {.event = event, .data = std::move(data), .key = ""});
}

http::Response note_posted(const Visit& visit, const pages::Form&) {
    return after_post(visit, tell(visit, "letter_posted", json::object()), "posted", {});
}

http::Response note_returned(const Visit& visit, const pages::Form& form) {
    const auto reason = form.value("reason");
    return after_post(visit, tell(visit, "letter_returned", {{"reason", reason}}), "returned",
                      {.reason = reason});
}

}  // namespace

json letters_view(const std::string& reference, const Visit& visit) {
    auto all = json::array();
    const auto letters = visit.site.parts.post_room.of_application(reference);
    if (!letters) return all;
    for (const auto& letter : (*letters)["items"]) {
        all.push_back(letter_view(letter, visit));
        all.back()["log"] = log_view(letter, visit);
        all.back()["can_open"] = visit.may_any(post_lookers);
    }
    return all;
}

std::vector<http::Route> post_routes(const std::shared_ptr<const Site>& site) {
    const std::string one = "/console/post/{letter}";
    return {page_for(site, "/console/post", post_lookers, list_page),
            page_for(site, one, post_lookers,
                     [](const Visit& visit) { return letter_page(visit, {}); }),
            form_for(site, one + "/printed", carriers, note_printed),
            form_for(site, one + "/posted", carriers, note_posted),
            form_for(site, one + "/returned", carriers, note_returned)};
}

}  // namespace console
