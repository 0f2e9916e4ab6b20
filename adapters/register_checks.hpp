// What VIES and RDAP say of an applicant, kept as evidence and told to its application.
//
// Who asks them is given as a function, since this header knows neither: adapters/vies and
// adapters/rdap do, and the composition (adapters/lookups.cpp) puts both together.

#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>

#include "adapters/evidence.hpp"
#include "adapters/likeness.hpp"
#include "engine/store.hpp"
#include "states/effects.hpp"

namespace adapters {

struct VatFinding {
    enum class Kind {
        valid,
        invalid,      // No such number.
        unavailable,  // Nobody knows: it is asked again.
        unasked,      // No VIES is configured; only the check digits were looked at.
    } kind = Kind::unasked;
    std::string listed = {};  // Whose it is, where VIES discloses it.
    Likeness likeness = {};   // Of that name with the sign-up's.
    std::string proof = {};   // VIES's consultation number.
    std::string date = {};    // Of its answer, as VIES has it.
    std::optional<std::chrono::days> good_for = {};
    std::string trouble = {};  // Why it is unavailable.
    std::optional<std::chrono::seconds> retry_after = {};
};
// Throws engine::Unavailable for "unavailable" as well, and engine::Rejected where a person has to
// look.
using AskVat = std::function<VatFinding(const states::CheckVat&)>;

struct RegistrationFinding {
    enum class Kind {
        confirmed,
        not_found,        // No such domain name.
        other_registrar,  // It is there, and somebody else's.
        unclear,          // It is there, and a person has to look whose.
        unavailable,
        unasked,  // No RDAP is configured: the word of whoever claimed it counts.
    } kind = Kind::unasked;
    std::string listed = {};  // The sponsoring registrar, as RDAP names it.
    std::string source = {};  // Which server has said so.
    std::string date = {};    // Of the registration, as it has it.
    std::string trouble = {};
    std::optional<std::chrono::seconds> retry_after = {};
};
using AskRegistration = std::function<RegistrationFinding(const states::ConfirmRegistration&)>;

class RegisterChecks {
public:
    RegisterChecks(EvidenceBook& book, AskVat ask_vat, AskRegistration ask_registration)
        : book_{book},
          ask_vat_{std::move(ask_vat)},
          ask_registration_{std::move(ask_registration)} {}

    // -> checked, or engine::Unavailable: then the first failure is kept as evidence too.  Nothing
    // where nobody was asked and nobody waits.
    std::optional<engine::Event> perform(const states::CheckVat&, const engine::Work&);

    // -> domain_registered or registration_unconfirmed; likewise.
    std::optional<engine::Event> perform(const states::ConfirmRegistration&, const engine::Work&);

private:
    Evidence judge(const states::CheckVat&, const engine::Work&);
    Evidence judge(const states::ConfirmRegistration&, const engine::Work&);
    [[noreturn]] void put_off(Evidence, const std::string& trouble,
                              std::optional<std::chrono::seconds> retry_after);

    EvidenceBook& book_;
    AskVat ask_vat_;
    AskRegistration ask_registration_;
};

}  // namespace adapters
