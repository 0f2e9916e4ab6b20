#include <algorithm>
#include <cctype>
#include <optional>

#include "adapters/intake/proposing.hpp"
#include "adapters/intake/values.hpp"
#include "adapters/intake/words.hpp"
#include "states/checks.hpp"
#include "states/data_files.hpp"
#include "states/text.hpp"
#include "states/vat.hpp"

namespace intake {
namespace {

bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }
bool is_loose_digit(char c) { return c >= '0' && c <= '9'; }

// "BE 0123.456.749" in a sentence: two capitals, and what makes a valid number with them.
std::string vat_number_in(std::string_view line) {
    constexpr std::size_t shortest = 8, longest = 22;
    for (std::size_t at = 0; at + shortest < line.size(); ++at) {
        if (!is_capital(line[at]) || !is_capital(line[at + 1])) continue;
        if (at > 0 && std::isalnum(static_cast<unsigned char>(line[at - 1])) != 0) continue;
        if (states::claimed_vat_prefix(line.substr(at, 2)).empty() &&
            states::claimed_vat_prefix(line.substr(at, longest)).empty())
            continue;
        for (auto size = std::min(longest, line.size() - at); size >= shortest; --size) {
            const auto number = line.substr(at, size);
            if (std::isalnum(static_cast<unsigned char>(number.back())) == 0) continue;
            if (at + size < line.size() &&
                std::isalnum(static_cast<unsigned char>(line[at + size])) != 0)
                continue;
            if (states::check_vat(number).verdict == states::Verdict::valid)
                return std::string{number};
        }
    }
    return {};
}

std::string url_in(std::string_view line) {
    for (const auto word : states::parts(line, ' ')) {
        auto plain = std::string{tidy(word)};
        while (plain.ends_with('.') || plain.ends_with(',') || plain.ends_with(')'))
            plain.pop_back();
        const auto low = states::lower_ascii(plain);
        if (!low.starts_with("http://") && !low.starts_with("https://") && !low.starts_with("www."))
            continue;
        const auto url = website_in(plain);
        if (states::check_website(url).verdict == states::Verdict::valid) return url;
    }
    return {};
}

// "Voorbeeld Hosting BV": capitalised words before a legal form.
std::string company_in(std::string_view line) {
    std::vector<std::string_view> words;
    for (const auto word : states::parts(line, ' '))
        if (!word.empty()) words.push_back(word);
    constexpr std::size_t words_max = 60;
    if (words.size() > words_max) return {};
    for (std::size_t i = 1; i < words.size(); ++i) {
        if (!is_legal_form(words[i]) || !is_capital(words[i].front())) continue;
        auto begin = i;
        while (begin > 0) {
            const auto word = words[begin - 1];
            const auto first = static_cast<unsigned char>(word.front());
            const bool name = is_capital(word.front()) || is_loose_digit(word.front()) ||
                              first >= 0x80 || word == "&";
            if (!name || word.ends_with(',') || word.ends_with('.') || word.ends_with(':')) break;
            --begin;
        }
        if (begin == i) continue;
        std::string name;
        for (auto w = begin; w <= i; ++w) name.append(name.empty() ? "" : " ").append(words[w]);
        while (name.ends_with(',') || (name.ends_with('.') && name.find('.') + 1 == name.size()))
            name.pop_back();
        return name;
    }
    return {};
}

class Loose {
public:
    Loose(Heard& heard, const Ours& ours)
        : heard_{heard},
          ours_{ours},
          address_open_{!heard.has("organisation.address.postal_code") &&
                        !heard.has("organisation.address.city")} {
        for (const auto* field :
             {"organisation.vat_number", "representative.email", "organisation.website",
              "representative.phone", "representative.mobile", "organisation.name",
              "prepayment.amount", "contract_language"})
            if (!heard.has(field)) open_.emplace_back(field);
    }

    void hear(const Text& text) {
        for (std::size_t i = 0; i < text.lines.size(); ++i) {
            const auto& line = text.lines[i];
            constexpr std::size_t longest = 1000;
            if (line.header || line.zone == Zone::quoted || text.entries.taken[i] ||
                line.text.size() > longest || states::trimmed(line.text).empty())
                continue;
            hear(text, i);
        }
    }

private:
    bool open(std::string_view field) const {
        return std::ranges::find(open_, field) != open_.end();
    }

    void hear(const Text& text, std::size_t i) {
        const std::string_view line = text.lines[i].text;
        const auto origin = origin_of(text, i);
        const auto sure = less_sure(confidence_of(text, i), Confidence::likely);
        if (open("organisation.vat_number"))
            heard_.add("organisation.vat_number", vat_number_in(line), origin, sure);
        if (open("representative.email")) hear_email(line, origin, sure);
        if (open("organisation.website"))
            heard_.add("organisation.website", url_in(line), origin, sure);
        hear_phones(line, origin, sure);
        if (open("organisation.name"))
            heard_.add("organisation.name", company_in(line), origin, Confidence::doubtful);
        const auto words = folded(line);
        if (open("prepayment.amount") && says("prepayment", words)) hear_amount(line, origin, sure);
        if (open("contract_language") && says("contract", words)) {
            const auto languages = meanings_in(words, {"en", "nl", "fr"});
            const bool long_word =
                languages.size() == 1 && words.find(" " + languages[0] + " ") == std::string::npos;
            if (languages.size() == 1 && long_word)
                heard_.add("contract_language", languages.front(), origin, sure);
        }
        if (address_open_) hear_address(text, i, origin);
    }

    void hear_email(std::string_view line, const Origin& origin, Confidence sure) {
        const auto email = email_in(line);
        if (email.empty() || ours_.addresses.contains(states::lower_ascii(email))) return;
        heard_.add("representative.email", email, origin, sure);
    }

