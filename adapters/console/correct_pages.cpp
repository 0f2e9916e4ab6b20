// Correcting a sign-up: the form with what is there, then what would change and what would follow
// from it, and only then the deed.

#include "adapters/console/case_page.hpp"
#include "adapters/console/desk.hpp"
#include "adapters/console/sign_up_inputs.hpp"
#include "adapters/pages/answer.hpp"
#include "adapters/sha256.hpp"
#include "states/messages.hpp"

namespace console {
namespace {

using nlohmann::json;

const std::vector<std::string> correctors{"clerk"};
constexpr auto event_name = "sign_up_corrected";

struct TypedCorrection {
    Inputs inputs;
    json problems = json::array();
    std::string version = {};  // The one that was seen when it was typed; empty: as it is now.
    bool weighed = false;      // What follows is shown, and the next press does it.
};

std::optional<json> application_in(const Visit& visit) {
    return visit.site.parts.applications.show(
        visit.caller(), std::string{visit.request.parameter("reference")}, visit.language);
}

// Nothing is uploaded here; what each product has can be kept or taken away, or be the other's.
json documents_in(const json& view, const std::string& chosen, const Visit& visit) {
    auto all = json::array({option_view("", "–")});
    bool known = chosen.empty();
    for (const auto& product : view["sign_up"]["products"]) {
        const auto id = text_of(product.value("document", json{}));
        if (id.empty()) continue;
        all.push_back(option_view(id, visit.word("console.document.of_product",
                                                 {{"product", text_of(product["name"])}})));
        known = known || id == chosen;
    }
    if (!known) all.push_back(option_view(chosen, chosen));
    return all;
}

json command_data(const Inputs& inputs, const Visit& visit) {
    return {{"sign_up", sign_up_of(inputs, visit.site.parts.catalogue)}};
}

// Of these inputs and no others: what was weighed is what is done.
std::string seal_of(const Inputs& inputs, const Visit& visit) {
    return adapters::sha256_of(command_data(inputs, visit).dump());
}

json changes_view(const json& view, const Inputs& typed, const Visit& visit) {
    const auto& catalogue = visit.site.parts.catalogue;
    const auto kept = inputs_of(view["sign_up"], catalogue);
    const auto in_words = [&](const std::string& name, const std::string& value) {
        if (value.empty()) return std::string{"–"};
        if (value == "yes" || name.ends_with(".document")) return visit.word("console.correct.set");
        if (name.ends_with(".role")) return visit.word("console.role." + value);
        return value;
    };
    auto all = json::array();
    for (const auto& [name, value] : typed) {
        const auto before = kept.contains(name) ? kept.at(name) : "";
        if (before == value) continue;
        auto label = states::label(name, visit.language);
        for (std::size_t row = 0; row < catalogue.products.size(); ++row)
            if (name.starts_with("products[" + std::to_string(row) + "]"))
                label = catalogue.products[row].name + ": " + label;
        all.push_back(
            {{"label", label}, {"before", in_words(name, before)}, {"now", in_words(name, value)}});
    }
    return all;
}

http::Response page(const Visit& visit, const json& view, const TypedCorrection& typed) {
    const auto reference = text_of(view["reference"]);
    const auto base = "/console/applications/" + reference;
    static const std::map<std::string, json> no_origins;
    const ShownInputs shown{typed.inputs, typed.problems, no_origins, visit};
    auto effects = json::array();
    auto changes = json::array();
    if (typed.weighed) {
        changes = changes_view(view, typed.inputs, visit);
        effects = effects_view(
            visit.site.parts.applications.preview(
                visit.caller(), reference,
                {.event = event_name, .data = command_data(typed.inputs, visit), .key = ""},
                visit.language),
            reference, visit);
    }
    return visit.page(
        "correct", visit.word("do.sign_up_corrected") + " – " + reference,
        {{"problems", typed.problems},
         {"reference", reference},
         {"organisation", text_of(view["sign_up"]["organisation"]["name"])},
         {"back", base},
         {"action", base + "/do/" + event_name},
         {"version", typed.version.empty() ? text_of(view["version"]) : typed.version},
         {"weighed", typed.weighed},
         {"seal", typed.weighed ? seal_of(typed.inputs, visit) : ""},
         {"changes", changes},
         {"has_changes", !changes.empty()},
         {"effects", effects},
         {"groups", groups_view(shown)},
         {"products", products_view(shown, [&](const std::string& chosen) {
              return documents_in(view, chosen, visit);
          })}});
}

http::Response show_form(const Visit& visit) {
    const auto view = application_in(visit);
    if (!view) return visit.trouble(404, "no_application");
    return page(visit, *view,
                {.inputs = inputs_of((*view)["sign_up"], visit.site.parts.catalogue)});
}

// Weighs it the first time, and whenever it is not what was weighed; does it the second time.
http::Response correct(const Visit& visit, const pages::Form& form) {
    const auto view = application_in(visit);
    if (!view) return visit.trouble(404, "no_application");
    const auto& catalogue = visit.site.parts.catalogue;
    auto typed =
        TypedCorrection{.inputs = inputs_of(form, catalogue), .version = form.value("version")};
    const adapters::Command command{.event = event_name,
                                    .data = command_data(typed.inputs, visit),
                                    .key = "",
                                    .seen_version = static_cast<int>(number_in(typed.version))};
    auto& applications = visit.site.parts.applications;
    const auto reference = text_of((*view)["reference"]);
    const bool weighed = form.value("seal") == seal_of(typed.inputs, visit);
    auto result = weighed
                      ? applications.send(visit.caller(), reference, command)
                      : applications.preview(visit.caller(), reference, command, visit.language);
    if (std::holds_alternative<adapters::Done>(result)) {
        if (weighed)
            return pages::see_other("/console/applications/" + reference + "?done=" + event_name);
        typed.weighed = true;
        return page(visit, *view, typed);
    }
    if (auto* invalid = std::get_if<adapters::Invalid>(&result))
        name_inputs(invalid->problems, command.data["sign_up"], catalogue);
    typed.problems = troubles_in(result, visit);
    if (std::holds_alternative<adapters::Stale>(result)) typed.version.clear();
    const auto fresh = application_in(visit);  // With the version as it is now.
    return page(visit, fresh ? *fresh : *view, typed);
}

http::Response weigh_again(const Visit& visit, const pages::Form& form) {
    const auto view = application_in(visit);
    if (!view) return visit.trouble(404, "no_application");
    return page(
        visit, *view,
        {.inputs = inputs_of(form, visit.site.parts.catalogue), .version = form.value("version")});
}

}  // namespace

std::vector<http::Route> correct_routes(const std::shared_ptr<const Site>& site) {
    const auto pattern = std::string{"/console/applications/{reference}/do/"} + event_name;
    return {page_for(site, pattern, correctors, show_form),
            form_for(site, pattern, correctors, correct, weigh_again)};
}

}  // namespace console
