#include "adapters/catalogue_changes.hpp"

#include <chrono>
#include <map>
#include <set>
#include <utility>

#include "adapters/formats.hpp"
#include "engine/journal.hpp"
#include "states/messages.hpp"

namespace adapters {
namespace {

// Every term of a catalogue by its name, written as the language does.
class Terms {
public:
    Terms(const NamedCatalogue& named, std::string_view language)
        : catalogue_{named.terms}, names_{named.holiday_names}, language_{language} {
        const auto& catalogue = named.terms;
        add("registry", catalogue.registry);
        add("currency", catalogue.currency);
        add("languages", joined(catalogue.languages));
        add("prepayment_min", amount(catalogue.prepayment_min));
        add("four_eyes", yes_or_no(catalogue.four_eyes));
        add("appeal_period", span(catalogue.appeal_period));
        add("second_person_above",
            catalogue.second_person_above ? amount(*catalogue.second_person_above) : "");
        add("refund_period", span(catalogue.refund_period));
        add("keep_drafts", span(catalogue.keep_drafts));
        add("keep_ended", span(catalogue.keep_ended));
        add("keep_invoices", states::message(language, "rule.years",
                                             {{"count", std::to_string(catalogue.keep_invoices)}}));
        for (const auto& [name, clock] : catalogue.clocks) add_clock(name, clock);
        for (const auto& product : catalogue.products) add_product(product);
        for (const auto day : catalogue.holidays) add_holiday(day);
        for (const auto& [name, text] : catalogue.texts) add("text", text, name);
        add_invoice(catalogue.invoice);
    }

    using Texts = std::map<std::string, std::string>;
    const Texts& texts() const { return texts_; }

private:
    std::string word(const std::string& key) const {
        return states::message(language_, "rule." + key);
    }
    void add(const std::string& key, const std::string& value, const std::string& name = {}) {
        if (!value.empty())
            texts_.emplace(states::message(language_, "rule." + key, {{"name", name}}), value);
    }
    std::string yes_or_no(bool is) const { return word(is ? "yes" : "no"); }
    std::string amount(states::Money money) const {
        return write_amount(money, catalogue_.currency, language_);
    }
    std::string span(states::Span length) const {
        return length.days == 0 ? "" : write_span(length, language_);
    }
    static std::string joined(const std::set<std::string>& words) {
        std::string text;
        for (const auto& each : words) text += (text.empty() ? "" : ", ") + each;
        return text;
    }

    void add_clock(const std::string& name, const states::Clock& clock) {
        add("clock." + name, span(clock.limit));
        std::string reminders;
        for (const auto& each : clock.reminders)
            reminders += (reminders.empty() ? "" : ", ") + span(each);
        add("reminders", reminders, word("clock." + name));
    }

    void add_product(const states::Product& product) {
        const auto& name = product.name;
        add("product", yes_or_no(true), name);
        add("product.direct", yes_or_no(product.direct), name);
        add("product.reseller", yes_or_no(product.reseller), name);
        add("product.needs_accreditation", yes_or_no(product.needs_accreditation), name);
        add("product.prepaid", yes_or_no(product.prepaid), name);
        add("product.standing_order", yes_or_no(product.standing_order), name);
        add("product.contacts", joined(product.contacts), name);
        add("product.product_url_required", yes_or_no(product.product_url_required), name);
    }

    void add_holiday(std::chrono::year_month_day day) {
        const auto name = names_.find(day);
        const auto date = engine::rfc3339(engine::Time{std::chrono::sys_days{day}}).substr(0, 10);
        add("holiday", name == names_.end() ? yes_or_no(true) : name->second, date);
    }

    void add_invoice(const states::InvoiceTerms& terms) {
        add("invoice", terms.series, "series");
        add("invoice", terms.credit_series, "credit_series");
        add("invoice", terms.type, "type");
        add("invoice", terms.time_zone, "time_zone");
        add("invoice", terms.reference_prefix, "reference_prefix");
        add("invoice", terms.peppol_id, "peppol_id");
    }

    const states::Catalogue& catalogue_;
    const std::map<std::chrono::year_month_day, std::string>& names_;
    std::string language_;
    Texts texts_;
};

std::string value_in(const Terms::Texts& texts, const std::string& what) {
    const auto found = texts.find(what);
    return found == texts.end() ? "" : found->second;
}

}  // namespace

std::vector<CatalogueChange> catalogue_changes(const NamedCatalogue& before,
                                               const NamedCatalogue& after,
                                               std::string_view language) {
    const Terms old_terms{before, language};
    const Terms new_terms{after, language};
    auto all = old_terms.texts();
    all.insert(new_terms.texts().begin(), new_terms.texts().end());
    std::vector<CatalogueChange> changes;
    for (const auto& [what, _] : all) {
        auto was = value_in(old_terms.texts(), what);
        auto is = value_in(new_terms.texts(), what);
        if (was != is) changes.push_back({what, std::move(was), std::move(is)});
    }
    return changes;
}

}  // namespace adapters
