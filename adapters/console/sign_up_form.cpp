#include "adapters/console/sign_up_form.hpp"

#include <algorithm>
#include <charconv>

namespace console {
namespace {

using nlohmann::json;

constexpr std::string_view of_products[] = {"role", "iana_id", "document"};

std::string row_named(std::size_t row, std::string_view field) {
    return "products[" + std::to_string(row) + "]." + std::string{field};
}

json::json_pointer place_of(std::string_view field) {
    auto path = "/" + std::string{field};
    std::ranges::replace(path, '.', '/');
    return json::json_pointer{path};
}

std::string typed_in(const json& value) {
    if (value.is_string()) return value.get<std::string>();
    return value.is_number_integer() ? std::to_string(value.get<std::int64_t>()) : "";
}

std::string text_at(const json& sign_up, std::string_view field) {
    const auto place = place_of(field);
    return sign_up.contains(place) ? typed_in(sign_up.at(place)) : "";
}

// What is no number stays as it was typed, and is refused by its field.
json number_or_text(const std::string& typed) {
    int number = 0;
    const auto* end = typed.data() + typed.size();
    const auto [stopped, error] = std::from_chars(typed.data(), end, number);
    return error == std::errc{} && stopped == end ? json(number) : json(typed);
}

std::size_t row_of(const std::string& product, const states::Catalogue& catalogue) {
    const auto found = std::ranges::find(catalogue.products, product, &states::Product::name);
    return static_cast<std::size_t>(found - catalogue.products.begin());
}

std::string value_in(const Inputs& inputs, const std::string& name) {
    const auto found = inputs.find(name);
    return found == inputs.end() ? "" : found->second;
}

}  // namespace

const std::vector<EntryGroup>& entry_groups() {
    using enum Entry::Kind;
    static const std::vector<EntryGroup> all{{"label.organisation",
                                              {{"organisation.name"},
                                               {"organisation.vat_number"},
                                               {"organisation.website"},
                                               {"organisation.address.street"},
                                               {"organisation.address.postal_code"},
                                               {"organisation.address.city"},
                                               {"organisation.address.state", text, true},
                                               {"organisation.address.country"}}},
                                             {"label.representative",
                                              {{"representative.first_name"},
                                               {"representative.last_name"},
                                               {"representative.email"},
                                               {"representative.phone"},
                                               {"representative.mobile"}}},
                                             {"console.intake.agreement",
                                              {{"contract_language", language},
                                               {"prepayment.amount", amount, true},
                                               {"current_account", text, true},
                                               {"standing_order", check}}}};
    return all;
}

Inputs inputs_of(const json& sign_up, const states::Catalogue& catalogue) {
    Inputs inputs;
    if (!sign_up.is_object()) return inputs;
    for (const auto& group : entry_groups())
        for (const auto& entry : group.entries) {
            const auto field = std::string{entry.field};
            if (entry.kind == Entry::Kind::check)
                inputs[field] = sign_up.contains(field) && sign_up[field] == true ? "yes" : "";
            else
                inputs[field] = text_at(sign_up, entry.field);
        }
    const auto products = sign_up.value("products", json::array());
    for (const auto& wish : products) {
        if (!wish.is_object()) continue;
        const auto row = row_of(text_at(wish, "name"), catalogue);
        if (row == catalogue.products.size()) continue;
        for (const auto field : of_products) inputs[row_named(row, field)] = text_at(wish, field);
    }
    return inputs;
}

Inputs inputs_of(const pages::Form& form, const states::Catalogue& catalogue) {
    Inputs inputs;
    for (const auto& group : entry_groups())
        for (const auto& entry : group.entries)
            inputs[std::string{entry.field}] = form.value(entry.field);
    for (std::size_t row = 0; row < catalogue.products.size(); ++row)
        for (const auto field : of_products)
            inputs[row_named(row, field)] = form.value(row_named(row, field));
    return inputs;
}

json sign_up_of(const Inputs& inputs, const states::Catalogue& catalogue) {
    json sign_up = {{"organisation", {{"address", json::object()}}},
                    {"representative", json::object()},
                    {"products", json::array()}};
    for (const auto& group : entry_groups())
        for (const auto& entry : group.entries) {
            const auto value = value_in(inputs, std::string{entry.field});
            if (entry.kind == Entry::Kind::check)
                sign_up[std::string{entry.field}] = value == "yes";
            else if (value.empty())
                continue;
            else if (entry.kind == Entry::Kind::amount)
                sign_up["prepayment"] = {{"amount", value}, {"currency", catalogue.currency}};
            else
                sign_up[place_of(entry.field)] = value;
        }
    for (std::size_t row = 0; row < catalogue.products.size(); ++row) {
        const auto role = value_in(inputs, row_named(row, "role"));
        if (role.empty()) continue;
        json wish = {{"name", catalogue.products[row].name}, {"role", role}};
        const auto id = value_in(inputs, row_named(row, "iana_id"));
        const auto document = value_in(inputs, row_named(row, "document"));
        if (!id.empty()) wish["iana_id"] = number_or_text(id);
        if (!document.empty()) wish["document"] = document;
        sign_up["products"].push_back(std::move(wish));
    }
    return sign_up;
}

std::string input_named(const std::string& field, const json& sign_up,
                        const states::Catalogue& catalogue) {
    constexpr std::string_view list = "products[";
    if (field == "prepayment" || field == "prepayment.currency") return "prepayment.amount";
    if (!field.starts_with(list)) return field;
    std::size_t at = 0;
    const auto* end = field.data() + field.size();
    const auto [stopped, error] = std::from_chars(field.data() + list.size(), end, at);
    const auto products = sign_up.value("products", json::array());
    if (error != std::errc{} || at >= products.size() || !products[at].is_object()) return field;
    const auto row = row_of(text_at(products[at], "name"), catalogue);
    if (row == catalogue.products.size()) return field;
    return "products[" + std::to_string(row) + std::string{stopped, end};
}

void name_inputs(std::vector<states::Problem>& problems, const json& sign_up,
                 const states::Catalogue& catalogue) {
    for (auto& problem : problems) problem.field = input_named(problem.field, sign_up, catalogue);
}

}  // namespace console
