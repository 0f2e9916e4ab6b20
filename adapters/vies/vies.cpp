#include "adapters/vies/vies.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "adapters/field.hpp"
#include "adapters/vies/reply.hpp"
#include "engine/fault.hpp"
#include "states/checks.hpp"
#include "states/text.hpp"
#include "states/vat.hpp"

namespace vies {
namespace {

using adapters::Likeness;
using nlohmann::json;
using namespace std::chrono_literals;

constexpr auto failures_in_a_row = 5;
constexpr auto pause = 5min;
constexpr auto invalid_good_for = std::chrono::days{1};  // It may be registered tomorrow.
constexpr std::size_t reply_max = 64 * 1024;
constexpr std::size_t number_max = 14;  // Of a member state, with its prefix.
constexpr auto whole_service = "";      // As a key of the breaker; others are prefixes.

std::string normalised(const std::string& number) {
    const auto checked = states::check_vat(number);
    if (!checked.normalised.empty()) return checked.normalised;
    auto compact = states::upper_ascii(states::without_separators(states::trimmed(number)));
    if (const auto prefix = states::claimed_vat_prefix(compact); !prefix.empty())
        compact.replace(0, 2, prefix);
    return compact;
}

bool is_plain(const std::string& number) {
    return number.size() > 2 && number.size() <= number_max &&
           std::ranges::all_of(number, [](char c) {
               return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' || c == '*';
           });
}

// What we tell of the organisation: where a register discloses nothing, it compares.
json trader_of(const states::Organisation& organisation) {
    json trader = json::object();
    const auto tell = [&](const char* name, const std::string& value) {
        if (!value.empty()) trader[name] = value;
    };
    tell("traderName", organisation.name);
    tell("traderStreet", organisation.address.street);
    tell("traderPostalCode", organisation.address.postal_code);
    tell("traderCity", organisation.address.city);
    return trader;
}

// Theirs where they do not disclose what we could compare.  `theirs` are of one thing: an address
// is as good as its worst part.
Likeness or_theirs(Likeness likeness, std::initializer_list<Match> theirs) {
    if (likeness.kind != Likeness::Kind::not_disclosed) return likeness;
    const auto says = [&](Match match) { return std::ranges::find(theirs, match) != theirs.end(); };
    if (!says(Match::valid) && !says(Match::invalid)) return likeness;
    const auto kind = !says(Match::invalid) ? Likeness::Kind::same
                      : says(Match::valid)  ? Likeness::Kind::alike
                                            : Likeness::Kind::different;
    return {.kind = kind, .said_by_them = true};
}

}  // namespace

struct Vies::Question {
    std::string country;  // As VIES has it: "EL", "XI".
    std::string number;   // Without it.
    const states::Organisation& organisation;
    json trader;
    std::string key;

    std::string whole() const { return country + number; }

