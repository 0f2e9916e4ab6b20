#include "adapters/config/catalogue.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <fstream>
#include <iterator>
#include <optional>
#include <set>

#include "adapters/config/catalogue_rules.hpp"

namespace config {
namespace {

using Names = std::set<std::string, std::less<>>;

// Every clock that the workflow starts, and every text that letters, invoices and mails print.
constexpr auto clocks_needed = std::array{"draft",   "review",     "information", "signature",
                                          "payment", "activation", "profile",     "first_domain"};
constexpr auto texts_needed =
    std::array{"street", "postal_code", "city",          "country",       "vat_number", "vat_rate",
               "iban",   "bic",         "support_email", "support_phone", "website"};

const Names contact_kinds = {"billing", "technical", "administrative", "abuse"};

std::string listed(const Names& names) {
    std::string text;
    for (const auto& name : names) text += (text.empty() ? "" : ", ") + name;
    return text;
}

class CatalogueReader {
public:
    explicit CatalogueReader(std::string file) : file_{std::move(file)} {}

    void read(const toml::table&);
    void complain(int line, const std::string& key, const std::string& reason) {
        problems_.push_back({file_, line, key, reason});
    }
    std::variant<states::Catalogue, std::vector<Problem>> result() {
        if (problems_.empty()) return std::move(catalogue_);
        std::ranges::stable_sort(problems_, {}, &Problem::line);
        return std::move(problems_);
    }

private:
    static int line_of(const toml::node& node) {
        return static_cast<int>(node.source().begin.line);
    }

    void only(const toml::table&, const std::string& prefix, const Names& allowed);
    const toml::node* need(const toml::table&, const std::string& prefix, const char* word);
    const toml::table* table_in(const toml::table&, const char* word);
    void flag(const toml::table&, const std::string& prefix, const char* word, bool& to);
    std::optional<std::string> text(const toml::node&, const std::string& key);
    std::optional<states::Span> span(const toml::node&, const std::string& key);
    std::set<std::string> words(const toml::node&, const std::string& key, const Names& allowed);

    void read_terms(const toml::table&);
    void read_retention(const toml::table&);
    void read_holidays(const toml::node&);
    void read_reminders(const toml::node&, const std::string& key, states::Clock&);
    void read_clock(const toml::node&, const std::string& name);
    void read_clocks(const toml::table&);
    void read_product(const toml::table&, const std::string& key);
    void read_products(const toml::table&);
    void read_texts(const toml::table&);
    void read_invoice(const toml::node&);