    void hear_phones(std::string_view line, const Origin& origin, Confidence sure) {
        if (line.find('+') == std::string_view::npos ||
            (!open("representative.phone") && !open("representative.mobile")))
            return;
        for (const auto& number : phones_in(line)) {
            constexpr int most = 200;  // libphonenumber takes its time.
            if (++numbers_ > most) return;
            const auto phone = phone_of(number, {}).number;
            if (states::check_phone(phone).verdict != states::Verdict::valid) continue;
            const bool mobile = states::check_mobile(phone).verdict == states::Verdict::valid;
            const auto* field = mobile ? "representative.mobile" : "representative.phone";
            if (open(field)) heard_.add(field, phone, origin, sure);
        }
    }

    void hear_amount(std::string_view line, const Origin& origin, Confidence sure) {
        for (const std::string_view sign : {"EUR", "Eur", "eur", "\xE2\x82\xAC"}) {
            const auto at = line.find(sign);
            if (at == std::string_view::npos) continue;
            // Before it or behind it, as the language has it.
            auto begin = at;
            while (begin > 0 && std::string_view{"0123456789., "}.find(line[begin - 1]) !=
                                    std::string_view::npos)
                --begin;
            auto piece = line.substr(begin, at - begin);
            if (std::ranges::none_of(piece, is_loose_digit)) piece = line.substr(at, 30);
            const auto amount = amount_of(piece);
            if (std::ranges::none_of(amount.amount, is_loose_digit)) continue;
            heard_.add("prepayment.amount", amount.amount, origin, sure);
            heard_.add("prepayment.currency", "EUR", origin, sure);
            return;
        }
    }

    // "3001 Leuven" in a signature, and the street on the line above or before it.
    void hear_address(const Text& text, std::size_t i, const Origin& origin) {
        constexpr std::size_t longest = 120;
        if (text.lines[i].text.size() > longest) return;
        auto place = place_of(text.lines[i].text, {});
        if (place.postal_code.empty() || place.city.empty() ||
            !std::isalpha(static_cast<unsigned char>(place.city.front())))
            return;
        if (place.street.empty() && i > 0 &&
            text.lines[i - 1].text.find_first_of("0123456789") != std::string::npos &&
            text.lines[i - 1].text.find_first_of("@:+") == std::string::npos)
            place.street = states::trimmed(text.lines[i - 1].text);
        if (place.street.empty()) return;
        if (place.country.empty() && i + 1 < text.lines.size())
            if (const auto country = country_of(states::trimmed(text.lines[i + 1].text)))
                place.country = *country;
        address_open_ = false;
        heard_.add("organisation.address.street", place.street, origin, Confidence::doubtful);
        heard_.add("organisation.address.postal_code", place.postal_code, origin,
                   Confidence::doubtful);
        heard_.add("organisation.address.city", place.city, origin, Confidence::doubtful);
        if (!heard_.has("organisation.address.country"))
            heard_.add("organisation.address.country", place.country, origin, Confidence::doubtful);
    }

    Heard& heard_;
    const Ours& ours_;
    std::vector<std::string> open_;
    bool address_open_;
    int numbers_ = 0;  // Looked at so far.
};

}  // namespace

void hear_loose(Heard& heard, const std::vector<Text>& texts, const states::Catalogue&,
                const Ours& ours) {
    auto loose = Loose{heard, ours};
    for (const auto& text : texts)
        if (text.body) loose.hear(text);
}

void hear_headers(Heard& heard, const Mail& mail, const std::vector<Text>& texts,
                  const Ours& ours) {
    const bool email = !heard.has("representative.email");
    const bool name =
        !heard.has("representative.first_name") && !heard.has("representative.last_name");
    bool forwarded = false;
    const auto hear = [&](const Mailbox& from, Confidence sure, const Origin& origin) {
        if (from.email.empty() || ours.addresses.contains(states::lower_ascii(from.email))) return;
        if (email) heard.add("representative.email", from.email, origin, sure);
        const auto person = person_of(from.name);
        if (name && !person.first_name.empty() && !from.name.empty() &&
            company_in(from.name).empty()) {
            heard.add("representative.first_name", person.first_name, origin, Confidence::doubtful);
            heard.add("representative.last_name", person.last_name, origin, Confidence::doubtful);
        }
    };
    // Of a mail that was forwarded, its own sender; who has forwarded it is somebody else.
    for (std::size_t i = 1; i < mail.messages.size(); ++i)
        for (const auto& from : mail.messages[i].from) {
            forwarded = true;
            hear(from, Confidence::likely,
                 {mail.messages[i].path + " header From", 0, from.name + " <" + from.email + ">"});
        }
    for (const auto& text : texts)
        for (std::size_t i = 0; i < text.lines.size(); ++i) {
            const auto& line = text.lines[i];
            if (!line.header || line.zone != Zone::forwarded) continue;
            const auto colon = line.text.find(':');
            if (colon == std::string::npos) continue;
            const auto label = folded(line.text.substr(0, colon));
            if (label != "from" && label != "van" && label != "de") continue;
            const auto value = states::trimmed(std::string_view{line.text}.substr(colon + 1));
            const auto address = email_in(value);
            if (address.empty()) continue;
            forwarded = true;
            const auto shown = value.substr(0, value.find_first_of("<["));
            hear({std::string{tidy(shown)}, address}, Confidence::likely, origin_of(text, i));
        }
    if (forwarded) return;
    for (const auto& from : mail.messages.front().from)
        hear(from, Confidence::likely,
             header_origin("From",
                           from.name.empty() ? from.email : from.name + " <" + from.email + ">"));
}

}  // namespace intake
