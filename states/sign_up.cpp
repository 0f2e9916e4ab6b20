#include "states/sign_up.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <set>

#include "states/checks.hpp"
#include "states/fields.hpp"
#include "states/postal_code.hpp"
#include "states/text.hpp"
#include "states/vat.hpp"

namespace states {
namespace {

using nlohmann::json;

// The order in which the rule book asks (domain.md, "Sign up").  An object that cannot be read
// comes where the first of its fields would.
constexpr std::array<std::string_view, 28> rule_book = {
    "",
    "organisation",
    "organisation.name",
    "representative",
    "representative.first_name",
    "representative.last_name",
    "organisation.address",
    "organisation.address.street",
    "organisation.address.postal_code",
    "organisation.address.city",
    "organisation.address.state",
    "organisation.address.country",
    "representative.phone",
    "representative.mobile",
    "representative.email",
    "organisation.website",
    "organisation.vat_number",
    "contract_language",
    "prepayment",
    "prepayment.amount",
    "prepayment.currency",
    "current_account",
    "standing_order",
    "products",
    "products.name",
    "products.role",
    "products.iana_id",
    "products.document",
};

constexpr std::size_t products_max = 100;

// A product after the other, and fields that nobody knows at the end.
std::size_t rank(const Problem& problem) {
    if (problem.code == "unknown_field") return rule_book.size();
    const auto field = std::string_view{problem.field}.substr(0, problem.field.find('['));
    return static_cast<std::size_t>(std::ranges::find(rule_book, field) - rule_book.begin());
}

void sort_by_rule_book(std::vector<Problem>& problems) {
    std::ranges::stable_sort(problems, {}, rank);
}

std::string joined(const auto& names) {
    std::string all;
    for (const auto& name : names) all.append(all.empty() ? "" : ", ").append(name);
    return all;
}

struct Findings {
    std::vector<Problem> problems = {};
    std::vector<Problem> warnings = {};
};

// What a check says of a text: its normal form, a problem, or a warning for what nobody can judge.
std::string taken(Fields& fields, std::string_view name, const Checked& checked, Findings& findings,
                  std::map<std::string, std::string> values = {}) {
    if (checked.verdict == Verdict::invalid)
        fields.refuse(name, checked.code, std::move(values));
    else if (checked.verdict == Verdict::unknown)
        findings.warnings.push_back({fields.path(name), checked.code, std::move(values)});
    return checked.normalised;
}

std::string read_checked(Fields& fields, std::string_view name, Checked (*check)(std::string_view),
                         Findings& findings) {
    const auto text = fields.needed_text(name);
    return text.empty() ? text : taken(fields, name, check(text), findings);
}

std::string read_postal_code(Fields& address, const std::string& country, Findings& findings) {
    const auto code = address.text("postal_code");
    if (address.refused("postal_code")) return {};
    if (country.empty()) {  // Most countries have them, so a form without either misses both.
        if (code.empty()) address.refuse("postal_code", "missing");
        return code;
    }
    return taken(address, "postal_code", check_postal_code(country, code), findings,
                 {{"country", country}, {"example", std::string{postal_code_example(country)}}});
}

Address read_address(Fields& fields, Findings& findings) {
    auto address = Address{};
    address.country = read_checked(fields, "country", check_country, findings);
    address.street = fields.needed_text("street");
    address.postal_code = read_postal_code(fields, address.country, findings);
    address.city = fields.needed_text("city");
    address.state = fields.text("state");
    return address;
}

Representative read_representative(Fields& fields, Findings& findings) {
    auto person = Representative{};
    person.first_name = fields.needed_text("first_name");
    person.last_name = fields.needed_text("last_name");
    person.email = read_checked(fields, "email", check_email, findings);
    person.phone = read_checked(fields, "phone", check_phone, findings);
    person.mobile = read_checked(fields, "mobile", check_mobile, findings);
    return person;
}

// In a country whose numbers can be judged.  The prefix may be left out where the rest of the
// number cannot be anything else.
std::string read_eu_vat(Fields& organisation, const std::string& text, const std::string& country) {
    const auto expected = std::string{vat_prefix_of(country)};
    const auto example = std::string{vat_example(expected)};
    const auto checked = check_vat(text);
    if (checked.verdict == Verdict::valid && checked.normalised.starts_with(expected))
        return checked.normalised;
    const auto completed = check_vat(expected + text);
    if (completed.verdict == Verdict::valid) return completed.normalised;

    auto prefix = std::string{claimed_vat_prefix(text)};
    if (checked.verdict == Verdict::unknown) prefix = checked.normalised.substr(0, 2);
    if (!prefix.empty() && prefix != expected) {
        organisation.refuse("vat_number", "vat_country",
                            {{"prefix", prefix}, {"country", country}, {"expected", expected}});
        return {};
    }
    const bool mistyped = completed.code == "vat_check_digits" && checked.code == "vat_prefix";
    organisation.refuse("vat_number", mistyped ? completed.code : checked.code,
                        {{"example", example}});
    return {};
}

// Anywhere else the number is taken as it is written, unless it claims to be one of the EU:
// businesses from outside can be registered for VAT in a member state.
std::string read_tax_number(Fields& organisation, const std::string& text,
                            const std::string& country, Findings& findings) {
    constexpr std::size_t least = 3, most = 30;
    const auto size = read_utf8(text)->size();
    if (size < least || size > most) {
        organisation.refuse("vat_number", "tax_number_length",
                            {{"min", std::to_string(least)}, {"max", std::to_string(most)}});
        return {};
    }
    const auto prefix = std::string{claimed_vat_prefix(text)};
    if (prefix.empty()) return text;
    const auto checked = check_vat(text);
    if (country.empty() || vat_prefix_of(country) == prefix)
        return taken(organisation, "vat_number", checked, findings,
                     {{"example", std::string{vat_example(prefix)}}});
    const bool valid = checked.verdict == Verdict::valid;
    const auto third = without_separators(text).substr(2, 1);
    if (valid || third.find_first_of("0123456789") == 0)
        findings.warnings.push_back({organisation.path("vat_number"),
                                     "vat_foreign",
                                     {{"prefix", prefix}, {"country", country}}});
    return valid ? checked.normalised : text;
}

std::string read_vat_number(Fields& organisation, const std::string& country, Findings& findings) {
    const auto text = organisation.needed_text("vat_number");
    if (text.empty()) return {};
    // Great Britain has left; XI is for goods in Northern Ireland only.
    const bool judged = !vat_prefix_of(country).empty() && country != "GB";
    return judged ? read_eu_vat(organisation, text, country)
                  : read_tax_number(organisation, text, country, findings);
}

std::string read_language(Fields& fields, const Catalogue& catalogue) {
    const auto language = lower_ascii(fields.needed_text("contract_language"));
    if (language.empty() || catalogue.languages.contains(language)) return language;
    fields.refuse("contract_language", "language_not_offered",
                  {{"offered", joined(catalogue.languages)}});
    return {};
}

struct Wishes {
    std::vector<Wish> read = {};
    bool complete = true;  // False when some product or role could not be read.
};

void read_papers(Fields& fields, const Product& product, Wish& wish) {
    const auto iana_id = fields.integer("iana_id");
    wish.document = fields.text("document");
    const bool reseller = wish.role == Role::reseller;
    const bool needed = reseller || product.needs_accreditation;
    const std::string whose = reseller ? "_reseller" : "_direct";
    if (iana_id) {
        const auto shown = std::to_string(*iana_id);
        if (*iana_id < 1 || *iana_id > std::numeric_limits<int>::max())
            fields.refuse("iana_id", "iana_id_format");
        else if (is_reserved_iana_id(*iana_id))
            fields.refuse("iana_id", "iana_id_reserved", {{"iana_id", shown}});
        else
            wish.iana_id = static_cast<int>(*iana_id);
    } else if (needed && !fields.refused("iana_id")) {
        fields.refuse("iana_id", "iana_id_missing" + whose, {{"product", product.name}});
    }
    if (needed && wish.document.empty() && !fields.refused("document"))
        fields.refuse("document", "document_missing" + whose, {{"product", product.name}});
}

std::optional<Role> read_role(Fields& fields, const Product& product) {
    const auto role = fields.text("role");
    if (fields.refused("role")) return {};
    const bool reseller = role == "reseller";
    if (!reseller && !role.empty() && role != "direct") {
        fields.refuse("role", "role_unknown");
        return {};
    }
    if (reseller ? product.reseller : product.direct)
        return reseller ? Role::reseller : Role::direct;
    fields.refuse("role", reseller ? "role_reseller_not_offered" : "role_direct_not_offered",
                  {{"product", product.name}});
    return {};
}

std::optional<Wish> read_wish(Fields& fields, const Catalogue& catalogue,
                              std::set<std::string>& seen) {
    const auto name = fields.needed_text("name");
    for (const auto* later : {"role", "iana_id", "document"}) fields.at(later);  // Known by name.
    if (name.empty()) return {};
    const auto* product = catalogue.product(name);
    if (!product) product = catalogue.product(lower_ascii(name));
    if (!product) {
        std::vector<std::string> offered;
        for (const auto& other : catalogue.products) offered.push_back(other.name);
        fields.refuse("name", "product_unknown", {{"product", name}, {"offered", joined(offered)}});
        return {};
    }
    if (!seen.insert(product->name).second) {
        fields.refuse("name", "product_twice", {{"product", product->name}});
        return {};
    }
    const auto role = read_role(fields, *product);
    if (!role) return {};
    auto wish = Wish{.product = product->name, .role = *role};
    read_papers(fields, *product, wish);
    return wish;
}

Wishes read_products(Fields& fields, const Catalogue& catalogue, std::vector<Problem>& problems) {
    const auto& list = fields.at("products");
    if (!list.is_array() || list.empty() || list.size() > products_max) {
        if (!list.is_array() && !list.is_null())
            fields.refuse("products", "wrong_type", {{"expected", "array"}});
        else if (list.size() > products_max)
            fields.refuse("products", "products_too_many", {{"max", std::to_string(products_max)}});
        else
            fields.refuse("products", "products_missing");
        return {.complete = false};
    }
    auto wishes = Wishes{};
    std::set<std::string> seen;
    for (std::size_t i = 0; i < list.size(); ++i) {
        auto entry = Fields{list[i], "products[" + std::to_string(i) + "]", problems};
        const auto wish = read_wish(entry, catalogue, seen);
        entry.refuse_unknown();
        if (wish) wishes.read.push_back(*wish);
        wishes.complete &= wish.has_value();
    }
    return wishes;
}

bool any_direct(const Wishes& wishes, const Catalogue& catalogue, bool Product::*trait) {
    return std::ranges::any_of(wishes.read, [&](const Wish& wish) {
        return wish.role == Role::direct && catalogue.product(wish.product)->*trait;
    });
}

void read_prepayment(Fields& top, const Catalogue& catalogue, bool needed, SignUp& sign_up) {
    const auto terms = std::map<std::string, std::string>{
        {"min", write_money(catalogue.prepayment_min)}, {"currency", catalogue.currency}};
    if (top.at("prepayment").is_null()) {
        if (needed) top.refuse("prepayment", "prepayment_missing", terms);
        return;
    }
    auto fields = top.object("prepayment");
    const auto amount = fields.needed_text("amount");
    const auto currency = upper_ascii(fields.needed_text("currency"));
    const auto money = read_money(amount);
    if (!amount.empty() && !money) fields.refuse("amount", "amount_format");
    if (!currency.empty() && currency != catalogue.currency)
        fields.refuse("currency", "currency_not_offered", terms);
    fields.refuse_unknown();
    // Of a path without prepayment an amount is no mistake, and nobody is asked for it.
    if (!needed || !money) return;
    if (*money < catalogue.prepayment_min) fields.refuse("amount", "prepayment_min", terms);
    sign_up.prepayment = *money;
    sign_up.currency = currency;
}

void read_account(Fields& top, const Wishes& wishes, SignUp& sign_up, Findings& findings) {
    sign_up.current_account = top.text("current_account");
    const bool resold_only =
        wishes.complete && std::ranges::all_of(wishes.read, [](const Wish& wish) {
            return wish.role == Role::reseller;
        });
    if (resold_only && sign_up.current_account.empty() && !top.refused("current_account"))
        top.refuse("current_account", "current_account_missing");
    // Much is left out for whoever has one, so a person confirms that it does.
    if (const auto& account = sign_up.current_account; !account.empty())
        findings.warnings.push_back(
            {"current_account", "account_unconfirmed", {{"account", account}}});
}

void read_standing_order(Fields& top, const Wishes& wishes, const Catalogue& catalogue,
                         SignUp& sign_up) {
    sign_up.standing_order = top.flag("standing_order").value_or(false);
    if (sign_up.standing_order && wishes.complete &&
        !any_direct(wishes, catalogue, &Product::standing_order))
        top.refuse("standing_order", "standing_order_not_offered");
}

}  // namespace

std::variant<ReadSignUp, std::vector<Problem>> read_sign_up(const json& input,
                                                            const Catalogue& catalogue) {
    auto findings = Findings{};
    auto sign_up = SignUp{};
    auto top = Fields{input, "", findings.problems};
    if (!top.readable()) return findings.problems;

    auto organisation = top.object("organisation");
    auto address = organisation.object("address");
    auto representative = top.object("representative");
    sign_up.organisation.name = organisation.needed_text("name");
    sign_up.organisation.address = read_address(address, findings);
    sign_up.organisation.website = read_checked(organisation, "website", check_website, findings);
    sign_up.organisation.vat_number =
        read_vat_number(organisation, sign_up.organisation.address.country, findings);
    sign_up.representative = read_representative(representative, findings);
    sign_up.contract_language = read_language(top, catalogue);

    const auto wishes = read_products(top, catalogue, findings.problems);
    sign_up.products = wishes.read;
    read_prepayment(top, catalogue, any_direct(wishes, catalogue, &Product::prepaid), sign_up);
    read_account(top, wishes, sign_up, findings);
    read_standing_order(top, wishes, catalogue, sign_up);

    for (auto* fields : {&organisation, &address, &representative, &top}) fields->refuse_unknown();
    sort_by_rule_book(findings.problems);
    sort_by_rule_book(findings.warnings);
    if (!findings.problems.empty()) return findings.problems;
    return ReadSignUp{.sign_up = std::move(sign_up), .warnings = std::move(findings.warnings)};
}

}  // namespace states
