// Doing something about an application: a page with what follows from it and what it needs, then
// the deed.  What is typed is never lost, whoever else was quicker.

#include <algorithm>

#include "adapters/console/case_page.hpp"
#include "adapters/console/desk.hpp"
#include "adapters/pages/answer.hpp"
#include "states/messages.hpp"

namespace console {
namespace {

using nlohmann::json;

enum class Kind { text, words, coded, amount, items, warning, check, letter, basis };

struct Input {
    std::string_view field;
    Kind kind = Kind::text;
    bool optional = false;
};

struct Action {
    std::string_view event;
    std::vector<Input> inputs;
    bool grave = false;  // Asks for a phone key of the last minutes (step-up).
};

// Every event that staff can cause here, with what it has to be told.
const std::vector<Action>& all_actions() {
    static const std::vector<Action> all{
        {"approved", {{"break_glass", Kind::words}}, true},
        {"rejected", {{"reason", Kind::coded}}},
        {"information_requested", {{"items", Kind::items}}},
        {"warning_accepted", {{"warning", Kind::warning}, {"reason", Kind::words}}},
        {"check_renewed", {{"check", Kind::check}}},
        {"held", {{"reason", Kind::words}}},
        {"resumed", {}},
        {"withdrawn", {{"reason", Kind::words, true}}},
        {"contract_reissued", {}},
        {"letter_posted", {{"letter", Kind::letter}}},
        {"letter_returned", {{"letter", Kind::letter}, {"reason", Kind::words}}},
        {"letter_reissued", {{"reason", Kind::words}}, true},
        {"codes_reissued", {}, true},
        {"payment_received",
         {{"amount", Kind::amount}, {"payment", Kind::text}, {"reason", Kind::words, true}}},
        {"payment_reversed",
         {{"amount", Kind::amount}, {"payment", Kind::text}, {"reason", Kind::words}},
         true},
        {"domain_claimed", {{"domain", Kind::text}}},
        {"domain_registered", {{"domain", Kind::text}}},
        {"legal_hold_placed", {{"reason", Kind::words}}},
        {"legal_hold_lifted", {{"reason", Kind::words}}},
        {"erasure_proposed", {{"basis", Kind::basis}, {"reason", Kind::words}}},
        {"erasure_confirmed", {}, true}};
    return all;
}

constexpr int items_max = 6;

// Why a sign-up is rejected, most often.  The sentence of one, in the applicant's language, comes
// before what is typed; "other" has none.
constexpr const char* reason_codes[] = {"identity", "address",   "accreditation", "document",
                                        "vat",      "duplicate", "other"};

struct TypedAction {  // What the page shows in its fields.
    pages::Form form;
    json problems = json::array();
    std::string version = {};  // The one that was seen when it was typed; empty: as it is now.
};

// What an applicant can be asked for.
json askable_view(const json& view, const std::string& chosen, const Visit& visit) {
    std::vector<std::string> fields{"organisation.name",
                                    "organisation.vat_number",
                                    "organisation.website",
                                    "organisation.address.street",
                                    "organisation.address.postal_code",
                                    "organisation.address.city",
                                    "organisation.address.state",
                                    "organisation.address.country",
                                    "representative.first_name",
                                    "representative.last_name",
                                    "representative.email",
                                    "representative.phone",
                                    "representative.mobile",
                                    "contract_language",
                                    "prepayment.amount",
                                    "current_account",
                                    "standing_order"};
    const auto& products = view["sign_up"]["products"];
    for (std::size_t i = 0; i < products.size(); ++i)
        for (const auto* part : {".iana_id", ".document"})
            fields.push_back("products[" + std::to_string(i) + "]" + part);
    auto all = json::array({{{"value", ""}, {"label", "–"}, {"selected", chosen.empty()}}});
    for (const auto& field : fields)
        all.push_back({{"value", field},
                       {"label", field_label(field, visit, products)},
                       {"selected", field == chosen}});
    return all;
}

json items_view(const json& view, const pages::Form& form, const Visit& visit) {
    auto all = json::array();
    for (int i = 0; i < items_max; ++i) {
        const auto at = std::to_string(i);
        all.push_back({{"number", i + 1},
                       {"field", "item_field" + at},
                       {"text", "item_text" + at},
                       {"typed", form.value("item_text" + at)},
                       {"options", askable_view(view, form.value("item_field" + at), visit)}});
    }
    return all;
}

json options_view(const Input& input, const json& view, const std::string& chosen,
                  const Visit& visit) {
    auto all = json::array();
    if (input.kind == Kind::warning)
        for (const auto& warning : view["warnings"]) {
            if (!warning["accepted_by"].get<std::string>().empty()) continue;
            const auto value =
                warning["field"].get<std::string>() + " " + warning["code"].get<std::string>();
            all.push_back(
                {{"value", value}, {"label", warning["sentence"]}, {"selected", value == chosen}});
        }
    if (input.kind == Kind::check)
        for (const auto* check : {"vat", "iana"})
            all.push_back({{"value", check},
                           {"label", visit.word(std::string{"console.check."} + check)},
                           {"selected", chosen == check}});
    if (input.kind == Kind::basis)
        for (const auto* basis : {"retention", "request"})
            all.push_back({{"value", basis},
                           {"label", visit.word(std::string{"console.erasure."} + basis)},
                           {"selected", chosen == basis}});
    if (input.kind == Kind::coded) {
        all.push_back({{"value", ""}, {"label", "–"}, {"selected", chosen.empty()}});
        for (const auto* code : reason_codes)
            all.push_back({{"value", code},
                           {"label", visit.word(std::string{"console.reason."} + code)},
                           {"selected", chosen == code}});
    }
    return all;
}

// Whether only four eyes are in the way, which a reason sets aside.
bool is_barred(const json& view, std::string_view event) {
    return std::ranges::any_of(view["actions"], [&](const json& action) {
        return action["event"] == event && action["break_glass"] == true;
    });
}

json inputs_view(const Action& action, const json& view, const TypedAction& typed,
                 const Visit& visit) {
    auto all = json::array();
    for (const auto& input : action.inputs) {
        if (input.kind == Kind::items) continue;
        if (input.field == "break_glass" && !is_barred(view, action.event)) continue;
        const auto field = std::string{input.field};
        auto value = typed.form.value(field);
        if (value.empty() && input.kind == Kind::letter) value = view["letter"]["id"];
        const bool coded = input.kind == Kind::coded;
        const auto options =
            options_view(input, view, coded ? typed.form.value("code") : value, visit);
        all.push_back({{"name", field},
                       {"label", visit.word("console.input." + field)},
                       {"value", value},
                       {"optional", input.optional},
                       {"options", options},
                       {"error", error_at(typed.problems, field)},
                       {"is_select", input.kind == Kind::warning || input.kind == Kind::check ||
                                         input.kind == Kind::basis},
                       {"is_coded", coded},
                       {"is_words", input.kind == Kind::words || coded},
                       {"is_text", input.kind == Kind::text || input.kind == Kind::amount ||
                                       input.kind == Kind::letter}});
    }
    return all;
}

// The sentence of the code that was chosen, if it has one, and what was typed.
std::string coded_reason(const pages::Form& form, const json& view, const Visit& visit) {
    const auto code = form.value("code");
    auto typed = form.value("reason");
    if (code.empty() || code == "other" ||
        std::ranges::find(reason_codes, code) == std::end(reason_codes))
        return code.empty() ? "" : typed;
    const auto sentence = visit.site.words.text(view["sign_up"]["contract_language"],
                                                "console.reason." + code + ".sentence");
    return typed.empty() ? sentence : sentence + " " + typed;
}

json data_of(const Action& action, const pages::Form& form, const json& view, const Visit& visit) {
    auto data = json::object();
    for (const auto& input : action.inputs) {
        const auto field = std::string{input.field};
        const auto value = form.value(field);
        if (input.kind == Kind::items) {
            auto items = json::array();
            for (int i = 0; i < items_max; ++i) {
                const auto asked = form.value("item_field" + std::to_string(i));
                const auto text = form.value("item_text" + std::to_string(i));
                if (!asked.empty() || !text.empty())
                    items.push_back({{"field", asked}, {"text", text}});
            }
            data["items"] = std::move(items);
        } else if (input.kind == Kind::warning) {
            const auto space = value.find(' ');
            data["field"] = value.substr(0, space);
            data["code"] = space == std::string::npos ? "" : value.substr(space + 1);
        } else if (input.kind == Kind::coded) {
            data[field] = coded_reason(form, view, visit);
        } else if (input.field != "break_glass" || !value.empty()) {
            data[field] = value;
        }
    }
    return data;
}

// "items[1].text" of what was sent is another row of the form, where some were left empty.
void place_in_form(json& problems, const pages::Form& form) {
    std::vector<std::string> rows;
    for (int i = 0; i < items_max; ++i)
        if (const auto at = std::to_string(i);
            !form.value("item_field" + at).empty() || !form.value("item_text" + at).empty())
            rows.push_back(at);
    for (auto& problem : problems)
        for (std::size_t i = 0; i < rows.size(); ++i)
            for (const auto* part : {"field", "text"})
                if (problem["field"] == "items[" + std::to_string(i) + "]." + part)
                    problem["anchor"] = std::string{"item_"} + part + rows[i];
}

// Refused, stale or invalid: all that is wrong, in words.
json troubles_of(const adapters::Result& result, const Visit& visit) {
    if (const auto* invalid = std::get_if<adapters::Invalid>(&result))
        return problems_view(invalid->problems, visit.language);
    if (std::holds_alternative<adapters::Stale>(result))
        return json::array({problem_view(visit.word("console.act.stale"))});
    auto all = json::array();
    if (const auto* refused = std::get_if<adapters::Refused>(&result))
        for (const auto& guard : refused->refusal.guards)
            all.push_back(problem_view(visit.word("guard." + guard)));
    if (const auto* forbidden = std::get_if<adapters::Forbidden>(&result))
        all.push_back(problem_view(forbidden->why));
    if (all.empty()) all.push_back(problem_view(visit.word("console.act.not_now")));
    return all;
}

struct Doing {
    const Action* action = nullptr;
    std::string reference;
    json view;
};

// What the address names, if it is an action of a console's and an application of ours.
std::optional<Doing> doing_of(const Visit& visit) {
    const auto event = visit.request.parameter("event");
    const auto found = std::ranges::find(all_actions(), event, &Action::event);
    const auto reference = std::string{visit.request.parameter("reference")};
    auto view = visit.site.parts.applications.show(visit.caller(), reference, visit.language);
    if (found == all_actions().end() || !view) return std::nullopt;
    return Doing{&*found, view->at("reference"), std::move(*view)};
}

http::Response action_page(const Visit& visit, const Doing& doing, const TypedAction& typed) {
    const auto& action = *doing.action;
    const auto event = std::string{action.event};
    const auto title = visit.word("do." + event);
    auto sample = data_of(action, typed.form, doing.view, visit);
    for (auto& [field, value] : sample.items())  // To foresee what an answer would lead to.
        if (value.is_string() && value.get_ref<const std::string&>().empty())
            value = field == "amount" ? "1.00" : "…";
    const bool barred = is_barred(doing.view, event);
    if (barred && !sample.contains("break_glass")) sample["break_glass"] = "…";
    if (sample.contains("items") && sample["items"].empty())
        sample["items"].push_back({{"field", "organisation.name"}, {"text", "…"}});
    const auto preview = visit.site.parts.applications.preview(
        visit.caller(), doing.reference, {.event = event, .data = sample, .key = ""},
        visit.language);
    const auto items = std::ranges::any_of(
        action.inputs, [](const Input& input) { return input.kind == Kind::items; });
    const bool needs_words = std::ranges::any_of(
        action.inputs, [&](const Input& input) { return input.field != "break_glass" || barred; });
    const auto base = "/console/applications/" + doing.reference;
    return visit.page(
        "act", title + " – " + doing.reference,
        {{"problems", typed.problems},
         {"title", title},
         {"reference", doing.reference},
         {"organisation", doing.view["sign_up"]["organisation"]["name"]},
         {"explanation", visit.word("console.action." + event)},
         {"effects", effects_view(preview, doing.reference, visit)},
         {"can_look", needs_words},
         {"barred", barred},
         {"action", base + "/do/" + event},
         {"back", base},
         {"version", typed.version.empty() ? text_of(doing.view["version"]) : typed.version},
         {"inputs", inputs_view(action, doing.view, typed, visit)},
         {"items", items ? items_view(doing.view, typed.form, visit) : json::array()},
         {"asks_key", action.grave && !visit.open.stepped_up},
         {"style", event == "rejected" || event == "withdrawn" ? "danger" : ""}});
}

http::Response show_action(const Visit& visit) {
    const auto doing = doing_of(visit);
    if (!doing) return visit.trouble(404, "no_application");
    const TypedAction nothing;
    return action_page(visit, *doing, nothing);
}

http::Response show_again(const Visit& visit, const pages::Form& form) {
    const auto doing = doing_of(visit);
    if (!doing) return visit.trouble(404, "no_application");
    return action_page(visit, *doing, {.form = form, .version = form.value("version")});
}

http::Response act(const Visit& visit, const pages::Form& form) {
    const auto doing = doing_of(visit);
    if (!doing) return visit.trouble(404, "no_application");
    // Whatever goes wrong, what was seen is still all that was seen.
    auto typed = TypedAction{.form = form, .version = form.value("version")};
    if (form.has("look")) return action_page(visit, *doing, typed);  // Only what it would send.
    const auto now = doing->action->grave ? raised(visit, form) : Raised{.visit = visit};
    if (!now.proved()) {
        typed.problems.push_back(now.problem);
        return action_page(visit, *doing, typed);
    }
    const auto sent = visit.site.parts.applications.send(
        now.visit.caller(), doing->reference,
        {.event = std::string{doing->action->event},
         .data = data_of(*doing->action, form, doing->view, visit),
         .key = "",
         .seen_version = static_cast<int>(number_in(typed.version))});
    auto response = [&] {
        if (std::holds_alternative<adapters::Done>(sent))
            return pages::see_other("/console/applications/" + doing->reference +
                                    "?done=" + std::string{doing->action->event});
        typed.problems = troubles_of(sent, visit);
        place_in_form(typed.problems, form);
        if (std::holds_alternative<adapters::Stale>(sent)) typed.version.clear();
        const auto fresh = doing_of(visit);  // As it is now.
        return action_page(now.visit, fresh ? *fresh : *doing, typed);
    }();
    return now.keep(std::move(response));
}

}  // namespace

bool needs_nothing(std::string_view event) {
    const auto found = std::ranges::find(all_actions(), event, &Action::event);
    return found != all_actions().end() && found->inputs.empty() && !found->grave;
}

std::vector<http::Route> action_routes(const std::shared_ptr<const Site>& site) {
    const std::string pattern = "/console/applications/{reference}/do/{event}";
    return {page_for(site, pattern, doers, show_action),
            form_for(site, pattern, doers, act, show_again)};
}

}  // namespace console
