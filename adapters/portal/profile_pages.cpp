// Step 6: the registrar's profile, with the tabs "Contacts" and "Profile", each saved by itself;
// and what was asked for while the sign-up was in review.

#include <algorithm>

#include "adapters/pages/answer.hpp"
#include "adapters/portal/sections.hpp"
#include "states/codec.hpp"
#include "states/messages.hpp"

namespace portal {
namespace {

using nlohmann::json;

constexpr std::size_t technical_max = 10;  // domain.md, step 6.
constexpr std::string_view contact_fields[] = {"name", "alias", "email", "phone"};
constexpr std::string_view kinds[] = {"billing", "technical", "administrative", "abuse"};

std::string type_of(std::string_view field) {
    return field == "email" ? "email" : field == "phone" ? "tel" : "text";
}

// The contacts as rows of the form: those there are, and an empty one for each kind that could have
// one more.
std::vector<states::Contact> rows_of(const states::Profile& profile, const states::Path& path) {
    auto rows = profile.contacts;
    for (const auto kind : kinds) {
        const auto there =
            static_cast<std::size_t>(std::ranges::count(rows, kind, &states::Contact::kind));
        const bool wanted = path.contacts.contains(std::string{kind});
        const bool more = kind == "technical" ? there < technical_max : there == 0;
        if (wanted && more) rows.push_back({.kind = std::string{kind}});
    }
    std::ranges::stable_sort(rows, {}, [](const states::Contact& contact) {
        return std::ranges::find(kinds, contact.kind) - std::begin(kinds);
    });
    return rows;
}

bool is_empty(const states::Contact& contact) {
    return contact.name.empty() && contact.alias.empty() && contact.email.empty() &&
           contact.phone.empty();
}

std::string text_of(const states::Contact& contact, std::string_view field) {
    if (field == "name") return contact.name;
    if (field == "alias") return contact.alias;
    return field == "email" ? contact.email : contact.phone;
}

// The first of each kind that the path asks for; every other one may stay empty.
bool is_first_needed(const std::vector<states::Contact>& rows, std::size_t row,
                     const states::Path& path) {
    const auto first = std::ranges::find(rows, rows[row].kind, &states::Contact::kind);
    return first == rows.begin() + static_cast<std::ptrdiff_t>(row) &&
           path.contacts.contains(rows[row].kind);
}

json contacts_view(const std::vector<states::Contact>& rows, const states::Path& path,
                   const std::vector<states::Problem>& problems, const Visit& visit) {
    auto all = json::array();
    for (std::size_t i = 0; i < rows.size(); ++i) {
        auto fields = json::array();
        for (const auto field : contact_fields) {
            const auto name = "profile.contacts[" + std::to_string(i) + "]." + std::string{field};
            auto view =
                input_view({name, type_of(field)}, text_of(rows[i], field), problems, visit);
            view["label"] = visit.word("portal.contact." + std::string{field});
            view["optional"] = field == "alias" || field == "phone";
            fields.push_back(std::move(view));
        }
        all.push_back({{"kind", rows[i].kind},
                       {"number", i},
                       {"title", visit.word("portal.contact.kind." + rows[i].kind)},
                       {"needed", is_first_needed(rows, i, path)},
                       {"fields", std::move(fields)}});
    }
    return all;
}

// One for each product that needs one, or may have one, in each language.
std::vector<states::ProductUrl> urls_of(const states::Profile& profile, const Own& own) {
    std::vector<states::ProductUrl> all;
    for (const auto& wish : own.facts.sign_up.products)
        for (const auto& language : own.visit.site.parts.catalogue.languages) {
            const auto known =
                std::ranges::find_if(profile.product_urls, [&](const states::ProductUrl& url) {
                    return url.product == wish.product && url.language == language;
                });
            all.push_back(
                {wish.product, language, known == profile.product_urls.end() ? "" : known->url});
        }
    return all;
}

std::string label_of(const states::ProductUrl& url, const Visit& visit) {
    const auto name = "language." + url.language;
    return visit.word("portal.url.label",
                      {{"product", url.product},
                       {"language", visit.site.words.has(name) ? visit.word(name) : url.language}});
}

json urls_view(const std::vector<states::ProductUrl>& urls,
               const std::vector<states::Problem>& problems, const Own& own) {
    const auto& visit = own.visit;
    const auto& needed = own.facts.path.product_urls;
    auto all = json::array();
    for (std::size_t i = 0; i < urls.size(); ++i) {
        const auto name = "profile.product_urls[" + std::to_string(i) + "].url";
        auto view = input_view({name, "url"}, urls[i].url, problems, visit);
        view["label"] = label_of(urls[i], visit);
        // One language is enough, whichever it is.
        if (std::ranges::find(needed, urls[i].product) == needed.end())
            view["optional"] = true;
        else
            view["hint"] = visit.word("portal.url.needed", {{"product", urls[i].product}});
        all.push_back(std::move(view));
    }
    return all;
}

// "Billing contact: E-mail address", ".be, page in Dutch".
std::string label_of(const std::string& field, const std::vector<states::Contact>& rows,
                     const std::vector<states::ProductUrl>& urls, const Visit& visit) {
    for (std::size_t i = 0; i < rows.size(); ++i)
        for (const auto name : contact_fields)
            if (field == "profile.contacts[" + std::to_string(i) + "]." + std::string{name})
                return visit.word("portal.contact.kind." + rows[i].kind) + ", " +
                       visit.word("portal.contact." + std::string{name});
    for (std::size_t i = 0; i < urls.size(); ++i)
        if (field == "profile.product_urls[" + std::to_string(i) + "].url")
            return label_of(urls[i], visit);
    return visit.word("portal.profile.title");
}

enum class Tab { contacts, profile };

struct Typed {  // All of the profile, whichever tab is shown.
    Tab tab = Tab::contacts;
    std::vector<states::Contact> rows;
    std::vector<states::ProductUrl> urls;
};

// Of the tabs that there are: products that are all resold need no contacts.
Tab tab_named(std::string_view name, const Own& own) {
    const bool no_contacts = own.facts.path.contacts.empty() && own.facts.profile.contacts.empty();
    return name == "profile" || no_contacts ? Tab::profile : Tab::contacts;
}

json tabs_view(Tab tab, const Own& own) {
    const auto one = [&](Tab which, const std::string& name) {
        return json{{"href", own.path("/profile?tab=" + name)},
                    {"label", own.visit.word("portal.profile.tab." + name)},
                    {"current", tab == which}};
    };
    auto all = json::array();
    if (tab_named("contacts", own) == Tab::contacts) all.push_back(one(Tab::contacts, "contacts"));
    all.push_back(one(Tab::profile, "profile"));
    return all;
}

http::Response profile_page(const Own& own, const Typed& typed,
                            const std::vector<states::Problem>& problems = {},
                            const std::string& trouble = {}) {
    const auto& visit = own.visit;
    auto shown = problems_view(problems, visit.language);
    for (auto& problem : shown)
        problem["label"] = label_of(problem["field"], typed.rows, typed.urls, visit);
    if (!trouble.empty()) shown.push_back(problem_view(trouble));
    const auto& organisation = own.facts.sign_up.organisation;
    const auto& address = organisation.address;
    const bool contacts = typed.tab == Tab::contacts;
    return visit.page(
        "profile", visit.word("portal.profile.title"),
        {{"problems", std::move(shown)},
         {"action", own.path("/profile")},
         {"back", own.path()},
         {"tabs", tabs_view(typed.tab, own)},
         {"tab", contacts ? "contacts" : "profile"},
         {"is_contacts", contacts},
         {"contacts",
          contacts ? contacts_view(typed.rows, own.facts.path, problems, visit) : json::array()},
         {"urls", contacts ? json::array() : urls_view(typed.urls, problems, own)},
         {"checks", checks_view(own)},
         {"official", json::array({organisation.name, address.street,
                                   address.postal_code + " " + address.city + ", " +
                                       country_name(address.country, visit.language),
                                   organisation.vat_number})}},
        visit.request.query.contains("done") ? visit.word("portal.done") : "");
}

Typed kept_profile(const Own& own, Tab tab) {
    return {tab, rows_of(own.facts.profile, own.facts.path), urls_of(own.facts.profile, own)};
}

http::Response show_profile(const Own& own) {
    return profile_page(own,
                        kept_profile(own, tab_named(own.visit.request.query_value("tab"), own)));
}

// What the form has of its tab; of the other one, what is kept.
Typed typed_in(const pages::Form& form, const Own& own) {
    auto typed = kept_profile(own, tab_named(form.value("tab"), own));
    if (typed.tab == Tab::profile) {
        for (std::size_t i = 0; i < typed.urls.size(); ++i)
            typed.urls[i].url = form.value("profile.product_urls[" + std::to_string(i) + "].url");
        return typed;
    }
    typed.rows.clear();
    const auto given_kinds = form.values("kind");
    for (std::size_t i = 0; i < given_kinds.size() && i < 20; ++i) {
        const auto at = "profile.contacts[" + std::to_string(i) + "].";
        typed.rows.push_back({.kind = given_kinds[i],
                              .alias = form.value(at + "alias"),
                              .name = form.value(at + "name"),
                              .email = form.value(at + "email"),
                              .phone = form.value(at + "phone")});
    }
    return typed;
}

// "profile.contacts[0].name" of what was sent is another row of the form, where some were empty.
void place_in_form(std::vector<states::Problem>& problems, const std::vector<std::size_t>& rows,
                   const std::vector<std::size_t>& urls) {
    for (auto& problem : problems) {
        const auto open = problem.field.find('[');
        const auto close = problem.field.find(']');
        if (close == std::string::npos) continue;
        const auto index = std::stoul(problem.field.substr(open + 1, close - open - 1));
        const auto& places = problem.field.starts_with("profile.contacts") ? rows : urls;
        if (index < places.size())
            problem.field.replace(open + 1, close - open - 1, std::to_string(places[index]));
    }
}

http::Response save_profile(const Own& own) {
    const auto& visit = own.visit;
    const auto form = pages::read_form(visit.request);
    if (!form) return visit.cannot_read();
    const auto typed = typed_in(*form, own);

    // Rows that were left empty are no contacts; problems are told where they stand in the form.
    states::Profile profile;
    std::vector<std::size_t> contact_rows;
    std::vector<std::size_t> url_rows;
    for (std::size_t i = 0; i < typed.rows.size(); ++i)
        if (!is_empty(typed.rows[i])) {
            profile.contacts.push_back(typed.rows[i]);
            contact_rows.push_back(i);
        }
    for (std::size_t i = 0; i < typed.urls.size(); ++i)
        if (!typed.urls[i].url.empty()) {
            profile.product_urls.push_back(typed.urls[i]);
            url_rows.push_back(i);
        }
    const auto saved = visit.site.parts.applications.send(
        applicant(), own.reference(),
        {.event = "profile_saved", .data = {{"profile", profile}}, .key = ""});
    if (std::holds_alternative<adapters::Done>(saved)) {
        // On to the other tab while something is missing there.
        const bool more = typed.tab == Tab::contacts && !own.facts.path.product_urls.empty() &&
                          profile.product_urls.empty();
        return pages::see_other(own.path(more ? "/profile?tab=profile&done=1" : "?done=1"));
    }
    const auto* invalid = std::get_if<adapters::Invalid>(&saved);
    if (!invalid) return profile_page(own, typed, {}, refusal_of(saved, visit));
    auto problems = invalid->problems;
    place_in_form(problems, contact_rows, url_rows);
    return profile_page(own, typed, problems);
}

// ---- what was asked for -------------------------------------------------------------------------

// As long as the text of `field` lives.
std::optional<FormInput> input_of(std::string_view field) {
    for (const auto& section : sections())
        for (const auto& input : section.fields)
            if (input.field == field) return input;
    if (field.starts_with("products[") && field.ends_with("].iana_id"))
        return FormInput{.field = field, .type = "text"};
    return std::nullopt;
}

// "Accreditation or contract (PDF), .brussels"
std::string label_of(const std::string& field, const states::SignUp& sign_up,
                     const std::string& language) {
    auto label = states::label(field, language);
    for (const auto* part : {"iana_id", "document"})
        if (const auto product = product_of(field, part, sign_up))
            label += ", " + sign_up.products[*product].product;
    return label;
}

// What was uploaded on this page, as its form carries it on: a browser sends a file once.
std::string kept_name(const std::string& field) { return "kept." + field; }

std::string given_paper(std::optional<std::size_t> product, const states::SignUp& sign_up,
                        const Own& own) {
    if (!product) return {};
    const auto& given = sign_up.products[*product].document;
    return given == own.facts.sign_up.products[*product].document ? "" : given;
}

void take_paper(states::Wish& wish, const std::string& field, const pages::Form& form,
                const Visit& visit, std::vector<states::Problem>& problems) {
    const auto kept = form.value(kept_name(field));
    if (!kept.empty() && visit.site.parts.reading.unknown_documents({kept}).empty())
        wish.document = kept;
    if (const auto* upload = form.upload(field))
        take_document(wish, *upload, field, visit, problems);
}

struct Answered {  // What the page shows in its fields.
    states::SignUp sign_up;
    std::vector<std::string> also = {};  // Nobody asked for them, but they do not fit the answer.
    std::vector<states::Problem> problems = {};
    std::string trouble = {};
};

bool is_wanted(const std::string& field, const Own& own) {
    return std::ranges::find(own.facts.wanted, field, &states::Wanted::field) !=
           own.facts.wanted.end();
}

// A new country needs another postal code: what is wrong beside what was asked for is asked for,
// too, or no answer would ever be right.
void ask_also(Answered& answered, const Own& own) {
    for (const auto& problem : answered.problems)
        if (input_of(problem.field) && !is_wanted(problem.field, own) &&
            std::ranges::find(answered.also, problem.field) == answered.also.end())
            answered.also.push_back(problem.field);
}

json item_view(const std::string& field, const std::string& text, const Own& own,
               const Answered& answered) {
    const auto& visit = own.visit;
    const auto& problems = answered.problems;
    auto fields = json::array();
    if (const auto input = input_of(field))
        fields.push_back(input_view(*input, value_of(answered.sign_up, field), problems, visit));
    const auto problem = std::ranges::find(problems, field, &states::Problem::field);
    const auto product = product_of(field, "document", answered.sign_up);
    const auto kept = given_paper(product, answered.sign_up, own);
    return {{"label", label_of(field, answered.sign_up, visit.language)},
            {"text", text},
            {"also", !is_wanted(field, own)},
            {"fields", fields},
            {"is_document", product.has_value()},
            {"id", anchor_of(field)},
            {"name", field},
            {"kept", kept},
            {"kept_name", kept_name(field)},
            {"kept_file", file_name_of(kept, visit)},
            {"error", problem == problems.end() ? "" : states::sentence(*problem, visit.language)}};
}

http::Response information_page(const Own& own, const Answered& answered) {
    const auto& visit = own.visit;
    auto items = json::array();
    for (const auto& wanted : own.facts.wanted)
        items.push_back(item_view(wanted.field, wanted.text, own, answered));
    for (const auto& field : answered.also)
        items.push_back(item_view(field, visit.word("portal.information.also"), own, answered));
    auto shown = problems_view(answered.problems, visit.language);
    if (!answered.trouble.empty()) shown.push_back(problem_view(answered.trouble));
    return visit.page("information", visit.word("portal.information.title"),
                      {{"problems", std::move(shown)},
                       {"action", own.path("/information")},
                       {"back", own.path()},
                       {"version", own.dossier.snapshot.version},
                       {"items", items}});
}

http::Response show_information(const Own& own) {
    if (own.facts.wanted.empty()) return pages::see_other(own.path());
    return information_page(own, {.sign_up = own.facts.sign_up});
}

// Of the fields of the form those that its page has asked for.
Answered answered_in(const pages::Form& form, const Own& own) {
    auto answered = Answered{.sign_up = own.facts.sign_up};
    for (const auto& field : form.values("also"))
        if (input_of(field)) answered.also.push_back(field);
    auto fields = answered.also;
    for (const auto& wanted : own.facts.wanted) fields.push_back(wanted.field);
    auto& sign_up = answered.sign_up;
    for (const auto& field : fields) {
        if (const auto input = input_of(field))
            for (auto& problem : take(sign_up, {.name = "information", .fields = {*input}}, form))
                answered.problems.push_back(std::move(problem));
        if (const auto product = product_of(field, "document", sign_up))
            take_paper(sign_up.products[*product], field, form, own.visit, answered.problems);
    }
    return answered;
}

http::Response answer_information(const Own& own) {
    const auto& visit = own.visit;
    const auto form = pages::read_form(visit.request);
    if (!form) return visit.cannot_read();
    auto answered = answered_in(*form, own);
    if (!answered.problems.empty()) return information_page(own, answered);
    const auto sent = visit.site.parts.applications.send(
        applicant(), own.reference(),
        {.event = "information_answered",
         .data = {{"sign_up", states::write_sign_up(answered.sign_up)}},
         .key = ""});
    if (std::holds_alternative<adapters::Done>(sent)) return pages::see_other(own.path("?done=1"));
    if (const auto* invalid = std::get_if<adapters::Invalid>(&sent)) {
        answered.problems = invalid->problems;
        name_inputs(answered.problems);
        ask_also(answered, own);
    } else {
        answered.trouble = refusal_of(sent, visit);
    }
    return information_page(own, answered);
}

}  // namespace

std::vector<http::Route> profile_routes(const std::shared_ptr<const Site>& site) {
    return {own_page_at(site, "GET", "/a/{token}/profile", show_profile),
            own_page_at(site, "POST", "/a/{token}/profile", save_profile),
            own_page_at(site, "GET", "/a/{token}/information", show_information),
            own_page_at(site, "POST", "/a/{token}/information", answer_information)};
}

}  // namespace portal
