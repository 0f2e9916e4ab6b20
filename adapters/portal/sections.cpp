#include "adapters/portal/sections.hpp"

#include <algorithm>
#include <charconv>
#include <functional>
#include <system_error>

#include "adapters/formats.hpp"
#include "states/messages.hpp"
#include "states/text.hpp"

namespace portal {
namespace {

using nlohmann::json;
using states::SignUp;

struct Place {
    std::string_view field;
    std::string* (*of)(SignUp&);
};

// Every field that is kept as it is typed.
constexpr Place places[] = {
    {"organisation.name", [](SignUp& s) { return &s.organisation.name; }},
    {"organisation.vat_number", [](SignUp& s) { return &s.organisation.vat_number; }},
    {"organisation.website", [](SignUp& s) { return &s.organisation.website; }},
    {"organisation.address.street", [](SignUp& s) { return &s.organisation.address.street; }},
    {"organisation.address.postal_code",
     [](SignUp& s) { return &s.organisation.address.postal_code; }},
    {"organisation.address.city", [](SignUp& s) { return &s.organisation.address.city; }},
    {"organisation.address.state", [](SignUp& s) { return &s.organisation.address.state; }},
    {"organisation.address.country", [](SignUp& s) { return &s.organisation.address.country; }},
    {"representative.first_name", [](SignUp& s) { return &s.representative.first_name; }},
    {"representative.last_name", [](SignUp& s) { return &s.representative.last_name; }},
    {"representative.email", [](SignUp& s) { return &s.representative.email; }},
    {"representative.phone", [](SignUp& s) { return &s.representative.phone; }},
    {"representative.mobile", [](SignUp& s) { return &s.representative.mobile; }},
    {"contract_language", [](SignUp& s) { return &s.contract_language; }},
    {"current_account", [](SignUp& s) { return &s.current_account; }}};

std::string* text_at(SignUp& sign_up, std::string_view field) {
    const auto* place = std::ranges::find(places, field, &Place::field);
    return place == std::end(places) ? nullptr : place->of(sign_up);
}

// Those of adapters/early_checks.hpp.
bool is_checked_early(std::string_view field) {
    return field == "organisation.vat_number" || field == "representative.phone" ||
           field == "representative.mobile";
}

struct Country {
    std::string_view code;
    std::string_view name;
};

std::vector<Country> countries_in(const std::string& language) {
    std::vector<Country> all;
    const auto file = country_name_files().find(language + ".txt");
    if (file == country_name_files().end()) return all;
    auto text = file->second;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        const auto line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.size() < 4 || line[0] == '#') continue;
        all.push_back({line.substr(0, 2), line.substr(3)});
    }
    return all;
}

json countries(const std::string& chosen, const std::string& language) {
    auto all = json::array({{{"value", ""}, {"label", ""}, {"selected", chosen.empty()}}});
    for (const auto& country : countries_in(language))
        all.push_back({{"value", country.code},
                       {"label", country.name},
                       {"selected", country.code == chosen}});
    return all;
}

json languages(const std::string& chosen, const Visit& visit) {
    auto all = json::array();
    for (const auto& language : visit.site.parts.catalogue.languages)
        all.push_back({{"value", language},
                       {"id", "contract_language-" + language},
                       {"label", visit.site.words.has("language." + language)
                                     ? visit.word("language." + language)
                                     : language},
                       {"selected", language == chosen}});
    return all;
}

std::string hint_of(const FormInput& input, const Visit& visit) {
    const auto key =
        input.hint.empty() ? "portal.hint." + std::string{input.field} : std::string{input.hint};
    if (!visit.site.words.has(key)) return {};
    const auto& catalogue = visit.site.parts.catalogue;
    return visit.word(
        key, {{"amount", adapters::write_amount(catalogue.prepayment_min, catalogue.currency,
                                                visit.language)}});
}

}  // namespace

const std::vector<Section>& sections() {
    static const std::vector<Section> all{
        {"products", {}},
        {"organisation",
         {{"organisation.name", "text", "organization"},
          {"organisation.vat_number", "text"},
          {"organisation.website", "url", "url"}}},
        {"address",
         {{"organisation.address.country", "country", "country"},
          {"organisation.address.street", "text", "street-address"},
          {"organisation.address.postal_code", "text", "postal-code"},
          {"organisation.address.city", "text", "address-level2"},
          {"organisation.address.state", "text", "address-level1", true}}},
        {"representative",
         {{"representative.first_name", "text", "given-name"},
          {"representative.last_name", "text", "family-name"},
          {"representative.email", "email", "email"},
          {"representative.phone", "tel", "tel"},
          {"representative.mobile", "tel", "tel"}}},
        {"agreement",
         {{"contract_language", "language"},
          {"prepayment.amount", "amount"},
          {"standing_order", "check", "", true},
          {"current_account", "text", "", true}}}};
    return all;
}

