// What can be said of a value while somebody types it: a help, and never a judgement.
//
// What registers outside do not answer is not said; nobody waits for them, and nothing is kept as
// evidence.  A sign-up is judged by states/sign_up.hpp and adapters/register_checks.hpp.

#pragma once

#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/register_checks.hpp"
#include "adapters/registrars.hpp"

namespace adapters {

struct EarlyWord {
    enum class Mood { good, doubtful, wrong } mood = Mood::good;
    std::string sentence;
};

std::string_view word_of(EarlyWord::Mood);  // "good", "warn", "bad"; for the pages' style.

class EarlyChecks {
public:
    using Clock = std::function<engine::Time()>;
    EarlyChecks(Registrars& registrars, AskVat ask_vat, Clock now)
        : registrars_{registrars}, ask_vat_{std::move(ask_vat)}, now_{std::move(now)} {}

    // Of a field of the sign-up: "organisation.vat_number", "representative.phone",
    // "representative.mobile" or "iana_id".  Empty where there is nothing to say.
    std::optional<EarlyWord> look(std::string_view field, const std::string& value,
                                  const states::Organisation&, const std::string& language);

private:
    std::optional<EarlyWord> look_at_vat(const std::string& value, const states::Organisation&,
                                         const std::string& language);
    bool may_ask();

    Registrars& registrars_;
    AskVat ask_vat_;
    Clock now_;

    // Anybody may type here: VIES is asked at most so often, whoever it is for.
    static constexpr double a_second = 0.5;
    static constexpr double at_once = 20;
    std::mutex mutex_;
    double allowance_ = at_once;
    std::optional<engine::Time> counted_;
};

}  // namespace adapters
