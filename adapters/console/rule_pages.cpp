// The rules as versions: the catalogue and the texts of mails and papers, proposed by one
// administrator and approved by another.

#include "adapters/console/rule_views.hpp"
#include "adapters/pages/answer.hpp"
#include "adapters/pages/framed.hpp"
#include "engine/fault.hpp"
#include "states/messages.hpp"

namespace console {
namespace {

using adapters::RuleDesk;
using adapters::RuleTexts;
using nlohmann::json;

json brief(const std::optional<adapters::RuleVersion>& version) {
    if (!version) return false;
    return {{"number", version->number},
            {"href", "/console/rules/versions/" + std::to_string(version->number)},
            {"effective", version->what.effective}};
}

http::Response show_rules(const Visit& visit) {
    auto& desk = visit.site.parts.rules;
    const auto found = desk.overview(visit.caller());
    const auto* subjects = std::get_if<std::vector<RuleDesk::Subject>>(&found);
    if (!subjects) return visit.trouble(403, "not_yours");
    auto groups = json::array();
    std::string last;
    for (const auto& subject : *subjects) {
        const auto kind = subject.name.substr(0, subject.name.find('/'));
        if (kind != last)
            groups.push_back({{"title", visit.word("console.rules." + kind + ".all")},
                              {"subjects", json::array()}});
        last = kind;
        const auto texts =
            subject.in_force ? subject.in_force->what.texts : desk.texts_in_force(subject.name);
        auto view = subject_view(subject.name, texts, visit);
        view["current"] = brief(subject.in_force);
        view["next"] = brief(subject.next);
        view["proposed"] = json::array();
        for (const auto& each : subject.proposed) view["proposed"].push_back(brief(each));
        groups.back()["subjects"].push_back(std::move(view));
    }
    return visit.page("rules", visit.word("console.rules.title"), {{"groups", groups}});
}

http::Response show_subject(const Visit& visit) {
    auto& desk = visit.site.parts.rules;
    const auto subject = subject_in(visit.request.parameter("subject"));
    const auto found = desk.history(visit.caller(), subject);
    const auto* versions = std::get_if<std::vector<RuleDesk::Shown>>(&found);
    if (!versions) return visit.trouble(404, "no_rule");
    auto all = json::array();
    bool from_files = true;
    for (const auto& each : *versions) {
        all.push_back(version_view(each.version, each.standing, visit));
        if (each.standing == adapters::RuleStanding::in_force) from_files = false;
    }
    const auto texts = desk.texts_in_force(subject);
    auto shown = json::array();
    for (const auto& [name, text] : texts)
        shown.push_back(
            {{"label", states::label("texts." + name, visit.language)}, {"text", text}});
    const auto view = subject_view(subject, texts, visit);
    return visit.page("rule", view["title"],
                      {{"subject", view},
                       {"has_versions", !all.empty()},
                       {"versions", all},
                       {"texts", shown},
                       {"from_files", from_files},
                       {"writes", visit.caller().may("administrator")}});
}

struct TypedRule {
    RuleTexts texts;
    std::string note;
    std::string effective;
    json problems = json::array();
};

http::Response edit_page(const Visit& visit, const std::string& subject, const TypedRule& typed) {
    auto texts = json::array();
    for (const auto& [name, text] : typed.texts) {
        auto errors = json::array();
        for (const auto& problem : typed.problems)
            if (problem["field"] == "texts." + name) errors.push_back(problem["sentence"]);
        texts.push_back({{"id", "texts-" + name},
                         {"field", "texts." + name},
                         {"label", states::label("texts." + name, visit.language)},
                         {"language", name == adapters::catalogue_text ? "en" : name},
                         {"text", text},
                         {"wrong", !errors.empty()},
                         {"errors", errors}});
    }
    const auto view = subject_view(subject, visit.site.parts.rules.texts_in_force(subject), visit);
    return visit.page("rule_edit",
                      visit.word("console.rules.edit") + ": " + view["title"].get<std::string>(),
                      {{"problems", typed.problems},
                       {"subject", view},
                       {"texts", texts},
                       {"is_catalogue", subject == adapters::catalogue_subject},
                       {"note", typed.note},
                       {"effective", typed.effective}});
}

// ?from=7 begins with the text of an earlier version: that is how to go back.
http::Response show_edit(const Visit& visit) {
    auto& desk = visit.site.parts.rules;
    const auto subject = subject_in(visit.request.parameter("subject"));
    if (!desk.knows(subject)) return visit.trouble(404, "no_rule");
    auto typed = TypedRule{.texts = desk.texts_in_force(subject)};
    if (const auto from = number_in(visit.request.query_value("from")); from > 0) {
        const auto found = desk.show(visit.caller(), from);
        const auto* version = std::get_if<RuleDesk::Shown>(&found);
        if (!version || version->version.what.subject != subject)
            return visit.trouble(404, "no_rule");
        typed.texts = version->version.what.texts;
    }
    return edit_page(visit, subject, typed);
}

TypedRule typed_in(const pages::Form& form, const std::string& subject, const Visit& visit) {
    auto typed = TypedRule{.note = form.value("why"), .effective = form.value("effective")};
    for (const auto& [name, _] : visit.site.parts.rules.texts_in_force(subject))
        typed.texts[name] = form.exactly("texts." + name);
    return typed;
}

http::Response edit_again(const Visit& visit, const pages::Form& form) {
    const auto subject = subject_in(visit.request.parameter("subject"));
    if (!visit.site.parts.rules.knows(subject)) return visit.trouble(404, "no_rule");
    return edit_page(visit, subject, typed_in(form, subject, visit));
}

http::Response propose_rule(const Visit& visit, const pages::Form& form) {
    auto& desk = visit.site.parts.rules;
    const auto subject = subject_in(visit.request.parameter("subject"));
    if (!desk.knows(subject)) return visit.trouble(404, "no_rule");
    auto typed = typed_in(form, subject, visit);
    const auto proposed = desk.propose(visit.caller(), {.subject = subject,
                                                        .texts = typed.texts,
                                                        .note = typed.note,
                                                        .effective = typed.effective});
    if (const auto* version = std::get_if<adapters::RuleVersion>(&proposed))
        return pages::see_other("/console/rules/versions/" + std::to_string(version->number) +
                                "?done=proposed");
    const auto* invalid = std::get_if<adapters::Invalid>(&proposed);
    if (!invalid) return visit.trouble(403, "not_yours");
    typed.problems = problems_view(invalid->problems, visit.language);
    return edit_page(visit, subject, typed);
}

// ---- One version ----------------------------------------------------------------------------

// What it changes in words, or how it reads; what cannot be shown says why.
json preview_view(const adapters::RuleVersion& version, const RuleTexts& before,
                  const Visit& visit) {
    const auto& previews = visit.site.parts.rule_previews;
    const auto& subject = version.what.subject;
    const auto base = "/console/rules/versions/" + std::to_string(version.number);
    json view{{"changes", json::array()},
              {"mails", json::array()},
              {"papers", json::array()},
              {"trouble", ""}};
    try {
        if (subject == adapters::catalogue_subject)
            for (const auto& change : previews.changes(before, version.what.texts, visit.language))
                view["changes"].push_back(
                    {{"what", change.what}, {"before", change.before}, {"after", change.after}});
        for (const auto& [language, _] : version.what.texts) {
            const auto label = states::label("texts." + language, visit.language);
            if (subject.starts_with("mail/")) {
                const auto mail = previews.mail(subject, version.what.texts, language);
                view["mails"].push_back({{"label", label},
                                         {"language", language},
                                         {"subject", mail.subject},
                                         {"text", mail.text},
                                         {"frame", base + "/mail/" + language}});
            } else if (subject.starts_with("paper/")) {
                view["papers"].push_back({{"label", label}, {"href", base + "/paper/" + language}});
            }
        }
    } catch (const std::exception& error) {  // By the rules of today it cannot be used.
        view["trouble"] = error.what();
    }
    return view;
}

http::Response version_page(const Visit& visit, const RuleDesk::Shown& shown, json problems) {
    using enum adapters::RuleStanding;
    auto& desk = visit.site.parts.rules;
    const auto& version = shown.version;
    const auto current = desk.texts_in_force(version.what.subject);
    // A version that is or was in force is compared with what stands in the files, if nothing else.
    const bool is_new = shown.standing == proposed || shown.standing == scheduled;
    const auto before = is_new ? current : desk.texts_before(version);
    const bool writes = visit.caller().may("administrator");
    const bool own = version.author == visit.caller().id;
    const auto subject = subject_view(version.what.subject, version.what.texts, visit);
    const auto preview = preview_view(version, before, visit);
    const bool has_changes = !preview["changes"].empty();
    const auto done = std::string{visit.request.query_value("done")};
    const bool known = done == "proposed" || done == "approved" || done == "withdrawn";
    auto response = visit.page(
        "rule_version",
        visit.word("console.rules.version", {{"number", std::to_string(version.number)}}) + " – " +
            subject["title"].get<std::string>(),
        {{"problems", std::move(problems)},
         {"subject", subject},
         {"version", version_view(version, shown.standing, visit)},
         {"title",
          visit.word("console.rules.version", {{"number", std::to_string(version.number)}})},
         {"diff", diff_view(before, version.what.texts, visit)},
         {"is_new", is_new},
         {"preview", preview},
         {"has_changes", has_changes},
         {"has_papers", !preview["papers"].empty()},
         {"nothing_changes", version.what.subject == adapters::catalogue_subject && !has_changes &&
                                 preview["trouble"].get_ref<const std::string&>().empty()},
         {"approves", writes && !own && shown.standing == proposed},
         {"waits_for_another", writes && own && shown.standing == proposed},
         {"withdraws", writes && is_new},
         {"goes_back", writes && (shown.standing == past || shown.standing == withdrawn)},
         {"asks_key", !visit.open.stepped_up}},
        known ? visit.word("console.rules.done." + done) : "");
    pages::allow_own_frames(response);
    return response;
}

std::optional<RuleDesk::Shown> version_of(const Visit& visit) {
    const auto found =
        visit.site.parts.rules.show(visit.caller(), number_in(visit.request.parameter("number")));
    const auto* shown = std::get_if<RuleDesk::Shown>(&found);
    return shown ? std::optional{*shown} : std::nullopt;
}

http::Response show_version(const Visit& visit) {
    const auto shown = version_of(visit);
    return shown ? version_page(visit, *shown, json::array()) : visit.trouble(404, "no_rule");
}

http::Response show_mail(const Visit& visit) {
    const auto shown = version_of(visit);
    const auto language = std::string{visit.request.parameter("language")};
    if (!shown || !shown->version.what.texts.contains(language))
        return visit.trouble(404, "no_rule");
    try {
        return pages::framed(
            visit.site.parts.rule_previews
                .mail(shown->version.what.subject, shown->version.what.texts, language)
                .html);
    } catch (const std::exception&) {  // The page around it says why.
        return visit.trouble(404, "no_rule");
    }
}

http::Response show_paper(const Visit& visit) {
    const auto shown = version_of(visit);
    const auto language = std::string{visit.request.parameter("language")};
    if (!shown || !shown->version.what.texts.contains(language) ||
        !shown->version.what.subject.starts_with("paper/"))
        return visit.trouble(404, "no_rule");
    try {
        return {.body = visit.site.parts.rule_previews.paper(shown->version.what.subject,
                                                             shown->version.what.texts, language),
                .content_type = "application/pdf",
                .headers = {{"Content-Disposition", "inline; filename=\"preview.pdf\""},
                            {"Cache-Control", "no-store"}}};
    } catch (const std::exception&) {
        return visit.trouble(404, "no_rule");
    }
}

// What came of a decision, or the page again with what was wrong.
template <class Outcome>
http::Response answer_of(const Visit& visit, const Outcome& outcome, const std::string& done) {
    if (const auto* shown = std::get_if<RuleDesk::Shown>(&outcome))
        return pages::see_other("/console/rules/versions/" + std::to_string(shown->version.number) +
                                "?done=" + done);
    const auto* invalid = std::get_if<adapters::Invalid>(&outcome);
    const auto shown = version_of(visit);
    if (!invalid || !shown) return visit.trouble(404, "no_rule");
    return version_page(visit, *shown, problems_view(invalid->problems, visit.language));
}

http::Response approve(const Visit& visit, const pages::Form& form) {
    const auto number = number_in(visit.request.parameter("number"));
    auto now = visit;
    if (!visit.open.stepped_up) {
        const auto stepped = visit.site.parts.login.step_up(visit.session, form.value("phone_key"));
        if (const auto* up = std::get_if<adapters::StaffLogin::SteppedUp>(&stepped)) {
            now.session = up->session;
            now.open.stepped_up = true;
        } else {
            const auto shown = version_of(visit);
            if (!shown) return visit.trouble(404, "no_rule");
            return version_page(
                visit, *shown,
                json::array({problem_view(visit.word("console.act.key_wrong"), "phone_key",
                                          visit.word("label.phone_key"))}));
        }
    }
    auto response =
        answer_of(now, visit.site.parts.rules.approve(visit.caller(), number, now.open.stepped_up),
                  "approved");
    if (now.session != visit.session) keep_session(visit, response, now.session);
    return response;
}

http::Response withdraw(const Visit& visit, const pages::Form&) {
    const auto number = number_in(visit.request.parameter("number"));
    return answer_of(visit, visit.site.parts.rules.withdraw(visit.caller(), number), "withdrawn");
}

}  // namespace

std::vector<http::Route> rule_routes(const std::shared_ptr<const Site>& site) {
    const std::string subject = "/console/rules/subject/{subject}";
    const std::string version = "/console/rules/versions/{number}";
    auto proposing = form_for(site, subject + "/edit", rule_writers, propose_rule, edit_again);
    proposing.body_limit = 2 * 1024 * 1024;  // Three texts of 200,000 bytes, as a form writes them.
    return {page_for(site, "/console/rules", rule_readers, show_rules),
            page_for(site, subject, rule_readers, show_subject),
            page_for(site, subject + "/edit", rule_writers, show_edit),
            std::move(proposing),
            page_for(site, version, rule_readers, show_version),
            page_for(site, version + "/mail/{language}", rule_readers, show_mail),
            page_for(site, version + "/paper/{language}", rule_readers, show_paper),
            form_for(site, version + "/approve", rule_writers, approve),
            form_for(site, version + "/withdraw", rule_writers, withdraw)};
}

}  // namespace console
