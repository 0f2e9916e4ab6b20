// The sign-up, page by page: a list of what is done and what is not, one topic a page, and all
// answers once more before they are sent in.  What is typed is saved, right or wrong.

#include <algorithm>
#include <charconv>

#include "adapters/formats.hpp"
#include "adapters/pages/answer.hpp"
#include "adapters/portal/sections.hpp"
#include "states/messages.hpp"

namespace portal {
namespace {

using nlohmann::json;

bool is_done(const Section& section, const Own& own) {
    return problems_of(section, own.facts.sign_up, own.visit.site.parts.catalogue).empty();
}

bool all_done(const Own& own) {
    return std::ranges::all_of(sections(),
                               [&](const Section& section) { return is_done(section, own); });
}

// ---- products, with what each of them needs -----------------------------------------------------

json products_view(const states::SignUp& sign_up, const pages::Form* form,
                   const std::vector<states::Problem>& problems, const Visit& visit) {
    auto all = json::array();
    const auto error_at = [&](const std::string& field) {
        const auto found = std::ranges::find(problems, field, &states::Problem::field);
        return found == problems.end() ? std::string{} : states::sentence(*found, visit.language);
    };
    for (const auto& product : visit.site.parts.catalogue.products) {
        const auto wish = std::ranges::find(sign_up.products, product.name, &states::Wish::product);
        const bool chosen = wish != sign_up.products.end();
        const auto place = "products[" + std::to_string(wish - sign_up.products.begin()) + "].";
        const bool resold = chosen ? wish->role == states::Role::reseller : !product.direct;
        all.push_back(
            {{"name", product.name},
             {"id", anchor_of("product" + product.name)},
             {"chosen", chosen},
             {"has_roles", product.direct && product.reseller},
             {"resold", resold},
             {"needs_papers", product.needs_accreditation || product.reseller},
             {"iana_id", form                          ? form->value("iana_id" + product.name)
                         : chosen && wish->iana_id > 0 ? std::to_string(wish->iana_id)
                                                       : ""},
             {"iana_error", chosen ? error_at(place + "iana_id") : ""},
             {"iana_anchor", anchor_of(place + "iana_id")},
             {"document", chosen ? wish->document : ""},
             {"document_name", chosen ? file_name_of(wish->document, visit) : ""},
             {"document_error", chosen ? error_at(place + "document") : ""},
             {"document_anchor", anchor_of(place + "document")},
             {"role_error", chosen ? error_at(place + "role") + error_at(place + "name") : ""}});
    }
    return all;
}

http::Response products_page(const Own& own, const states::SignUp& sign_up,
                             const std::vector<states::Problem>& problems,
                             const pages::Form* form) {
    const auto& visit = own.visit;
    const auto whole = std::ranges::find(problems, "products", &states::Problem::field);
    return visit.page(
        "products", visit.word("portal.section.products"),
        {{"problems", problems_view(problems, visit.language)},
         {"action", own.path("/products")},
         {"back", own.path()},
         {"version", own.dossier.snapshot.version},
         {"error", whole == problems.end() ? "" : states::sentence(*whole, visit.language)},
         {"products", products_view(sign_up, form, problems, visit)}});
}

std::vector<states::Problem> take_products(states::SignUp& sign_up, const pages::Form& form,
                                           const Visit& visit) {
    std::vector<states::Problem> problems;
    const auto before = sign_up.products;
    sign_up.products.clear();
    const auto wanted = form.values("product");
    for (const auto& product : visit.site.parts.catalogue.products) {
        if (std::ranges::find(wanted, product.name) == wanted.end()) continue;
        const auto known = std::ranges::find(before, product.name, &states::Wish::product);
        states::Wish wish{.product = product.name};
        const bool resold = !product.direct ||
                            (product.reseller && form.value("role" + product.name) == "reseller");
        wish.role = resold ? states::Role::reseller : states::Role::direct;
        if (known != before.end()) {
            wish.iana_id = known->iana_id;
            wish.document = known->document;
        }
        const auto place = "products[" + std::to_string(sign_up.products.size()) + "].";
        // A browser sends a file once: what came with a form that was not saved comes by its id.
        const auto sent = form.value("kept" + product.name);
        if (!sent.empty() && visit.site.parts.reading.unknown_documents({sent}).empty())
            wish.document = sent;
        if (const auto id = iana_id_in(form.value("iana_id" + product.name)))
            wish.iana_id = *id;
        else
            problems.push_back({place + "iana_id", "iana_id_format"});
        if (const auto* upload = form.upload("document" + product.name))
            take_document(wish, *upload, place + "document", visit, problems);
        sign_up.products.push_back(std::move(wish));
    }
    return problems;
}

// ---- the pages ----------------------------------------------------------------------------------

http::Response section_page(const Own& own, const Section& section, const states::SignUp& sign_up,
                            const std::vector<states::Problem>& problems,
                            const pages::Form* form = nullptr) {
    if (section.name == "products") return products_page(own, sign_up, problems, form);
    const auto& visit = own.visit;
    const auto asked = asked_of(section, sign_up, visit.site.parts.catalogue);
    return visit.page("section", title_of(asked, visit),
                      {{"problems", problems_view(problems, visit.language)},
                       {"title", title_of(asked, visit)},
                       {"action", own.path("/" + std::string{section.name})},
                       {"back", own.path()},
                       {"version", own.dossier.snapshot.version},
                       {"fields", fields_view(asked, sign_up, form, problems, visit)}});
}

// The next page that is not done, or else the check of all answers.
std::string next_after(const Section& section, const Own& own, const states::SignUp& sign_up) {
    auto behind = false;
    for (const auto& each : sections()) {
        if (behind && !problems_of(each, sign_up, own.visit.site.parts.catalogue).empty())
            return own.path("/" + std::string{each.name});
        behind = behind || each.name == section.name;
    }
    return own.path("/check");
}

int seen_version(const pages::Form& form) {
    int version = 0;
    const auto text = form.value("version");
    std::from_chars(text.data(), text.data() + text.size(), version);
    return version;
}

http::Response show_section(const Own& own, const Section& section) {
    if (own.state() != "draft") return pages::see_other(own.path());
    return section_page(own, section, own.facts.sign_up, {});
}

http::Response save_section(const Own& own, const Section& section) {
    const auto& visit = own.visit;
    const auto form = pages::read_form(visit.request);
    if (!form) return visit.cannot_read();
    if (own.state() != "draft") return pages::see_other(own.path());
    auto sign_up = own.facts.sign_up;
    std::vector<states::Problem> problems;
    if (section.name == "products")
        problems = take_products(sign_up, *form, visit);
    else
        problems = take(sign_up, section, *form);  // What is not asked for is taken back.
    const auto saved = visit.site.parts.applications.save_draft(applicant(), own.reference(),
                                                                sign_up, seen_version(*form));
    if (!std::holds_alternative<adapters::Done>(saved)) {
        // What was typed is on the page, and the next press of the button saves it.
        const auto now = visit.site.parts.reading.dossier(own.dossier.snapshot.id);
        auto current = own;
        if (now) current.dossier = *now;
        return section_page(current, section, sign_up, {{"", "draft_changed"}}, &*form);
    }
    // Who goes is told what could not be kept, and of nothing else that is wrong.
    if (form->has("later") && problems.empty()) return pages::see_other(own.path("?saved=1"));
    auto wrong = problems_of(section, sign_up, visit.site.parts.catalogue);
    if (form->has("later")) wrong.clear();
    for (auto& problem : wrong)
        if (std::ranges::find(problems, problem.field, &states::Problem::field) == problems.end())
            problems.push_back(std::move(problem));
    if (problems.empty()) return pages::see_other(next_after(section, own, sign_up));
    auto fresh = own;
    fresh.dossier.snapshot.version = std::get<adapters::Done>(saved).version;
    return section_page(fresh, section, sign_up, problems, &*form);
}

// For scripts, while something is typed; an empty answer where there is nothing to say.
http::Response early_word(const Own& own) {
    const auto& request = own.visit.request;
    const auto word = own.visit.site.parts.early_checks.look(
        request.query_value("field"), std::string{request.query_value("value")},
        own.facts.sign_up.organisation, own.visit.language);
    const auto body =
        word ? json{{"mood", adapters::word_of(word->mood)}, {"sentence", word->sentence}}
             : json::object();
    return {.body = body.dump(),
            .content_type = "application/json",
            .headers = {{"Cache-Control", "no-store"}}};
}

// "As a reseller, IANA ID 292, Contract.pdf"
std::string answer_of(const states::Wish& wish, const Visit& visit) {
    auto answer = visit.word(wish.role == states::Role::direct ? "portal.role.direct"
                                                               : "portal.role.reseller");
    if (wish.iana_id > 0)
        answer += ", " + states::label("products.iana_id", visit.language) + " " +
                  std::to_string(wish.iana_id);
    const auto file = file_name_of(wish.document, visit);
    return file.empty() ? answer : answer + ", " + file;
}

std::string answer_of(const FormInput& input, const states::SignUp& sign_up, const Visit& visit) {
    auto value = value_of(sign_up, input.field);
    if (input.type == "check") return visit.word(value.empty() ? "portal.no" : "portal.yes");
    if (input.type == "language" && visit.site.words.has("language." + value))
        return visit.word("language." + value);
    if (input.type == "country") return country_name(value, visit.language);
    if (input.type == "amount" && !value.empty())
        return adapters::write_amount(sign_up.prepayment, sign_up.currency, visit.language);
    return value;
}

// Every answer with the way to change it.
json answers_view(const Own& own) {
    const auto& visit = own.visit;
    const auto& sign_up = own.facts.sign_up;
    auto all = json::array();
    for (const auto& each : sections()) {
        const auto section = asked_of(each, sign_up, visit.site.parts.catalogue);
        auto rows = json::array();
        if (section.name == "products")
            for (const auto& wish : sign_up.products)
                rows.push_back({{"label", wish.product}, {"value", answer_of(wish, visit)}});
        for (const auto& input : section.fields) {
            const auto value = answer_of(input, sign_up, visit);
            rows.push_back({{"label", states::label(input.field, visit.language)},
                            {"value", value.empty() ? "–" : value}});
        }
        all.push_back({{"title", title_of(section, visit)},
                       {"change", own.path("/" + std::string{section.name})},
                       {"rows", std::move(rows)}});
    }
    return all;
}

http::Response check_page(const Own& own, const std::vector<states::Problem>& problems,
                          const std::string& refusal = {}) {
    const auto& visit = own.visit;
    auto shown = problems_view(problems, visit.language);
    if (!refusal.empty()) shown.push_back(problem_view(refusal));
    for (auto& problem : shown) problem["anchor"] = "";  // Its field is on another page.
    return visit.page("check", visit.word("portal.check.title"),
                      {{"problems", std::move(shown)},
                       {"action", own.path("/submit")},
                       {"back", own.path()},
                       {"version", own.dossier.snapshot.version},
                       {"sections", answers_view(own)}});
}

http::Response check(const Own& own) {
    if (own.state() != "draft") return pages::see_other(own.path());
    return check_page(own, {});
}

http::Response submit(const Own& own) {
    const auto& visit = own.visit;
    const auto form = pages::read_form(visit.request);
    if (!form) return visit.cannot_read();
    if (own.state() != "draft") return pages::see_other(own.path());
    const auto sent = visit.site.parts.applications.send(
        applicant(), own.reference(),
        {.event = "submitted",
         .data = {{"sign_up", states::write_sign_up(own.facts.sign_up)}},
         .key = own.token.substr(0, 16) + "-" + form->value("version"),
         .seen_version = seen_version(*form)});
    if (const auto* invalid = std::get_if<adapters::Invalid>(&sent))
        return check_page(own, invalid->problems);
    if (!std::holds_alternative<adapters::Done>(sent))
        return check_page(own, {}, refusal_of(sent, visit));
    return pages::see_other(own.path("?sent=1"));
}

}  // namespace

// The list of pages, for an application that is still a draft.
http::Response tasks_page(const Own& own) {
    const auto& visit = own.visit;
    auto tasks = json::array();
    int done = 0;
    for (const auto& section : sections()) {
        const bool is = is_done(section, own);
        done += is ? 1 : 0;
        tasks.push_back(
            {{"href", own.path("/" + std::string{section.name})},
             {"label",
              title_of(asked_of(section, own.facts.sign_up, visit.site.parts.catalogue), visit)},
             {"done", is}});
    }
    std::string due;
    for (const auto& deadline : own.dossier.deadlines)
        if (deadline.event == "time_is_up")
            due = adapters::write_date(deadline.due, visit.language);
    return visit.page(
        "tasks", visit.word("portal.tasks.title"),
        {{"reference", own.reference()},
         {"tasks", tasks},
         {"progress",
          visit.word("portal.tasks.progress",
                     {{"done", std::to_string(done)}, {"all", std::to_string(sections().size())}})},
         {"ready", all_done(own)},
         {"check", own.path("/check")},
         {"kept", due.empty() ? "" : visit.word("portal.tasks.kept", {{"date", due}})}},
        visit.request.query.contains("saved") ? visit.word("portal.saved") : "");
}

std::vector<http::Route> sign_up_routes(const std::shared_ptr<const Site>& site) {
    std::vector<http::Route> all;
    for (const auto& section : sections()) {
        const auto pattern = "/a/{token}/" + std::string{section.name};
        all.push_back(own_page_at(site, "GET", pattern, [&section](const Own& own) {
            return show_section(own, section);
        }));
        all.push_back(own_page_at(site, "POST", pattern, [&section](const Own& own) {
            return save_section(own, section);
        }));
    }
    all.push_back(own_page_at(site, "GET", "/a/{token}/early", early_word));
    all.push_back(own_page_at(site, "GET", "/a/{token}/check", check));
    all.push_back(own_page_at(site, "POST", "/a/{token}/submit", submit));
    return all;
}

}  // namespace portal