    std::string file_;
    states::Catalogue catalogue_;
    std::vector<Problem> problems_;
};

void CatalogueReader::only(const toml::table& table, const std::string& prefix,
                           const Names& allowed) {
    for (const auto& [word, node] : table)
        if (!allowed.contains(std::string_view{word}))
            complain(line_of(node), prefix + std::string{word},
                     "is not a key here; there are " + listed(allowed));
}

const toml::node* CatalogueReader::need(const toml::table& table, const std::string& prefix,
                                        const char* word) {
    const auto* node = table.get(word);
    if (!node) complain(line_of(table), prefix + word, "is missing");
    return node;
}

const toml::table* CatalogueReader::table_in(const toml::table& table, const char* word) {
    const auto* node = need(table, "", word);
    if (!node) return nullptr;
    if (!node->is_table())
        complain(line_of(*node), word, "must be a table: [" + std::string{word} + "]");
    return node->as_table();
}

void CatalogueReader::flag(const toml::table& table, const std::string& prefix, const char* word,
                           bool& to) {
    const auto* node = table.get(word);
    if (!node) return;
    if (const auto value = node->value_exact<bool>())
        to = *value;
    else
        complain(line_of(*node), prefix + word, "must be true or false");
}

std::optional<std::string> CatalogueReader::text(const toml::node& node, const std::string& key) {
    auto value = node.value_exact<std::string>();
    if (!value) complain(line_of(node), key, "must be a text in quotes");
    return value;
}

std::optional<states::Span> CatalogueReader::span(const toml::node& node, const std::string& key) {
    const auto words = node.value_exact<std::string>();
    const auto value = words ? read_span(*words) : std::nullopt;
    if (!value)
        complain(line_of(node), key,
                 "must be a number of days from 1 to 3650, \"15d\", or of working days, \"5wd\"");
    return value;
}

std::set<std::string> CatalogueReader::words(const toml::node& node, const std::string& key,
                                             const Names& allowed) {
    std::set<std::string> found;
    const auto* array = node.as_array();
    if (!array) {
        complain(line_of(node), key, "must be a list of texts");
        return found;
    }
    for (const auto& element : *array) {
        const auto word = text(element, key);
        if (!word) continue;
        if (!allowed.contains(*word))
            complain(line_of(element), key, "has \"" + *word + "\"; there are " + listed(allowed));
        else if (!found.insert(*word).second)
            complain(line_of(element), key, "has \"" + *word + "\" twice");
    }
    return found;
}

void CatalogueReader::read_terms(const toml::table& root) {
    if (const auto* node = need(root, "", "registry"))
        if (const auto name = text(*node, "registry")) {
            if (name->empty()) complain(line_of(*node), "registry", "must not be empty");
            catalogue_.registry = *name;
        }
    if (const auto* node = need(root, "", "currency"))
        if (const auto code = text(*node, "currency")) {
            if (code->size() != 3 ||
                !std::ranges::all_of(*code, [](char c) { return c >= 'A' && c <= 'Z'; }))
                complain(line_of(*node), "currency", "must be an ISO 4217 code, such as \"EUR\"");
            catalogue_.currency = *code;
        }
    if (const auto* node = need(root, "", "languages")) {
        // Those that Doorstep has texts in.
        catalogue_.languages = words(*node, "languages", {"en", "fr", "nl"});
        if (const auto* array = node->as_array(); array && array->empty())
            complain(line_of(*node), "languages", "must have at least one");
    }
    if (const auto* node = need(root, "", "prepayment_min")) {
        const auto words = node->value_exact<std::string>();
        const auto amount = words ? states::read_money(*words) : std::nullopt;
        if (amount)
            catalogue_.prepayment_min = *amount;
        else
            complain(line_of(*node), "prepayment_min",
                     "must be an amount in quotes, with two decimals: \"2500.00\"");
    }
    flag(root, "", "four_eyes", catalogue_.four_eyes);
    if (const auto* node = root.get("second_person_above")) {
        const auto words = node->value_exact<std::string>();
        catalogue_.second_person_above = words ? states::read_money(*words) : std::nullopt;
        if (!catalogue_.second_person_above)
            complain(line_of(*node), "second_person_above",
                     "must be an amount in quotes, with two decimals: \"10000.00\"");
    }
    if (const auto* node = root.get("refund_period"))
        if (const auto value = span(*node, "refund_period")) catalogue_.refund_period = *value;
    if (const auto* node = root.get("appeal_period"))
        if (const auto value = span(*node, "appeal_period")) catalogue_.appeal_period = *value;
    read_retention(root);
}

void CatalogueReader::read_retention(const toml::table& root) {
    for (const auto& [key, place] : {std::pair{"keep_drafts", &catalogue_.keep_drafts},
                                     std::pair{"keep_ended", &catalogue_.keep_ended}}) {
        const auto* node = root.get(key);
        const auto value = node ? span(*node, key) : std::nullopt;
        if (value && value->working)
            complain(line_of(*node), key, "must be in calendar days, such as \"730d\"");
        else if (value)
            *place = *value;
    }
    if (const auto* node = root.get("keep_invoices")) {
        const auto years = node->value_exact<std::int64_t>().value_or(-1);
        if (years < 0 || years > 100)
            complain(line_of(*node), "keep_invoices", "must be a number of years, from 0 to 100");
        else
            catalogue_.keep_invoices = static_cast<int>(years);
    }
}

void CatalogueReader::read_holidays(const toml::node& node) {
    const auto* array = node.as_array();
    if (!array) return complain(line_of(node), "holidays", "must be a list of dates");
    for (const auto& element : *array) {
        const auto* table = element.as_table();
        if (table) only(*table, "holidays.", {"day", "name"});
        const auto* day_node = table ? need(*table, "holidays.", "day") : &element;
        if (!day_node) continue;
        const auto date = day_node->value_exact<toml::date>();
        if (!date) {
            complain(line_of(element), "holidays",
                     "must be dates without quotes, such as 2026-12-25, or "
                     "{ day = 2026-12-25, name = \"Christmas\" }");
            continue;
        }
        const auto day = std::chrono::year_month_day{std::chrono::year{date->year},
                                                     std::chrono::month{date->month},
                                                     std::chrono::day{date->day}};
        if (!catalogue_.holidays.insert(day).second)
            complain(line_of(element), "holidays", "has a date twice");
        const auto* name = table ? table->get("name") : nullptr;
        if (!name) continue;
        text(*name, "holidays.name");  // For people: calendar.hpp reads it.
    }
}

void CatalogueReader::read_reminders(const toml::node& node, const std::string& key,
                                     states::Clock& clock) {
    const auto* array = node.as_array();
    if (!array) return complain(line_of(node), key, "must be a list such as [\"5d\"]");
    for (int last = 0; const auto& element : *array) {
        const auto reminder = span(element, key);
        if (!reminder) continue;
        if (reminder->working != clock.limit.working)
            complain(line_of(element), key, "must count the same kind of days as the limit");
        else if (reminder->days >= clock.limit.days || reminder->days <= last)
            complain(line_of(element), key, "must rise, and all be before the limit");
        last = reminder->days;
        clock.reminders.push_back(*reminder);
    }
}

// "15d", or { limit = "14d", reminders = ["5d", "10d"] }.
void CatalogueReader::read_clock(const toml::node& node, const std::string& name) {
    const auto key = "clocks." + name;
    states::Clock clock;
    if (const auto* table = node.as_table()) {
        only(*table, key + ".", {"limit", "reminders"});
        const auto* limit = need(*table, key + ".", "limit");
        const auto value = limit ? span(*limit, key + ".limit") : std::nullopt;
        if (!value) return;
        clock.limit = *value;
        if (const auto* reminders = table->get("reminders"))
            read_reminders(*reminders, key + ".reminders", clock);
    } else {
        const auto value = span(node, key);
        if (!value) return;
        clock.limit = *value;
    }
    catalogue_.clocks.emplace(name, std::move(clock));
}

void CatalogueReader::read_clocks(const toml::table& root) {
    const auto* table = table_in(root, "clocks");
    if (!table) return;
    only(*table, "clocks.", {clocks_needed.begin(), clocks_needed.end()});
    for (const auto* name : clocks_needed)
        if (const auto* node = need(*table, "clocks.", name)) read_clock(*node, name);
}

void CatalogueReader::read_product(const toml::table& table, const std::string& key) {
    const auto prefix = key + ".";
    only(table, prefix,
         {"name", "direct", "reseller", "needs_accreditation", "prepaid", "standing_order",
          "contacts", "product_url_required"});
    states::Product product;
    if (const auto* node = need(table, prefix, "name"))
        if (const auto name = text(*node, prefix + "name")) {
            if (!is_top_level_domain(*name))
                complain(line_of(*node), prefix + "name",
                         "must be a domain in lower case that starts with a dot, such as \".be\"");
            else if (std::ranges::find(catalogue_.products, *name, &states::Product::name) !=
                     catalogue_.products.end())
                complain(line_of(*node), prefix + "name", "is a product already");
            product.name = *name;
        }
    flag(table, prefix, "direct", product.direct);
    flag(table, prefix, "reseller", product.reseller);
    flag(table, prefix, "needs_accreditation", product.needs_accreditation);
    flag(table, prefix, "prepaid", product.prepaid);
    flag(table, prefix, "standing_order", product.standing_order);
    flag(table, prefix, "product_url_required", product.product_url_required);
    if (const auto* node = table.get("contacts"))
        product.contacts = words(*node, prefix + "contacts", contact_kinds);
    if (!product.direct && !product.reseller)
        complain(line_of(table), key, "can be had neither directly nor as a reseller");
    if (!product.direct && product.needs_accreditation)
        complain(line_of(table), prefix + "needs_accreditation",
                 "is about products that can be had directly, and this one cannot");
    catalogue_.products.push_back(std::move(product));
}

void CatalogueReader::read_products(const toml::table& root) {
    const auto* node = need(root, "", "products");
    if (!node) return;
    const auto* array = node->as_array();
    if (!array || array->empty() || !array->is_homogeneous(toml::node_type::table))
        return complain(line_of(*node), "products",
                        "must be one or more tables, each under [[products]]");
    for (std::size_t i = 0; i < array->size(); ++i)
        read_product(*array->get(i)->as_table(), "products[" + std::to_string(i) + "]");
}

void CatalogueReader::read_texts(const toml::table& root) {
    const auto* table = table_in(root, "texts");
    if (!table) return;
    for (const auto* name : texts_needed) need(*table, "texts.", name);
    for (const auto& [word, node] : *table) {  // More are welcome: templates may use them.
        const auto name = std::string{word};
        const auto value = text(node, "texts." + name);
        if (!value) continue;
        const auto objection = objection_to_text(name, *value);
        if (!objection.empty()) complain(line_of(node), "texts." + name, objection);
        catalogue_.texts.emplace(name, *value);
    }
}

void CatalogueReader::read_invoice(const toml::node& node) {
    const auto* table = node.as_table();
    if (!table) return complain(line_of(node), "invoice", "must be a table: [invoice]");
    auto& terms = catalogue_.invoice;
    const std::map<std::string_view, std::string*> places = {
        {"series", &terms.series},
        {"credit_series", &terms.credit_series},
        {"type", &terms.type},
        {"time_zone", &terms.time_zone},
        {"reference_prefix", &terms.reference_prefix},
        {"peppol_id", &terms.peppol_id}};
    Names allowed;
    for (const auto& [name, _] : places) allowed.emplace(name);
    only(*table, "invoice.", allowed);
    for (const auto& [name, place] : places) {
        const auto* value = table->get(name);
        if (!value) continue;
        const auto key = "invoice." + std::string{name};
        const auto words = text(*value, key);
        if (!words) continue;
        const auto objection = objection_to_invoice_term(name, *words);
        if (!objection.empty()) complain(line_of(*value), key, objection);
        *place = *words;
    }
    if (terms.series == terms.credit_series)
        complain(line_of(node), "invoice.credit_series",
                 "must differ from the invoices' series, \"" + terms.series + "\"");
}

void CatalogueReader::read(const toml::table& root) {
    only(root, "",
         {"registry", "currency", "languages", "prepayment_min", "four_eyes", "second_person_above",
          "refund_period", "appeal_period", "keep_drafts", "keep_ended", "keep_invoices",
          "holidays", "clocks", "products", "texts", "invoice"});
    read_terms(root);
    if (const auto* node = need(root, "", "holidays")) read_holidays(*node);
    read_clocks(root);
    read_products(root);
    read_texts(root);
    if (const auto* node = root.get("invoice")) read_invoice(*node);
}

}  // namespace

std::variant<states::Catalogue, std::vector<Problem>> read_catalogue(std::string_view toml,
                                                                     const std::string& file_name) {
    CatalogueReader reader{file_name};
    try {
        reader.read(toml::parse(toml, file_name));
    } catch (const toml::parse_error& error) {
        reader.complain(static_cast<int>(error.source().begin.line), "",
                        std::string{error.description()});
    }
    return reader.result();
}

std::variant<states::Catalogue, std::vector<Problem>> load_catalogue(
    const std::filesystem::path& path) {
    if (path.empty()) return read_catalogue(catalogue_files().at("be.toml"), "built-in be.toml");
    auto stream = std::ifstream{path};
    if (!stream || std::filesystem::is_directory(path))
        return std::vector<Problem>{{path.string(), 0, "", "cannot be read"}};
    return read_catalogue(std::string{std::istreambuf_iterator<char>{stream}, {}}, path.string());
}

}  // namespace config
