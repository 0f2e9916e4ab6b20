#include "adapters/intake/proposing.hpp"

#include <algorithm>
#include <set>

#include "adapters/intake/values.hpp"
#include "adapters/intake/words.hpp"
#include "states/checks.hpp"
#include "states/data_files.hpp"
#include "states/text.hpp"

namespace intake {
namespace {

constexpr std::string_view first_name = "representative.first_name";
constexpr std::string_view last_name = "representative.last_name";

bool has_legal_form(std::string_view name) {
    const auto words = states::parts(name, ' ');
    return words.size() > 1 && std::ranges::any_of(words, is_legal_form);
}

// What is about a person: in a part of the form for other people it is none of ours.
bool is_personal(std::string_view field) {
    return field == "name" || field.starts_with("representative.");
}

class Hearing {
public:
    Hearing(Heard& heard, const states::Catalogue& catalogue)
        : heard_{heard}, catalogue_{catalogue} {}

    void hear(const std::vector<Text>& texts) {
        for (const auto& text : texts)
            for (const auto& entry : text.entries.all)
                labels_.insert(entry.section == "other" ? "" : entry.field);
        // Countries first: how numbers and postal codes are written depends on them.
        for (const bool country : {true, false})
            for (const auto& text : texts)
                for (const auto& entry : text.entries.all) {
                    if ((entry.field == "organisation.address.country") != country) continue;
                    if (entry.section == "other" && is_personal(entry.field)) continue;
                    hear(text, entry);
                }
        for (const auto& [number, mobile, origin, sure] : phones_)
            add_phone(number, mobile, origin, sure);
        if (!house_number_.empty()) append_house_number();
    }

private:
    struct PhoneWritten {
        std::string number;
        bool mobile;
        Origin origin;
        Confidence sure;
    };

    void hear(const Text& text, const Entry& entry) {
        const auto origin = origin_of(text, entry.line);
        const auto sure = less_sure(confidence_of(text, entry.line),
                                    entry.certain ? Confidence::sure : Confidence::likely);
        const auto& value = entry.value;
        const auto& field = entry.field;
        if (field == "other" || field == "role" || field == "products" || field == "product" ||
            field.starts_with("iana_id"))
            return;
        if (is_nothing(value) && field != "standing_order") return;
        if (field == "name") return hear_name(entry, origin, sure);
        if (field == "representative.name") return hear_person(value, origin, sure);
        if (field == "organisation.address") return hear_address(value, origin, sure);
        if (field == "organisation.address.postal_city") return hear_town(value, origin, sure);
        if (field == "organisation.address.house_number") {
            house_number_ = tidy(value);
            return;
        }
        if (field == "organisation.address.country")
            return heard_.add(field, country_of_answer(value), origin, sure);
        if (field == "representative.phone" || field == "representative.mobile" ||
            field == "representative.phones")
            return hear_phones(field, value, origin, sure);
        if (field == "representative.email") return hear_email(value, origin, sure);
        if (field == "organisation.website") return hear_website(value, origin, sure);
        if (field == "contract_language")
            return heard_.add(field, language_of_answer(value), origin, sure);
        if (field == "prepayment.amount") return hear_amount(value, origin, sure);
        if (field == "prepayment.currency") return hear_currency(value, origin, sure);
        if (field == "standing_order") return hear_standing_order(value, origin, sure);
        if (field == "current_account") return hear_account(value, origin, sure);
        if (field == "organisation.vat_number")
            return heard_.add(field, without_remark(tidy(value)), origin, sure);
        heard_.add(field, tidy(value), origin, sure);
    }

    // "Name" alone: whose it is depends on what else the form has.
    void hear_name(const Entry& entry, const Origin& origin, Confidence sure) {
        const auto& value = entry.value;
        if (labels_.contains(std::string{first_name}) && !has_legal_form(value) &&
            entry.section != "organisation" && !labels_.contains(std::string{last_name}))
            return heard_.add(std::string{last_name}, tidy(value), origin, sure);
        if (entry.section == "organisation" || has_legal_form(value))
            return heard_.add(
                "organisation.name", tidy(value), origin,
                less_sure(sure, entry.section.empty() ? Confidence::likely : Confidence::sure));
        hear_person(value, origin,
                    less_sure(sure, entry.section.empty() ? Confidence::likely : Confidence::sure));
    }

    void hear_person(std::string_view name, const Origin& origin, Confidence sure) {
        const auto person = person_of(name);
        const bool only_last = labels_.contains(std::string{first_name}) &&
                               !labels_.contains(std::string{last_name}) &&
                               heard_.text(first_name).empty() && person.first_name.empty();
        if (only_last) return heard_.add(std::string{last_name}, tidy(name), origin, sure);
        const auto split = less_sure(sure, person.sure ? Confidence::sure : Confidence::likely);
        if (!person.first_name.empty())
            heard_.add(std::string{first_name}, person.first_name, origin, split);
        if (!person.last_name.empty())
            heard_.add(std::string{last_name}, person.last_name, origin, split);
    }

    void hear_place(const Place& place, const Origin& origin, Confidence sure) {
        const auto add = [&](const char* name, const std::string& value) {
            if (!value.empty())
                heard_.add(std::string{"organisation.address."} + name, value, origin, sure);
        };
        add("street", place.street);
        add("postal_code", place.postal_code);
        add("city", place.city);
        add("country", place.country);
    }