    VatAnswer answered_by(const json& answer, const json& told, engine::Time at) const {
        auto reply = read_reply(answer, country, number);
        VatAnswer said{
            .standing = reply.valid ? VatAnswer::Standing::valid : VatAnswer::Standing::invalid,
            .number = whole(),
            .consultation = std::move(reply.consultation),
            .asked_at = at,
            .their_date = std::move(reply.date)};
        if (!reply.valid) {
            said.why = "INVALID";
            return said;
        }
        said.name = std::move(reply.name);
        said.address = std::move(reply.address);
        said.name_match = adapters::likeness_of_names(organisation.name, said.name);
        said.address_match = adapters::likeness_of_addresses(organisation.address, said.address);
        if (told == trader) {  // An answer that was kept may be about what we told then.
            said.name_match = or_theirs(std::move(said.name_match), {reply.name_match});
            said.address_match =
                or_theirs(std::move(said.address_match),
                          {reply.street_match, reply.postal_code_match, reply.city_match});
        }
        return said;
    }
};

Vies::Vies(Access access, adapters::Send send, adapters::KeptAnswers& kept,
           std::function<engine::Time()> now)
    : access_{std::move(access)},
      send_{std::move(send)},
      kept_{kept},
      now_{std::move(now)},
      breaker_{failures_in_a_row, pause} {
    while (access_.url.ends_with('/')) access_.url.pop_back();
    if (!access_.requester.empty()) access_.requester = normalised(access_.requester);
}

VatAnswer Vies::check(const std::string& vat_number, const states::Organisation& organisation,
                      May may) {
    const auto number = normalised(vat_number);
    const auto country = std::string{states::claimed_vat_prefix(number)};
    const auto not_asked = [&](const char* why) {
        return VatAnswer{.number = number, .asked_at = now_(), .why = why};
    };
    if (country.empty() || !is_plain(number)) return not_asked("not_of_a_member_state");
    if (access_.url.empty()) return not_asked("not_configured");
    const Question question{.country = country,
                            .number = number.substr(2),
                            .organisation = organisation,
                            .trader = trader_of(organisation),
                            .key = number + " asked by " + access_.requester};
    if (may == May::use_kept)
        if (auto answer = kept_answer(question)) return std::move(*answer);
    for (const auto& key : {std::string{whole_service}, country})
        if (const auto wait = breaker_.wait(key, now_())) {
            auto answer =
                no_answer(question, "left_alone",
                          (key.empty() ? "VIES" : "the register of " + key) + " has not answered " +
                              std::to_string(failures_in_a_row) + " times in a row");
            answer.retry_after = wait;
            return answer;
        }
    return ask(question);
}

std::optional<VatAnswer> Vies::kept_answer(const Question& question) {
    if (access_.keep_for <= 0s) return std::nullopt;
    const auto kept = kept_.newest("vies", question.key);
    if (!kept) return std::nullopt;
    const auto age = std::chrono::floor<std::chrono::seconds>(now_() - kept->at);
    if (age >= access_.keep_for) return std::nullopt;
    const auto both = json::parse(kept->answer);
    auto answer = question.answered_by(both.at("answer"), both.at("told"), kept->at);
    if (answer.standing == VatAnswer::Standing::invalid && age >= invalid_good_for)
        return std::nullopt;
    answer.age = std::max<std::chrono::seconds>(age, 0s);
    return answer;
}

VatAnswer Vies::no_answer(const Question& question, const std::string& why,
                          const std::string& detail) const {
    return {.standing = VatAnswer::Standing::unavailable,
            .number = question.whole(),
            .asked_at = now_(),
            .why = why,
            .detail = detail};
}

// Makes the call; the code of a failure, or the answer and an empty text.
std::string Vies::failure_code(const Question& question, json& answer) const {
    auto body = question.trader;
    body["countryCode"] = question.country;
    body["vatNumber"] = question.number;
    if (!access_.requester.empty()) {
        body["requesterMemberStateCode"] = access_.requester.substr(0, 2);
        body["requesterNumber"] = access_.requester.substr(2);
    }
    const adapters::Call call{.method = "POST",
                              .url = access_.url + "/" + access_.service,
                              .headers = {"Accept: application/json"},
                              .body = body.dump(),
                              .content_type = "application/json",
                              .reply_max = reply_max};
    std::string text;
    std::string status;
    try {
        text = send_(call).body;
    } catch (const adapters::RefusedCall& refused) {
        constexpr auto request_timeout = 408;
        constexpr auto too_early = 425;
        if (refused.status == request_timeout || refused.status == too_early)
            throw engine::Unavailable{refused.what()};
        text = refused.body;
        status = std::to_string(refused.status);
    }
    answer = json::parse(text, nullptr, false);
    if (answer.is_discarded() || (!status.empty() && !answer.is_object()))
        throw engine::Rejected{"vies answered " + (status.empty() ? "" : status + " with ") +
                               "something else than JSON"};
    auto code = failure_in(answer);
    if (code.empty() && !status.empty())
        throw engine::Rejected{"vies answered " + status + " without a code"};
    return code;
}

VatAnswer Vies::ask(const Question& question) {
    const auto at = now_();
    json answer;
    std::string name;
    try {
        name = failure_code(question, answer);
    } catch (const engine::Unavailable& trouble) {
        breaker_.failed(whole_service, at);
        auto said = no_answer(question, "no_answer", trouble.what());
        said.retry_after = trouble.retry_after;
        return said;
    }
    const auto* const code = code_of(name);
    const auto trouble = code ? code->trouble : Trouble::none;
    if (trouble == Trouble::service) {
        breaker_.failed(whole_service, at);
        return no_answer(question, name, "vies answered " + name);
    }
    breaker_.succeeded(whole_service);
    if (trouble == Trouble::member_state) {
        breaker_.failed(question.country, at);
        return no_answer(question, name, "vies answered " + name + " for " + question.country);
    }
    breaker_.succeeded(question.country);
    if (!name.empty())
        throw engine::Rejected{
            "vies answered " + name + " for " + question.whole() + ": " +
            (code ? std::string{code->advice} : "a code that this program does not know")};
    auto said = question.answered_by(answer, question.trader, at);
    if (access_.keep_for > 0s)
        kept_.keep("vies", question.key,
                   json{{"told", question.trader}, {"answer", answer}}.dump());
    return said;
}

std::string_view word_of(VatAnswer::Standing standing) {
    switch (standing) {
        case VatAnswer::Standing::valid: return "valid";
        case VatAnswer::Standing::invalid: return "invalid";
        case VatAnswer::Standing::unavailable: return "unavailable";
        case VatAnswer::Standing::not_asked: return "not_asked";
    }
    return {};
}

}  // namespace vies