const Section* section_named(std::string_view name) {
    const auto found = std::ranges::find(sections(), name, &Section::name);
    return found == sections().end() ? nullptr : &*found;
}

Section asked_of(const Section& section, const SignUp& sign_up,
                 const states::Catalogue& catalogue) {
    const auto any_direct = [&](bool states::Product::*trait) {
        return std::ranges::any_of(sign_up.products, [&](const states::Wish& wish) {
            const auto* product = catalogue.product(wish.product);
            return wish.role == states::Role::direct && product && product->*trait;
        });
    };
    const bool resold_only = std::ranges::all_of(sign_up.products, [](const states::Wish& wish) {
        return wish.role == states::Role::reseller;
    });
    if (sign_up.products.empty()) return section;  // Nobody knows yet.
    auto asked = section;
    std::erase_if(asked.fields, [&](const FormInput& input) {
        return (input.field == "prepayment.amount" && !any_direct(&states::Product::prepaid)) ||
               (input.field == "standing_order" && !any_direct(&states::Product::standing_order));
    });
    for (auto& input : asked.fields)
        if (input.field == "current_account" && resold_only) {
            input.optional = false;
            input.hint = "portal.hint.account_of_reseller";
        }
    return asked;
}

std::string title_of(const Section& asked, const Visit& visit) {
    const bool is_paid = std::ranges::find(asked.fields, "prepayment.amount", &FormInput::field) !=
                         asked.fields.end();
    if (asked.name == "agreement" && !is_paid) return visit.word("portal.section.account");
    return visit.word("portal.section." + std::string{asked.name});
}

std::string country_name(const std::string& code, const std::string& language) {
    const auto known = countries_in(language);
    const auto found = std::ranges::find(known, code, &Country::code);
    return found == known.end() ? code : std::string{found->name};
}

std::optional<int> iana_id_in(std::string_view typed) {
    if (typed.empty()) return 0;
    int id = 0;
    const auto* end = typed.data() + typed.size();
    const auto [stopped, error] = std::from_chars(typed.data(), end, id);
    if (error != std::errc{} || stopped != end || id < 1) return std::nullopt;
    return id;
}

std::optional<std::size_t> product_of(std::string_view field, std::string_view part,
                                      const SignUp& sign_up) {
    for (std::size_t i = 0; i < sign_up.products.size(); ++i)
        if (field == "products[" + std::to_string(i) + "]." + std::string{part}) return i;
    return std::nullopt;
}

std::string value_of(const SignUp& sign_up, std::string_view field) {
    if (const auto product = product_of(field, "iana_id", sign_up)) {
        const auto id = sign_up.products[*product].iana_id;
        return id > 0 ? std::to_string(id) : "";
    }
    auto copy = sign_up;
    if (const auto* text = text_at(copy, field)) return *text;
    if (field == "standing_order") return sign_up.standing_order ? "yes" : "";
    if (field == "prepayment.amount")
        return sign_up.prepayment.cents == 0 ? "" : states::write_money(sign_up.prepayment);
    return {};
}

std::vector<states::Problem> take(SignUp& sign_up, const Section& section,
                                  const pages::Form& form) {
    std::vector<states::Problem> unread;
    for (const auto& input : section.fields) {
        const auto value = form.value(input.field);
        if (auto* text = text_at(sign_up, input.field))
            *text = value;
        else if (input.field == "standing_order")
            sign_up.standing_order = value == "yes";
        else if (input.field == "prepayment.amount") {
            const auto amount = amount_in(value);
            if (!amount && !value.empty())
                unread.push_back({std::string{input.field}, "amount_unread"});
            sign_up.prepayment = amount.value_or(states::Money{});
        } else if (const auto product = product_of(input.field, "iana_id", sign_up)) {
            const auto id = iana_id_in(value);
            if (!id) unread.push_back({std::string{input.field}, "iana_id_format"});
            sign_up.products[*product].iana_id = id.value_or(0);
        }
    }
    return unread;
}

