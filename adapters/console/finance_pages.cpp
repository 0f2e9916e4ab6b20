// Finance's desk: money that nobody could assign, with what it may be for; refunds that have to be
// transferred; and statements of the bank on their way in.

#include <algorithm>
#include <cstdlib>
#include <sstream>

#include "adapters/console/desk.hpp"
#include "adapters/formats.hpp"
#include "adapters/pages/answer.hpp"
#include "states/events.hpp"

namespace console {
namespace {

using nlohmann::json;

const std::vector<std::string> counters{"finance"};
const std::vector<std::string> finance_lookers{"finance", "auditor"};
const std::vector<std::string> finance_views{"queued", "refunds", "passed", "booked"};
constexpr std::size_t statement_limit = 10'485'760;  // As much as a document may have.

std::string amount_of(const json& cents, const std::string& currency, const Visit& visit) {
    return adapters::write_amount({cents.get<std::int64_t>()}, currency, visit.language);
}

std::string text_or(const json& text, const Visit& visit, const std::string& key) {
    const auto known = text.get<std::string>();
    return known.empty() ? visit.word(key) : known;
}

// Of the first of them, as a list has place for one.
std::string reference_in(const json& items) {
    return items.empty() ? "" : items[0]["reference"].get<std::string>();
}

// What the payer has written, a structured message first.
std::string message_of(const json& movement) {
    const auto structured = movement["structured"].get<std::string>();
    const auto text = movement["text"].get<std::string>();
    return structured.empty() || text.empty() ? structured + text : structured + " · " + text;
}

json movement_row(const json& movement, const Visit& visit) {
    return {
        {"href", "/console/finance/movements/" + movement["id"].dump()},
        {"payer", text_or(movement["payer"], visit, "console.finance.nobody")},
        {"message", message_of(movement)},
        {"amount", amount_of(movement["cents"], movement["currency"].get<std::string>(), visit)},
        {"date", movement["booked_on"]},
        {"reason", movement["reason"]},
        {"suggested", reference_in(movement["suggestions"])},
        {"reference", reference_in(movement["bookings"])},
        {"proposed", !movement["proposal"].is_null() && movement["state"] == "queued"}};
}

json refund_view(const json& refund, const Visit& visit) {
    const auto money = states::read_money(refund["amount"].get<std::string>());
    return {
        {"href", "/console/finance/refunds/" + refund["refund"].dump()},
        {"reference", refund["reference"]},
        {"amount", adapters::write_amount(money.value_or(states::Money{}),
                                          refund["currency"].get<std::string>(), visit.language)},
        {"payee", text_or(refund["payee"], visit, "console.finance.payee_unknown")},
        {"account", refund["account"]},
        {"invoice", refund["invoice"]},
        {"payment", refund["payment"]},
        {"reason", refund["reason"]}};
}

json refunds_of(const Visit& visit) {
    auto rows = json::array();
    const auto found = visit.site.parts.refunds.list(visit.caller());
    if (const auto* done = std::get_if<adapters::Done>(&found))
        for (const auto& refund : done->answer["items"]) rows.push_back(refund_view(refund, visit));
    return rows;
}

struct Taken {  // What became of a statement that was sent in.
    json counts = {};
    json problems = json::array();
};

http::Response list_page(const Visit& visit, const Taken& taken) {
    const auto view = view_in(visit, finance_views);
    const auto refunds = refunds_of(visit);
    auto query = json{{"state", view == "refunds" ? "queued" : view}};
    if (const auto cursor = std::string{visit.request.query_value("cursor")}; !cursor.empty())
        query["cursor"] = cursor;
    const auto found = visit.site.parts.movements.list(visit.caller(), query, visit.language);
    auto problems = taken.problems;
    auto rows = json::array();
    std::string next;
    if (const auto* done = std::get_if<adapters::Done>(&found)) {
        for (const auto& movement : done->answer["items"])
            rows.push_back(movement_row(movement, visit));
        if (done->answer["next"].is_string())
            next = "/console/finance?view=" + view +
                   "&cursor=" + pages::query_encoded(done->answer["next"].get<std::string>());
    } else {
        for (const auto& problem : troubles_in(found, visit)) problems.push_back(problem);
    }
    const bool shows_refunds = view == "refunds";
    const auto tabs = tabs_view(visit, "/console/finance", "finance", finance_views, view,
                                {{"queued", visit.site.parts.movements.waiting(visit.caller())},
                                 {"refunds", static_cast<std::int64_t>(refunds.size())}});
    return visit.page("finance", visit.word("console.finance.title"),
                      {{"problems", problems},
                       {"tabs", tabs},
                       {"caption", visit.word("console.finance." + view)},
                       {"rows", shows_refunds ? json::array() : rows},
                       {"refunds", shows_refunds ? refunds : json::array()},
                       {"shows_refunds", shows_refunds},
                       {"is_queue", view == "queued"},
                       {"empty", shows_refunds ? refunds.empty() : rows.empty()},
                       {"next", shows_refunds ? "" : next},
                       {"counts", taken.counts},
                       {"takes_in", visit.caller().may("finance")}},
                      notice_in(visit, "finance"));
}

http::Response take_statement(const Visit& visit, const pages::Form& form) {
    const auto* file = form.upload("statement");
    if (!file)
        return list_page(visit,
                         {.problems = problems_view({{"statement", "missing"}}, visit.language)});
    std::istringstream stream{file->content};
    const auto imported =
        visit.site.parts.statements.import(visit.caller(), stream, file->file_name, {});
    if (imported.refused)
        return list_page(
            visit, {.problems = json::array({problem_view(
                        visit.word("console.finance.refused", {{"place", imported.refused->place},
                                                               {"why", imported.refused->reason}}),
                        "statement")})});
    const auto text =
        visit.word("console.finance.taken", {{"booked", std::to_string(imported.counts.booked)},
                                             {"queued", std::to_string(imported.counts.queued)},
                                             {"passed", std::to_string(imported.counts.passed)},
                                             {"repeated", std::to_string(imported.repeated)}});
    return list_page(visit, {.counts = {{"text", text}}});
}

// ---- one movement -------------------------------------------------------------------------------

struct TypedBooking {
    std::string reference = {};
    std::string other = {};
    std::string reason = {};
    std::string aside = {};
    std::string confirmation = {};
    json problems = json::array();
};

std::int64_t movement_in(const Visit& visit) {
    return number_in(visit.request.parameter("movement"));
}

json suggestions_view(const json& movement, const TypedBooking& typed) {
    auto all = json::array();
    for (const auto& each : movement["suggestions"]) {
        const bool first = all.empty();
        const auto reference = each["reference"].get<std::string>();
        const auto chosen =
            typed.reference.empty() && typed.other.empty() ? first : typed.reference == reference;
        all.push_back({{"reference", reference},
                       {"id", first ? "reference" : "reference-" + std::to_string(all.size())},
                       {"sentence", each["sentence"]},
                       {"selected", chosen}});
    }
    return all;
}

json proposal_view(const json& movement, const Visit& visit) {
    if (movement["proposal"].is_null() || movement["state"] != "queued") return false;
    const auto& proposal = movement["proposal"];
    const auto by = proposal["by"].get<std::string>();
    return {{"reference", proposal["reference"]},
            {"by", Names{visit}.of(by)},
            {"reason", proposal["reason"]},
            {"mine", by == visit.caller().id}};
}

http::Response movement_page(const Visit& visit, const TypedBooking& typed) {
    const auto found =
        visit.site.parts.movements.show(visit.caller(), movement_in(visit), visit.language);
    const auto* done = std::get_if<adapters::Done>(&found);
    if (!done) return visit.trouble(404, "no_movement");
    const auto& movement = done->answer;
    const auto state = movement["state"].get<std::string>();
    const auto amount =
        amount_of(movement["cents"], movement["currency"].get<std::string>(), visit);
    const auto payer = movement["payer"].get<std::string>();
    const auto title =
        payer.empty() ? amount
                      : visit.word("console.finance.of", {{"amount", amount}, {"payer", payer}});
    const auto by = movement["settled_by"].get<std::string>();
    const bool acts = visit.caller().may("finance") && (state == "queued" || state == "passed");
    const auto suggestions = suggestions_view(movement, typed);
    const auto proposal = proposal_view(movement, visit);
    return visit.page("movement", title,
                      {{"problems", typed.problems},
                       {"title", title},
                       {"base", "/console/finance/movements/" + movement["id"].dump()},
                       {"state", visit.word("console.finance.state." + state)},
                       {"reason", movement["reason"]},
                       {"doubt", movement["doubt"]},
                       {"amount", amount},
                       {"date", movement["booked_on"]},
                       {"payer", payer},
                       {"payer_account", movement["payer_account"]},
                       {"message", message_of(movement)},
                       {"bank_reference", movement["bank_reference"]},
                       {"place", movement["statement"].get<std::string>() + " / " +
                                     movement["entry"].get<std::string>()},
                       {"account", movement["account"]},
                       {"settled_by", by.empty() ? "" : Names{visit}.of(by)},
                       {"settled_at", moment_in(movement["settled_at"], visit)},
                       {"bookings", movement["bookings"]},
                       {"has_bookings", state == "booked" && !movement["bookings"].empty()},
                       {"suggestions", suggestions},
                       {"has_suggestions", !suggestions.empty()},
                       {"other_id", suggestions.empty() ? "reference" : "other"},
                       {"proposal", proposal},
                       {"confirms", acts && proposal.is_object() && proposal["mine"] == false},
                       {"books", acts},
                       {"sets_aside", acts && state == "queued"},
                       {"other", typed.other},
                       {"typed_reason", typed.reason},
                       {"typed_aside", typed.aside},
                       {"typed_confirmation", typed.confirmation}},
                      notice_in(visit, "finance"));
}

http::Response book(const Visit& visit, const pages::Form& form) {
    auto typed = TypedBooking{.reference = form.value("reference"),
                              .other = form.value("other"),
                              .reason = form.value("reason")};
    const auto reference = typed.other.empty() ? typed.reference : typed.other;
    if (reference.empty()) {
        typed.problems = problems_view({{"reference", "missing"}}, visit.language);
        return movement_page(visit, typed);
    }
    const auto movement = movement_in(visit);
    const auto result =
        visit.site.parts.statements.book(visit.caller(), movement, reference, typed.reason);
    if (const auto* done = std::get_if<adapters::Done>(&result)) {
        const bool waits = done->answer["event"] == states::BookingProposed::name;
        return pages::see_other("/console/finance/movements/" + std::to_string(movement) +
                                "?done=" + (waits ? "proposed" : "booked"));
    }
    typed.problems = std::holds_alternative<adapters::NotFound>(result)
                         ? problems_view({{"reference", "application_unknown"}}, visit.language)
                         : troubles_in(result, visit);
    return movement_page(visit, typed);
}

// The page has three reasons, each with a name of its own.
http::Response after_booking(const Visit& visit, adapters::Result result, const std::string& done,
                             TypedBooking typed) {
    if (std::holds_alternative<adapters::Done>(result))
        return pages::see_other("/console/finance?done=" + done);
    if (auto* invalid = std::get_if<adapters::Invalid>(&result))
        for (auto& problem : invalid->problems)
            if (problem.field == "reason")
                problem.field = done == "set_aside" ? "aside" : "confirmation";
    typed.problems = troubles_in(result, visit);
    return movement_page(visit, typed);
}

http::Response confirm_booking(const Visit& visit, const pages::Form& form) {
    const auto reason = form.value("confirmation");
    return after_booking(
        visit, visit.site.parts.statements.confirm(visit.caller(), movement_in(visit), reason),
        "booked", {.confirmation = reason});
}

http::Response set_aside(const Visit& visit, const pages::Form& form) {
    const auto reason = form.value("aside");
    return after_booking(
        visit, visit.site.parts.movements.set_aside(visit.caller(), movement_in(visit), reason),
        "set_aside", {.aside = reason});
}

// ---- one refund ---------------------------------------------------------------------------------

struct Refunded {
    std::string reason = {};
    json problems = json::array();
};

http::Response refund_page(const Visit& visit, const Refunded& typed) {
    const auto wanted =
        "/console/finance/refunds/" + std::to_string(number_in(visit.request.parameter("refund")));
    const auto all = refunds_of(visit);
    const auto found =
        std::ranges::find_if(all, [&](const json& each) { return each["href"] == wanted; });
    if (found == all.end()) return visit.trouble(404, "no_refund");
    auto data = *found;
    data["why"] = data["reason"];
    data["problems"] = typed.problems;
    data["typed_reason"] = typed.reason;
    data["sends"] = visit.may_any(counters);
    data["asks_key"] = !visit.open.stepped_up;
    const auto title =
        visit.word("console.finance.refund_of", {{"amount", data["amount"].get<std::string>()},
                                                 {"payee", data["payee"].get<std::string>()}});
    data["title"] = title;
    return visit.page("refund", title, data);
}

http::Response send_refund(const Visit& visit, const pages::Form& form) {
    auto typed = Refunded{.reason = form.value("reason")};
    const auto up = raised(visit, form);
    if (!up.proved()) {
        typed.problems.push_back(up.problem);
        return refund_page(visit, typed);
    }
    const auto result = visit.site.parts.refunds.was_sent(
        visit.caller(), number_in(visit.request.parameter("refund")), typed.reason);
    if (std::holds_alternative<adapters::Done>(result))
        return up.keep(pages::see_other("/console/finance?view=refunds&done=sent"));
    typed.problems = troubles_in(result, visit);
    return up.keep(refund_page(up.visit, typed));
}

}  // namespace

std::vector<http::Route> finance_routes(const std::shared_ptr<const Site>& site) {
    const std::string movement = "/console/finance/movements/{movement}";
    const std::string refund = "/console/finance/refunds/{refund}";
    auto statements = form_for(site, "/console/finance/statements", counters, take_statement);
    statements.body_limit = statement_limit;
    return {page_for(site, "/console/finance", finance_lookers,
                     [](const Visit& visit) { return list_page(visit, {}); }),
            std::move(statements),
            page_for(site, movement, finance_lookers,
                     [](const Visit& visit) { return movement_page(visit, {}); }),
            form_for(site, movement + "/book", counters, book),
            form_for(site, movement + "/confirm", counters, confirm_booking),
            form_for(site, movement + "/set-aside", counters, set_aside),
            page_for(site, refund, finance_lookers,
                     [](const Visit& visit) { return refund_page(visit, {}); }),
            form_for(site, refund + "/sent", counters, send_refund)};
}

}  // namespace console
