#include "adapters/health.hpp"

#include <algorithm>

namespace adapters {
namespace {

struct Work {
    std::string_view neighbour;
    std::vector<std::string_view> vitals;
};

const std::vector<Work>& all_work() {
    static const std::vector<Work> all{
        {"mail_in", {"mailbox"}},
        {"mail_out", {"effect/tell", "effect/send_activation"}},
        {"vies", {"effect/check_vat"}},
        {"iana", {"effect/check_accreditation", "iana_list"}},
        {"esign",
         {"effect/send_contract", "effect/void_contract", "effect/remind_signer", "provider/esign",
          "agreements"}},
        {"invoices", {"effect/issue_invoice", "effect/credit_invoice"}},
        {"payments", {"effect/request_payment", "effect/refund_payment", "provider/payments"}},
        {"bank", {"statements"}},
        {"letters",
         {"effect/post_security_letter", "effect/void_security_letter", "provider/letters"}},
        {"registry", {"effect/open_registration", "effect/hand_over", "provider/registry"}},
        {"rdap", {"effect/confirm_registration"}},
        {"webhooks", {"endpoints"}}};
    return all;
}

void add(Checkup& checkup, const Vital& vital) {
    checkup.waiting += vital.waiting;
    checkup.parked += vital.parked;
    if (vital.since && (!checkup.since || *vital.since < *checkup.since))
        checkup.since = vital.since;
    if (vital.last_good && (!checkup.last_good || *vital.last_good > *checkup.last_good))
        checkup.last_good = vital.last_good;
    if (!vital.trouble.empty()) checkup.trouble = vital.trouble;
}

Condition condition_of(const Checkup& checkup, bool configured) {
    if (checkup.parked > 0) return Condition::stuck;
    if (checkup.waiting > 0) return Condition::troubled;
    if (!configured) return Condition::off;
    return checkup.last_good ? Condition::well : Condition::quiet;
}

}  // namespace

std::string_view name_of(Condition condition) {
    switch (condition) {
        case Condition::off: return "off";
        case Condition::quiet: return "quiet";
        case Condition::well: return "well";
        case Condition::troubled: return "troubled";
        case Condition::stuck: return "stuck";
    }
    return {};
}

std::vector<Checkup> checkups(const std::vector<Vital>& vitals,
                              const std::set<std::string>& configured) {
    std::vector<Checkup> all;
    for (const auto& work : all_work()) {
        auto checkup = Checkup{.neighbour = std::string{work.neighbour}};
        for (const auto& vital : vitals)
            if (std::ranges::find(work.vitals, vital.name) != work.vitals.end())
                add(checkup, vital);
        checkup.condition = condition_of(checkup, configured.contains(checkup.neighbour));
        if (checkup.waiting + checkup.parked == 0) {
            checkup.since.reset();
            checkup.trouble.clear();
        }
        all.push_back(std::move(checkup));
    }
    return all;
}

}  // namespace adapters