    std::string country() const {
        auto code = heard_.text("organisation.address.country");
        return states::check_country(code).verdict == states::Verdict::valid ? code : std::string{};
    }

    void hear_address(std::string_view value, const Origin& origin, Confidence sure) {
        const auto known = country();
        auto place = place_of(value, known);
        if (!known.empty()) place.country.clear();  // It has a line of its own.
        hear_place(place, origin, sure);
    }

    void hear_town(std::string_view value, const Origin& origin, Confidence sure) {
        auto place = town_of(tidy(value), country());
        if (!place) place = Place{.city = std::string{tidy(value)}};
        place->country.clear();
        hear_place(*place, origin, sure);
    }

    void hear_phones(std::string_view field, std::string_view value, const Origin& origin,
                     Confidence sure) {
        const auto numbers = phones_in(value);
        const bool both = field == "representative.phones" || numbers.size() > 1;
        if (numbers.empty() || !both) {
            phones_.push_back(
                {std::string{numbers.size() == 1 ? std::string_view{numbers[0]} : tidy(value)},
                 field == "representative.mobile", origin, sure});
            return;
        }
        for (const auto& number : numbers) {
            const auto dialled = phone_of(number, country()).number;
            const bool mobile = states::check_mobile(dialled).verdict == states::Verdict::valid;
            phones_.push_back({number, mobile, origin, less_sure(sure, Confidence::likely)});
        }
    }

    void add_phone(const std::string& number, bool mobile, const Origin& origin, Confidence sure) {
        const auto phone = phone_of(number, country());
        heard_.add(mobile ? "representative.mobile" : "representative.phone", phone.number, origin,
                   less_sure(sure, phone.completed ? Confidence::likely : Confidence::sure));
    }

    void hear_email(std::string_view value, const Origin& origin, Confidence sure) {
        const auto email = email_in(value);
        heard_.add("representative.email", email.empty() ? std::string{tidy(value)} : email, origin,
                   sure);
    }

    void hear_website(std::string_view value, const Origin& origin, Confidence sure) {
        const auto url = website_in(value);
        const bool whole = value.find("://") != std::string_view::npos;
        heard_.add("organisation.website", url, origin,
                   less_sure(sure, whole ? Confidence::sure : Confidence::likely));
    }

    void hear_amount(std::string_view value, const Origin& origin, Confidence sure) {
        const auto amount = amount_of(value);
        heard_.add("prepayment.amount", amount.amount, origin, sure);
        if (!amount.currency.empty())
            heard_.add("prepayment.currency", amount.currency, origin, sure);
        else
            heard_.add("prepayment.currency", catalogue_.currency, origin,
                       less_sure(sure, Confidence::likely));
    }

    void hear_currency(std::string_view value, const Origin& origin, Confidence sure) {
        const auto currency = amount_of(value).currency;
        heard_.add("prepayment.currency", currency.empty() ? std::string{tidy(value)} : currency,
                   origin, sure);
    }

    void hear_standing_order(std::string_view value, const Origin& origin, Confidence sure) {
        if (const auto answer = yes_or_no(value))
            return heard_.add("standing_order", *answer, origin, sure);
        if (!is_nothing(value))
            heard_.doubts.push_back({"standing_order", "answer_unclear", std::string{tidy(value)}});
    }

    void hear_account(std::string_view value, const Origin& origin, Confidence sure) {
        if (const auto answer = yes_or_no(value)) {
            if (*answer)
                heard_.doubts.push_back(
                    {"current_account", "answer_unclear", std::string{tidy(value)}});
            return;
        }
        heard_.add("current_account", without_remark(tidy(value)), origin, sure);
    }

    void append_house_number() {
        for (auto& proposal : heard_.proposals) {
            if (proposal.field != "organisation.address.street") continue;
            const auto street = proposal.value.get<std::string>();
            if (!street.ends_with(" " + house_number_))
                proposal.value = street + " " + house_number_;
        }
    }

    Heard& heard_;
    const states::Catalogue& catalogue_;
    std::set<std::string> labels_;
    std::vector<PhoneWritten> phones_;
    std::string house_number_;
};

}  // namespace

void Heard::add(std::string field, nlohmann::json value, const Origin& origin,
                Confidence confidence) {
    constexpr std::size_t most = 500;
    if (proposals.size() >= most) return;
    if (value.is_string() && value.get_ref<const std::string&>().empty()) return;
    proposals.push_back({std::move(field), std::move(value), origin, confidence});
}

bool Heard::has(std::string_view field, Confidence at_least) const {
    return std::ranges::any_of(proposals, [&](const Proposal& proposal) {
        return proposal.field == field && proposal.confidence <= at_least;
    });
}

std::string Heard::text(std::string_view field) const {
    const Proposal* best = nullptr;
    for (const auto& proposal : proposals)
        if (proposal.field == field && (!best || proposal.confidence < best->confidence))
            best = &proposal;
    return best && best->value.is_string() ? best->value.get<std::string>() : std::string{};
}

void hear_entries(Heard& heard, const std::vector<Text>& texts,
                  const states::Catalogue& catalogue) {
    Hearing{heard, catalogue}.hear(texts);
    std::set<std::string> fields;
    for (const auto& text : texts)
        for (const auto& entry : text.entries.all)
            if (entry.field != "other" && confidence_of(text, entry.line) != Confidence::doubtful)
                fields.insert(entry.field);
    heard.labelled = static_cast<int>(fields.size());
}

}  // namespace intake
