// Where an application stands, for the applicant: what is done, whose turn it is and until when,
// what is to be paid, the papers, and the ways out.

#include <algorithm>

#include "adapters/application_view.hpp"
#include "adapters/contracts.hpp"
#include "adapters/formats.hpp"
#include "adapters/own_data.hpp"
#include "adapters/pages/answer.hpp"
#include "adapters/portal/sections.hpp"
#include "states/description.hpp"
#include "states/draft.hpp"
#include "states/messages.hpp"

namespace portal {
namespace {

using nlohmann::json;

constexpr int history_max = 200;

std::string state_kind(const std::string& state) {
    const auto found = std::ranges::find(states::all_states(), state, &states::StateInfo::name);
    return found == states::all_states().end() ? "" : std::string{found->kind};
}

json steps_view(const Own& own) {
    const auto& visit = own.visit;
    const auto now = states::step_of(own.state(), own.facts);
    const bool over = own.state() == "completed";
    const bool stopped = state_kind(own.state()) == "end";
    auto all = json::array();
    for (const auto& step : own.facts.path.steps) {
        const bool done = step.step < now || over;
        const auto* kind = !step.applies     ? "is-skipped"
                           : done            ? "is-done"
                           : step.step > now ? "is-later"
                           : stopped         ? "is-stopped"
                                             : "is-now";
        const auto word = !step.applies     ? visit.word("skip." + step.because)
                          : done            ? visit.word("portal.tasks.done")
                          : step.step > now ? ""
                          : stopped         ? visit.word("portal.status.stopped")
                                            : visit.word("portal.tasks.now");
        all.push_back({{"number", step.step},
                       {"label", visit.word("step." + step.name)},
                       {"kind", kind},
                       {"now", std::string_view{kind} == "is-now"},
                       {"word", word}});
    }
    return all;
}

bool may(const Own& own, std::string_view event) {
    const auto actor = engine::Actor{applicant().id, "applicant"};
    const auto& snapshot = own.dossier.snapshot;
    return std::ranges::any_of(
        states::offers(own.state(), own.facts,
                       {actor, snapshot.now, own.visit.site.parts.catalogue}),
        [&](const states::Offer& offer) {
            return offer.event == event && offer.refused_by.empty();
        });
}

// By when: what is theirs to do, what is ours, the appeal; of all others how long the step lasts.
std::string deadline_of(const Own& own, bool theirs, bool ended) {
    const auto& visit = own.visit;
    const auto say = [&](const std::string& key, engine::Time time) {
        return visit.word(key, {{"date", adapters::write_date(time, visit.language)}});
    };
    if (may(own, "appealed")) {
        const auto& catalogue = visit.site.parts.catalogue;
        return say(
            "portal.status.appeal_due",
            catalogue.after(states::time_of(own.facts.rejected_at), catalogue.appeal_period));
    }
    const auto due =
        std::ranges::find(own.dossier.deadlines, "time_is_up", &adapters::Deadline::event);
    if (ended || due == own.dossier.deadlines.end()) return {};
    const bool ours = own.dossier.snapshot.state.waiting_for == "staff";
    return say(theirs ? "portal.status.due"
               : ours ? "portal.status.our_due"
                      : "portal.status.step_due",
               due->due);
}

// What the applicant can do now, most wanted first.
json ways_view(const Own& own) {
    const auto& visit = own.visit;
    auto all = json::array();
    const auto add = [&](const std::string& href, const std::string& label) {
        all.push_back({{"href", href}, {"label", visit.word(label)}});
    };
    if (may(own, "information_answered")) add(own.path("/information"), "portal.information.title");
    if (own.state() == "payment_due" && !own.facts.invoice.number.empty())
        add("#pay", "portal.pay.title");
    if (own.state() == "activation_due") add(own.path("/activate"), "portal.activate.title");
    if (may(own, "profile_saved")) add(own.path("/profile"), "portal.profile.title");
    if (may(own, "appealed")) add(own.path("/appeal"), "do.appealed");
    return all;
}

json blockers_view(const Own& own) {
    auto all = json::array();
    const auto actor = engine::Actor{applicant().id, "applicant"};
    for (const auto& blocker :
         adapters::blockers_for(own.state(), own.facts,
                                {actor, own.dossier.snapshot.now, own.visit.site.parts.catalogue}))
        all.push_back(own.visit.word("guard." + std::string{blocker.guard}));
    return all;
}

json files_view(const Own& own) {
    auto files = json::array();
    for (const auto& agreement : own.facts.agreements) {
        if (agreement.document.empty()) continue;
        const auto base = own.path("/contract/") + pages::query_encoded(agreement.product);
        files.push_back(
            {{"href", base + "/sent"},
             {"label", own.visit.word("portal.papers.sent", {{"product", agreement.product}})}});
        if (!agreement.papers.empty())
            files.push_back({{"href", base + "/signed"},
                             {"label", own.visit.word("portal.papers.signed",
                                                      {{"product", agreement.product}})}});
    }
    if (!own.facts.invoice.document.empty())
        files.push_back({{"href", own.path("/invoice.pdf")},
                         {"label", own.visit.word("portal.papers.invoice",
                                                  {{"number", own.facts.invoice.number}})}});
    return files;
}

// Refusals, and what our own machinery did between two steps, are left out; what was done several
// times in a row is told once, as it was last.
json history_view(const Own& own) {
    auto all = json::array();
    auto lines = own.visit.site.parts.reading.journal(own.dossier.snapshot.id, 0, history_max);
    std::ranges::reverse(lines);
    for (const auto& line : lines) {
        if (line.refusal || line.event == "checked" || line.event == "check_renewed" ||
            line.event == "warning_accepted" || line.event == "booking_proposed")
            continue;
        const auto view = adapters::view_of(line, own.visit.language);
        if (!all.empty() && all.back()["label"] == view["label"]) continue;
        all.push_back({{"label", view["label"]},
                       {"who", own.visit.word("role." + line.actor.role)},
                       {"at", view["at"]},
                       {"day", adapters::write_date(line.at, own.visit.language)}});
    }
    return all;
}

// On which days who else was shown it, by role: how we call each other is not theirs to know.
json readers_view(const Own& own) {
    auto days = json::array();
    for (const auto& each : own.visit.site.parts.readings.days_of(own.dossier.snapshot.id)) {
        const auto day = adapters::read_day(each.day);
        days.push_back(
            {{"at", each.day},
             {"day", day ? adapters::write_date(*day, own.visit.language) : each.day},
             {"who", own.visit.word("role." + each.role)},
             {"times", each.times == 1 ? ""
                                       : own.visit.word("portal.readers.times",
                                                        {{"times", std::to_string(each.times)}})}});
    }
    return days;
}

// Why it is as it is: an application that was rejected, appealed and then held has both reasons.
const std::string& reason_of(const Own& own) {
    return own.state() == "on_hold" ? own.facts.held_because : own.facts.rejection;
}

http::Response status(const Own& own) {
    const auto& visit = own.visit;
    if (own.state() == "draft") return tasks_page(own);
    const auto waiting = own.dossier.snapshot.state.waiting_for;
    const bool completed = own.state() == "completed";
    const bool ended = state_kind(own.state()) == "end" || completed;
    const bool theirs = waiting == "applicant" && !ended;
    const bool to_do = theirs || (waiting == "bank" && !ended);  // The bank waits for them, too.
    const auto files = files_view(own);
    const auto checks = checks_view(own);
    const auto& query = visit.request.query;
    return visit.page(
        "status", own.facts.sign_up.organisation.name,
        {{"completed", completed ? completed_view(own, !files.empty()) : json(nullptr)},
         {"unfinished", !completed},
         {"reference", own.reference()},
         {"organisation", own.facts.sign_up.organisation.name},
         {"sent", query.contains("sent")},
         {"steps", steps_view(own)},
         {"mood", ended   ? "late"
                  : to_do ? "waits"
                          : ""},
         {"turn", ended ? visit.word("state." + own.state())
                        : visit.word("portal.turn." + (theirs ? "applicant" : waiting))},
         {"next", visit.word("portal.next." + own.state(),
                             {{"reason", reason_of(own)}, {"domain", own.facts.first_domain}})},
         {"due", deadline_of(own, to_do, ended)},
         {"ways", ways_view(own)},
         {"blockers", ended || !checks.is_null() ? json::array() : blockers_view(own)},
         {"pay", pay_view(own)},
         {"money_back", ended && !completed ? money_back_view(own) : json(nullptr)},
         {"papers", files.empty() ? json(nullptr) : json{{"files", files}}},
         {"checks", checks},
         {"history", history_view(own)},
         {"readers", readers_view(own)},
         {"data", own.path("/data.json")},
         {"can_withdraw", may(own, "withdrawn")},
         {"withdraw", own.path("/withdraw")}},
        query.contains("done") ? visit.word("portal.done") : "");
}

// ---- withdrawing and appealing: a page of its own, with what follows and a reason --------------

struct WayOut {
    std::string event;
    std::string path;
    std::string consequence;
    std::string style;
};

const WayOut withdrawing{"withdrawn", "/withdraw", "portal.withdraw.consequence", "danger"};
const WayOut appealing{"appealed", "/appeal", "portal.appeal.consequence", ""};

http::Response ask_reason(const Own& own, const WayOut& way, const std::string& typed,
                          const std::string& error) {
    const auto& visit = own.visit;
    auto problems = json::array();
    if (!error.empty())
        problems.push_back(problem_view(error, "reason", visit.word("portal.reason")));
    const auto title = visit.word("do." + way.event);
    return visit.page("reason", title,
                      {{"problems", problems},
                       {"title", title},
                       {"consequence", visit.word(way.consequence)},
                       {"action", own.path(way.path)},
                       {"back", own.path()},
                       {"version", own.dossier.snapshot.version},
                       {"style", way.style},
                       {"typed", typed},
                       {"error", error}});
}

http::Response take_reason(const Own& own, const WayOut& way) {
    const auto& visit = own.visit;
    const auto form = pages::read_form(visit.request);
    if (!form) return visit.cannot_read();
    const auto reason = form->value("reason");
    if (reason.empty()) return ask_reason(own, way, reason, visit.word("field.missing"));
    const auto sent = visit.site.parts.applications.send(
        applicant(), own.reference(),
        {.event = way.event, .data = {{"reason", reason}}, .key = ""});
    if (!std::holds_alternative<adapters::Done>(sent))
        return ask_reason(own, way, reason, refusal_of(sent, visit));
    return pages::see_other(own.path("?done=1"));
}

// ---- files --------------------------------------------------------------------------------------

http::Response invoice_file(const Own& own) {
    const auto& parts = own.visit.site.parts;
    const auto invoice = parts.invoices.latest(own.dossier.snapshot.id, false);
    const auto paper =
        invoice ? parts.sent_papers.find(adapters::name_of_invoice(invoice->page)) : std::nullopt;
    if (!paper) return own.visit.not_found();
    return pages::to_save(paper->content, "application/pdf", own.facts.invoice.number + ".pdf");
}

http::Response contract_file(const Own& own) {
    const auto& request = own.visit.request;
    auto found = adapters::contract_of(own.visit.site.parts.reading,
                                       {.reference = own.reference(),
                                        .product = std::string{request.parameter("product")},
                                        .paper = std::string{request.parameter("paper")}});
    auto* document = std::get_if<adapters::Document>(&found);
    if (!document) return own.visit.not_found();
    return pages::to_save(std::move(document->content), "application/pdf",
                          own.reference() + "-" + std::string{request.parameter("paper")} + ".pdf");
}

http::Response data_file(const Own& own) {
    const auto data = adapters::own_data_of(own.visit.site.parts.reading,
                                            own.visit.site.parts.records, own.dossier);
    return pages::to_save(data.dump(2) + "\n", "application/json", own.reference() + ".json");
}

}  // namespace

json checks_view(const Own& own) {
    if (own.state() != "profile_open" && own.state() != "ready") return nullptr;
    const auto open =
        states::blocked_by(own.state(), own.facts,
                           {engine::Actor{applicant().id, "applicant"}, own.dossier.snapshot.now,
                            own.visit.site.parts.catalogue});
    auto items = json::array();
    const auto add = [&](std::string_view guard, const std::string& label, bool wanted) {
        if (!wanted) return;
        items.push_back({{"label", own.visit.word(label)},
                         {"held", std::ranges::none_of(open, [&](const states::Blocker& each) {
                              return each.guard == guard;
                          })}});
    };
    const auto& path = own.facts.path;
    add("one_billing_contact", "portal.checks.billing", path.contacts.contains("billing"));
    add("technical_contacts", "portal.checks.technical", path.contacts.contains("technical"));
    add("other_contacts", "portal.checks.other",
        path.contacts.contains("administrative") || path.contacts.contains("abuse"));
    add("product_urls", "portal.checks.urls", !path.product_urls.empty());
    items.push_back({{"label", own.visit.word("portal.checks.domain")},
                     {"held", !own.facts.first_domain.empty()}});
    return {{"items", items}};
}

std::vector<http::Route> status_routes(const std::shared_ptr<const Site>& site) {
    std::vector<http::Route> all{
        own_page_at(site, "GET", "/a/{token}", status),
        own_page_at(site, "GET", "/a/{token}/invoice.pdf", invoice_file),
        own_page_at(site, "GET", "/a/{token}/contract/{product}/{paper}", contract_file),
        own_page_at(site, "GET", "/a/{token}/data.json", data_file)};
    for (const auto* way : {&withdrawing, &appealing}) {
        all.push_back(own_page_at(site, "GET", "/a/{token}" + way->path,
                                  [way](const Own& own) { return ask_reason(own, *way, "", ""); }));
        all.push_back(own_page_at(site, "POST", "/a/{token}" + way->path,
                                  [way](const Own& own) { return take_reason(own, *way); }));
    }
    return all;
}

}  // namespace portal
