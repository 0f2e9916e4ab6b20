// Asks VIES, the member states' registers of VAT numbers, whether a number is valid, and whose it
// is.
//
// REST interface of ec.europa.eu/taxation_customs/vies, version 1.0.0 of its contract.  There are
// three outcomes, and "unavailable" is no "invalid": the number may be good, and VIES is asked
// again.

#pragma once

#include <chrono>
#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/call.hpp"
#include "adapters/circuit_breaker.hpp"
#include "adapters/kept_answers.hpp"
#include "adapters/likeness.hpp"
#include "engine/workflow.hpp"
#include "states/sign_up.hpp"

namespace vies {

constexpr auto test_service = "check-vat-test-service";  // 100 is valid there, 200 is not, …

struct Access {
    std::string url;        // "https://ec.europa.eu/taxation_customs/vies/rest-api"; empty: none.
    std::string requester;  // Our own number, "BE0466158640"; without it there is no proof number.
    std::chrono::days keep_for{
        30};  // How long a "valid" is good; an "invalid" at most a day.  0: not.
    std::string service = "check-vat-number";
};

struct VatAnswer {
    enum class Standing {
        valid,
        invalid,      // No such number, or none that is good for trade between member states.
        unavailable,  // Nobody knows: ask again, not before `retry_after`.
        not_asked,    // No number of a member state (or XI), or no VIES is configured.
    };
    Standing standing = Standing::not_asked;
    std::string number = {};  // As it was asked for: "EL094259216" for Greece's "GR 094259216".

    // Of "valid" alone:
    std::string consultation = {};       // The proof that it was asked; empty without a requester.
    std::string name = {};               // Empty if not disclosed.
    std::string address = {};            // The same; lines are parted by "\n".
    adapters::Likeness name_match = {};  // With the sign-up's.
    adapters::Likeness address_match = {};

    engine::Time asked_at =
        {};  // When VIES was asked, by our clock: in the past for a kept answer.
    std::string their_date = {};  // As VIES writes it.
    std::optional<std::chrono::seconds> age =
        {};  // Of an answer that was kept; empty for a new one.

    // Of the other three: stable, for programs.  VIES's code ("MS_UNAVAILABLE"), or "no_answer",
    // "left_alone" (it did not answer lately, and was not asked), "not_of_a_member_state",
    // "not_configured".
    std::string why = {};
    std::string detail = {};  // For operators.
    std::optional<std::chrono::seconds> retry_after = {};
};

// May be shared by threads.
class Vies {
public:
    Vies(Access access, adapters::Send send, adapters::KeptAnswers& kept,
         std::function<engine::Time()> now);

    enum class May { use_kept, not_use_kept };

    // The number has passed the check of its digits; nothing of it is judged here.  Throws
    // engine::Rejected where a person has to look: VIES does not take the question (INVALID_INPUT,
    // INVALID_REQUESTER_INFO, VAT_BLOCKED, IP_BLOCKED, and codes that are new to us), or does not
    // answer as agreed.  Nothing of that says that the number is bad.
    VatAnswer check(const std::string& vat_number, const states::Organisation&,
                    May may = May::use_kept);

private:
    struct Question;
    std::optional<VatAnswer> kept_answer(const Question&);
    VatAnswer ask(const Question&);
    VatAnswer no_answer(const Question&, const std::string& why, const std::string& detail) const;
    std::string failure_code(const Question&, nlohmann::json& answer) const;

    Access access_;
    adapters::Send send_;
    adapters::KeptAnswers& kept_;
    std::function<engine::Time()> now_;
    adapters::CircuitBreaker breaker_;
};

std::string_view word_of(VatAnswer::Standing);  // "not_asked"; stable, for programs.

// Everything of it, to be kept as evidence.
nlohmann::json view_of(const VatAnswer&);

// Sentences for a person (states/messages/lookups.*.json): the outcome with its proof, then how
// name and address compare.
std::vector<std::string> in_words(const VatAnswer&, std::string_view language);

}  // namespace vies
