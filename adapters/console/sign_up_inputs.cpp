#include "adapters/console/sign_up_inputs.hpp"

#include "states/messages.hpp"

namespace console {
namespace {

using nlohmann::json;

std::string value_of(const ShownInputs& shown, const std::string& name) {
    const auto found = shown.inputs.find(name);
    return found == shown.inputs.end() ? "" : found->second;
}

std::string error_of(const ShownInputs& shown, const std::string& name) {
    for (const auto& problem : shown.problems)
        if (problem["field"] == name) return problem["sentence"];
    return {};
}

json input_view(const ShownInputs& shown, const std::string& name, const std::string& label) {
    const auto origin = shown.origins.find(name);
    return {{"name", name},
            {"id", pages::anchor_of(name)},
            {"label", label},
            {"value", value_of(shown, name)},
            {"error", error_of(shown, name)},
            {"optional", false},
            {"checked", value_of(shown, name) == "yes"},
            {"origins", origin == shown.origins.end() ? json::array() : origin->second},
            {"is_text", true},
            {"is_select", false},
            {"is_check", false},
            {"options", json::array()}};
}

json select_view(const ShownInputs& shown, const std::string& name, const std::string& label,
                 json options) {
    auto view = input_view(shown, name, label);
    const auto chosen = value_of(shown, name);
    for (auto& option : options) option["selected"] = option["value"] == chosen;
    view["is_text"] = false;
    view["is_select"] = true;
    view["options"] = std::move(options);
    return view;
}

json languages(const Visit& visit) {
    auto all = json::array({option_view("", "–")});
    for (const auto& language : visit.site.parts.catalogue.languages)
        all.push_back(option_view(language, visit.site.words.text(language, "language.own_name")));
    return all;
}

}  // namespace

json option_view(const std::string& value, const std::string& label) {
    return {{"value", value}, {"label", label}};
}

json groups_view(const ShownInputs& shown) {
    auto groups = json::array();
    for (const auto& group : entry_groups()) {
        auto inputs = json::array();
        for (const auto& entry : group.entries) {
            const auto field = std::string{entry.field};
            const auto label = states::label(field, shown.visit.language);
            auto view = entry.kind == Entry::Kind::language
                            ? select_view(shown, field, label, languages(shown.visit))
                            : input_view(shown, field, label);
            view["optional"] = entry.optional;
            view["is_check"] = entry.kind == Entry::Kind::check;
            if (entry.kind == Entry::Kind::check) view["is_text"] = false;
            inputs.push_back(std::move(view));
        }
        groups.push_back(
            {{"legend", shown.visit.word(std::string{group.label})}, {"inputs", inputs}});
    }
    return groups;
}

json products_view(const ShownInputs& shown,
                   const std::function<json(const std::string& chosen)>& documents) {
    const auto& visit = shown.visit;
    auto all = json::array();
    const auto& products = visit.site.parts.catalogue.products;
    for (std::size_t row = 0; row < products.size(); ++row) {
        const auto base = "products[" + std::to_string(row) + "].";
        auto roles = json::array({option_view("", visit.word("console.intake.not_wanted"))});
        if (products[row].direct)
            roles.push_back(option_view("direct", visit.word("console.role.direct")));
        if (products[row].reseller)
            roles.push_back(option_view("reseller", visit.word("console.role.reseller")));
        const auto label = [&](const std::string& field) {
            return states::label(base + field, visit.language);
        };
        auto inputs = json::array();
        inputs.push_back(select_view(shown, base + "role", label("role"), roles));
        if (products[row].needs_accreditation || products[row].reseller) {
            auto id = input_view(shown, base + "iana_id", label("iana_id"));
            auto document = select_view(shown, base + "document", label("document"),
                                        documents(value_of(shown, base + "document")));
            id["optional"] = document["optional"] = true;
            inputs.push_back(std::move(id));
            inputs.push_back(std::move(document));
        }
        all.push_back({{"legend", products[row].name}, {"inputs", inputs}});
    }
    return all;
}

}  // namespace console