void name_inputs(std::vector<states::Problem>& problems) {
    for (auto& problem : problems)
        if (problem.field == "prepayment") problem.field = "prepayment.amount";
}

std::vector<states::Problem> problems_of(const Section& section, const SignUp& sign_up,
                                         const states::Catalogue& catalogue) {
    auto read = states::read_sign_up(states::write_sign_up(sign_up), catalogue);
    auto* all = std::get_if<std::vector<states::Problem>>(&read);
    if (!all) return {};
    std::erase_if(*all, [&](const states::Problem& problem) {
        if (section.name == "products") return !problem.field.starts_with("products");
        return std::ranges::none_of(section.fields, [&](const FormInput& input) {
            return problem.field == input.field ||
                   (input.field == "prepayment.amount" && problem.field == "prepayment");
        });
    });
    name_inputs(*all);
    std::ranges::stable_sort(*all, {}, [&](const states::Problem& problem) {
        return std::ranges::find(section.fields, problem.field, &FormInput::field) -
               section.fields.begin();
    });
    return *all;
}

json input_view(const FormInput& input, const std::string& value,
                const std::vector<states::Problem>& problems, const Visit& visit) {
    const auto field = std::string{input.field};
    const auto problem = std::ranges::find(problems, field, &states::Problem::field);
    json view = {
        {"name", field},
        {"id", anchor_of(field)},
        {"label", states::label(field, visit.language)},
        {"hint", hint_of(input, visit)},
        {"error", problem == problems.end() ? "" : states::sentence(*problem, visit.language)},
        {"value", value},
        {"optional", input.optional},
        {"type", input.type == "amount" ? "text" : input.type},
        {"autocomplete", input.autocomplete},
        {"check", is_checked_early(field) ? field : ""},
        {"is_check", input.type == "check"},
        {"is_select", input.type == "country"},
        {"is_radio", input.type == "language"},
        {"is_text", true},
        {"checked", value == "yes"},
        {"options", json::array()}};
    if (view["is_select"].get<bool>()) view["options"] = countries(value, visit.language);
    if (view["is_radio"].get<bool>()) view["options"] = languages(value, visit);
    for (const auto* other : {"is_check", "is_select", "is_radio"})
        if (view[other].get<bool>()) view["is_text"] = false;
    return view;
}

json fields_view(const Section& section, const SignUp& sign_up, const pages::Form* form,
                 const std::vector<states::Problem>& problems, const Visit& visit) {
    auto all = json::array();
    for (const auto& input : section.fields)
        all.push_back(input_view(input,
                                 form ? form->value(input.field) : value_of(sign_up, input.field),
                                 problems, visit));
    return all;
}

std::optional<states::Money> amount_in(std::string_view typed) {
    std::string plain;
    for (const char c : typed)
        if ((c >= '0' && c <= '9') || c == '.' || c == ',') plain += c;
    // The last mark divides cents if one or two digits follow it; all others divide thousands.
    const auto mark = plain.find_last_of(".,");
    const auto behind = mark == std::string::npos ? 0 : plain.size() - mark - 1;
    const bool has_cents = behind == 1 || behind == 2;
    std::string cents = has_cents ? plain.substr(mark + 1) : "";
    std::string whole = has_cents ? plain.substr(0, mark) : plain;
    std::erase_if(whole, [](char c) { return c == '.' || c == ','; });
    cents.resize(2, '0');
    return states::read_money(whole + "." + cents);
}

std::string file_name_of(const std::string& document, const Visit& visit) {
    const auto found =
        document.empty() ? std::nullopt : visit.site.parts.reading.document(document);
    return found ? found->file_name : "";
}

void take_document(states::Wish& wish, const pages::Upload& upload, const std::string& field,
                   const Visit& visit, std::vector<states::Problem>& problems) {
    const auto taken =
        visit.site.parts.documents.take(applicant(), upload.content, upload.file_name);
    if (const auto* kept = std::get_if<adapters::Kept>(&taken))
        wish.document = kept->id;
    else if (std::holds_alternative<adapters::TooLarge>(taken))
        problems.push_back({field, "upload_too_large"});
    else if (std::holds_alternative<adapters::NoPdf>(taken))
        problems.push_back({field, "upload_no_pdf"});
    else if (const auto* invalid = std::get_if<adapters::Invalid>(&taken))
        problems.push_back(
            {field, invalid->problems.front().code, invalid->problems.front().values});
}

}  // namespace portal
