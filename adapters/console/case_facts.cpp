// What is known of an application: what was said, what registers say of it, and its papers.

#include <algorithm>

#include "adapters/console/case_page.hpp"
#include "states/messages.hpp"

namespace console {

using nlohmann::json;

std::string text_of(const json& value) {
    if (value.is_string()) return value.get<std::string>();
    return value.is_null() ? "" : value.dump();
}

namespace {

// A doubt about a part of what stands in one row: of an address, of a product.
bool is_about(const json& warning, const std::string& row) {
    const auto field = text_of(warning["field"]);
    const bool has_parts = row == "organisation.address" || row.starts_with("products[");
    return field == row || (has_parts && field.starts_with(row + "."));
}

std::string language_name(const std::string& code, const Visit& visit) {
    const auto known = visit.site.words.languages();
    if (std::ranges::find(known, code) == known.end()) return code;
    return visit.site.words.text(code, "language.own_name");
}

}  // namespace

json facts_view(const json& view, const Visit& visit) {
    auto rows = json::array();
    const auto& sign_up = view["sign_up"];
    const auto add = [&](const std::string& field, const std::string& value) {
        auto doubts = json::array();
        for (const auto& warning : view["warnings"])
            if (is_about(warning, field))
                doubts.push_back({{"sentence", warning["sentence"]},
                                  {"accepted", !text_of(warning["accepted_by"]).empty()},
                                  {"reason", text_of(warning["reason"])}});
        rows.push_back({{"label", states::label(field, visit.language)},
                        {"value", value.empty() ? "–" : value},
                        {"doubts", doubts}});
    };
    const auto& organisation = sign_up["organisation"];
    const auto& address = organisation["address"];
    const auto& person = sign_up["representative"];
    add("organisation.name", text_of(organisation["name"]));
    add("organisation.vat_number", text_of(organisation["vat_number"]));
    const auto state = text_of(address["state"]);
    add("organisation.address",
        text_of(address["street"]) + ", " + text_of(address["postal_code"]) + " " +
            text_of(address["city"]) + ", " + (state.empty() ? "" : state + ", ") +
            text_of(address["country"]));
    add("organisation.website", text_of(organisation["website"]));
    add("representative", text_of(person["first_name"]) + " " + text_of(person["last_name"]));
    add("representative.email", text_of(person["email"]));
    add("representative.phone", text_of(person["phone"]));
    add("representative.mobile", text_of(person["mobile"]));
    add("contract_language", language_name(text_of(sign_up["contract_language"]), visit));
    if (!sign_up["prepayment"].is_null())
        add("prepayment", text_of(sign_up["prepayment"]["currency"]) + " " +
                              text_of(sign_up["prepayment"]["amount"]));
    add("current_account", text_of(sign_up["current_account"]));
    add("standing_order", visit.word(sign_up["standing_order"] == true ? "console.correct.set"
                                                                       : "console.correct.unset"));
    for (std::size_t i = 0; i < sign_up["products"].size(); ++i) {
        const auto& product = sign_up["products"][i];
        auto value = text_of(product["name"]) + " – " +
                     visit.word("console.role." + text_of(product["role"]));
        if (product.contains("iana_id") && !product["iana_id"].is_null())
            value += ", IANA ID " + text_of(product["iana_id"]);
        add("products[" + std::to_string(i) + "]", value);
    }
    return rows;
}

json documents_view(const json& view, const Visit& visit) {
    auto all = json::array();
    const auto add = [&](const std::string& id, const std::string& label) {
        if (!id.empty())
            all.push_back(
                {{"href", "/console/documents/" + id + "?of=" + text_of(view["reference"])},
                 {"label", label},
                 {"save", visit.word("console.document.save_this", {{"name", label}})}});
    };
    for (const auto& product : view["sign_up"]["products"])
        if (product.contains("document"))
            add(text_of(product["document"]),
                visit.word("console.document.of_product", {{"product", text_of(product["name"])}}));
    for (const auto& agreement : view["agreements"]) {
        const auto product = text_of(agreement["product"]);
        add(text_of(agreement["document"]),
            visit.word("console.document.sent", {{"product", product}}));
        bool first = true;  // The signed contract comes first, the record of the signing after it.
        for (const auto& paper : agreement["papers"]) {
            add(text_of(paper),
                visit.word(first ? "console.document.signed" : "console.document.record",
                           {{"product", product}}));
            first = false;
        }
    }
    if (!view["invoice"].is_null())
        add(text_of(view["invoice"]["document"]), visit.word("console.document.invoice"));
    return all;
}

namespace {

// Registers have names; what is judged without one is called by a word.
std::string source_word(const std::string& source, const Visit& visit) {
    auto key = "console.source." + source;
    std::ranges::replace(key, ' ', '_');
    return visit.site.words.has(key) ? visit.word(key) : source;
}

// The value of "organisation.address.city" or "products[0].iana_id".
std::string value_at(const json& sign_up, const std::string& field, const Visit& visit) {
    std::string path = "/";
    for (const char c : field)
        if (c != ']') path += c == '.' || c == '[' ? '/' : c;
    const auto at = json::json_pointer{path};
    if (!sign_up.contains(at)) return {};
    const auto& value = sign_up[at];
    if (field.ends_with(".document"))
        return value.is_null() ? "" : visit.word("console.decided.document");
    if (value.is_boolean())
        return visit.word(value.get<bool>() ? "console.correct.set" : "console.correct.unset");
    if (value.is_object() && value.contains("amount"))
        return text_of(value["currency"]) + " " + text_of(value["amount"]);
    return text_of(value);
}

}  // namespace

std::string field_label(const std::string& field, const Visit& visit, const json& products) {
    auto label = states::label(field, visit.language);
    constexpr std::string_view start = "products[";
    if (!field.starts_with(start)) return label;
    const auto index = number_in(field.substr(start.size(), field.find(']') - start.size()));
    const auto at = static_cast<std::size_t>(index);
    if (at < products.size()) label += ", " + text_of(products[at]["name"]);
    return label;
}

json decided_view(const json& view, const History& history, const Visit& visit) {
    auto rows = json::array();
    const auto add = [&](const std::string& label, const std::string& value) {
        if (!value.empty()) rows.push_back({{"label", label}, {"value", value}});
    };
    const auto& sign_up = view["sign_up"];
    add(visit.word("console.decided.held"), text_of(view["held_because"]));
    add(visit.word("console.decided.rejected"), text_of(view["rejection"]));
    add(visit.word("console.decided.appeal"), history.appeal);
    add(visit.word("console.decided.ended"), text_of(view["ended_because"]));
    for (const auto& asked : history.asked) {
        const auto label = field_label(asked.field, visit, sign_up["products"]);
        add(visit.word("console.decided.asked", {{"field", label}}), asked.text);
        if (history.answered)
            add(visit.word("console.decided.answered", {{"field", label}}),
                value_at(sign_up, asked.field, visit));
    }
    add(states::label("registrar_id", visit.language), text_of(view["registrar_id"]));
    for (const auto& contact : view["profile"]["contacts"]) {
        std::string value;
        for (const auto* part : {"name", "alias", "email", "phone"})
            if (const auto text = text_of(contact[part]); !text.empty())
                value += (value.empty() ? "" : ", ") + text;
        add(visit.word("console.contact." + text_of(contact["kind"])), value);
    }
    for (const auto& url : view["profile"]["product_urls"])
        add(text_of(url["product"]) + " (" + text_of(url["language"]) + ")", text_of(url["url"]));
    add(visit.word("console.decided.domain"), text_of(view["first_domain"]));
    return rows;
}

json checks_view(const std::string& reference, const Visit& visit) {
    auto all = json::array();
    auto grounds = visit.site.parts.grounds.of(visit.caller(), reference, visit.language);
    if (!grounds) return all;
    for (const auto& item : (*grounds)["items"]) {
        const auto outcome = text_of(item["outcome"]);
        const auto at = text_of(item["at"]);
        all.push_back({{"label", item["label"]},
                       {"subject", text_of(item["subject"])},
                       {"outcome", visit.word("console.outcome." + outcome)},
                       {"tag", outcome == "valid"     ? "good"
                               : outcome == "invalid" ? "bad"
                                                      : "warn"},
                       {"source", source_word(text_of(item["source"]), visit)},
                       {"day", at.substr(0, 10)},
                       {"explanation", text_of(item["explanation"])}});
    }
    return all;
}

json effects_view(const adapters::Result& preview, const std::string& reference,
                  const Visit& visit) {
    auto all = json::array();
    const auto* done = std::get_if<adapters::Done>(&preview);
    if (!done) return all;
    for (const auto& effect : done->answer["effects"]) {
        auto one = json{{"label", effect["label"]}, {"mail", nullptr}};
        const auto email = text_of(effect["email"]);
        if (!email.empty()) one["label"] = text_of(effect["label"]) + " (" + email + ")";
        if (!effect["tells"].is_null()) {
            const auto mail =
                visit.site.parts.sample_mail(effect["tells"].get<states::Tell>(), reference);
            one["mail"] = {
                {"language", mail.language}, {"subject", mail.subject}, {"text", mail.text}};
        }
        all.push_back(std::move(one));
    }
    if (done->answer["from"] != done->answer["to"])
        all.push_back({{"label", visit.word("console.act.goes_to",
                                            {{"state", text_of(done->answer["label"])}})},
                       {"mail", nullptr}});
    return all;
}

}  // namespace console
