#include "states/guards.hpp"

#include <algorithm>
#include <set>

#include "states/host_name.hpp"
#include "states/inquiries.hpp"
#include "states/steps.hpp"

namespace states {
namespace {

bool is_known(const Facts& facts, const std::string& agreement) {
    return !agreement.empty() && std::ranges::any_of(facts.agreements, [&](const Agreement& known) {
        return known.provider_id == agreement && known.status != AgreementStatus::failed;
    });
}

auto count(const Profile& profile, std::string_view kind) {
    return std::ranges::count(profile.contacts, kind, &Contact::kind);
}

bool one_billing_contact(const Facts& facts, const Profile& profile) {
    return count(profile, "billing") == (facts.path.contacts.contains("billing") ? 1 : 0) ||
           (!facts.path.contacts.contains("billing") && count(profile, "billing") <= 1);
}

bool technical_contacts(const Facts& facts, const Profile& profile) {
    constexpr auto most = 10;  // domain.md, step 6.
    const auto found = count(profile, "technical");
    return found <= most && (found > 0 || !facts.path.contacts.contains("technical"));
}

bool other_contacts(const Facts& facts, const Profile& profile) {
    return std::ranges::all_of(facts.path.contacts, [&](const std::string& kind) {
        return kind == "billing" || kind == "technical" || count(profile, kind) > 0;
    });
}

bool product_urls(const Facts& facts, const Profile& profile) {
    return std::ranges::all_of(facts.path.product_urls, [&](const std::string& product) {
        return std::ranges::any_of(profile.product_urls, [&](const ProductUrl& url) {
            return url.product == product && !url.url.empty();
        });
    });
}

// One's own proposal is none to oneself.
template <class Event>
bool second_person(const Facts& facts, const Told& told, const Event& event) {
    const auto& limit = told.catalogue.second_person_above;
    if (!limit || told.actor.role != name_of(Party::finance) || event.amount <= *limit) return true;
    return std::ranges::any_of(facts.proposals, [&](const Proposal& proposal) {
        return proposal.books == Event::name && proposal.amount == event.amount &&
               proposal.payment == event.payment && proposal.by != told.actor.id;
    });
}

}  // namespace

bool FourEyes::holds(const Facts& facts, const Told& told, const Approved& event) {
    return holds(facts, told) || !event.break_glass.empty();
}

bool FourEyes::holds(const Facts& facts, const Told& told) {
    return !told.catalogue.four_eyes ||
           (told.actor.id != facts.intake_by && told.actor.id != facts.edited_by);
}

bool AnotherPerson::holds(const Facts& facts, const Told& told) {
    return !facts.appealed || told.actor.id != facts.rejected_by;
}

bool WarningsAccepted::holds(const Facts& facts, const Told&) {
    return std::ranges::none_of(facts.warnings,
                                [](const Warning& w) { return w.accepted_by.empty(); });
}

bool WarningExists::holds(const Facts& facts, const Told&, const WarningAccepted& event) {
    return std::ranges::any_of(facts.warnings, [&](const Warning& w) {
        return w.problem.field == event.field && w.problem.code == event.code;
    });
}

bool AcceptableWarning::holds(const Facts&, const Told&, const WarningAccepted& event) {
    static constexpr std::string_view refused[] = {"iana_id_reserved", "iana_id_taken",
                                                   "iana_id_terminated", "iana_id_unknown"};
    return std::ranges::find(refused, event.code) == std::ranges::end(refused);
}

bool KnownCheck::holds(const Facts& facts, const Told&, const CheckRenewed& event) {
    return asks(event.check, facts.sign_up);
}

bool AppealInTime::holds(const Facts& facts, const Told& told) {
    return told.at <=
           told.catalogue.after(time_of(facts.rejected_at), told.catalogue.appeal_period);
}

bool FirstAppeal::holds(const Facts& facts, const Told&) { return !facts.appealed; }

bool KnownAgreement::holds(const Facts& facts, const Told&, const ContractSigned& event) {
    return is_known(facts, event.agreement);
}
bool KnownAgreement::holds(const Facts& facts, const Told&, const ContractFailed& event) {
    return is_known(facts, event.agreement);
}
bool KnownAgreement::holds(const Facts& facts, const Told&, const ContractDelegated& event) {
    return is_known(facts, event.agreement);
}

bool EveryContractSent::holds(const Facts& facts, const Told&) {
    return std::ranges::none_of(
        facts.agreements, [](const Agreement& a) { return a.status == AgreementStatus::wanted; });
}
bool EveryContractSent::holds(const Facts& facts, const Told&, const ContractPrepared& event) {
    return std::ranges::none_of(facts.agreements, [&](const Agreement& a) {
        return a.status == AgreementStatus::wanted && a.product != event.product;
    });
}

bool EveryContractSigned::holds(const Facts& facts, const Told&) {
    return std::ranges::all_of(
        facts.agreements, [](const Agreement& a) { return a.status == AgreementStatus::signed_; });
}
bool EveryContractSigned::holds(const Facts& facts, const Told&, const ContractSigned& event) {
    return std::ranges::all_of(facts.agreements, [&](const Agreement& a) {
        return a.status == AgreementStatus::signed_ || a.provider_id == event.agreement;
    });
}

bool ContractDataUnchanged::holds(const Facts& facts, const Told&, const SignUpCorrected& event) {
    return !changes_contract(facts, event) && !changes_products(facts, event);
}

bool InvoiceIssuedFirst::holds(const Facts& facts, const Told&) {
    return !facts.invoice.number.empty();
}

bool PaidInFull::holds(const Facts& facts, const Told&) {
    return !facts.invoice.number.empty() && facts.paid >= facts.invoice.total;
}
bool PaidInFull::holds(const Facts& facts, const Told& told, const PaymentReceived& event) {
    return !facts.invoice.number.empty() &&
           facts.paid + credit_for(facts, told, event) >= facts.invoice.total;
}

bool BookingReason::holds(const Facts&, const Told& told, const PaymentReceived& event) {
    return told.actor.role != name_of(Party::finance) || !event.reason.empty();
}

bool SecondPerson::holds(const Facts& facts, const Told& told, const PaymentReceived& event) {
    return second_person(facts, told, event);
}
bool SecondPerson::holds(const Facts& facts, const Told& told, const PaymentReversed& event) {
    return second_person(facts, told, event);
}

bool KnownLetter::holds(const Facts& facts, const Told&, const LetterPosted& event) {
    return event.letter == facts.letter.id;
}
bool KnownLetter::holds(const Facts& facts, const Told&, const LetterReturned& event) {
    return event.letter == facts.letter.id;
}

bool LetterHasBeenPosted::holds(const Facts& facts, const Told&) {
    return !facts.path.letter || facts.letter.custody == Letter::Custody::posted;
}

bool ActivationCodeSent::holds(const Facts& facts, const Told&) {
    return facts.activation.code_sent;
}

bool OneBillingContact::holds(const Facts& facts, const Told&) {
    return one_billing_contact(facts, facts.profile);
}
bool OneBillingContact::holds(const Facts& facts, const Told&, const ProfileSaved& event) {
    return one_billing_contact(facts, event.profile);
}

bool TechnicalContacts::holds(const Facts& facts, const Told&) {
    return technical_contacts(facts, facts.profile);
}
bool TechnicalContacts::holds(const Facts& facts, const Told&, const ProfileSaved& event) {
    return technical_contacts(facts, event.profile);
}

bool OtherContacts::holds(const Facts& facts, const Told&) {
    return other_contacts(facts, facts.profile);
}
bool OtherContacts::holds(const Facts& facts, const Told&, const ProfileSaved& event) {
    return other_contacts(facts, event.profile);
}

bool ProductUrls::holds(const Facts& facts, const Told&) {
    return product_urls(facts, facts.profile);
}
bool ProductUrls::holds(const Facts& facts, const Told&, const ProfileSaved& event) {
    return product_urls(facts, event.profile);
}

bool AliasesUnique::holds(const Facts&, const Told&, const ProfileSaved& event) {
    std::set<std::string> seen;
    return std::ranges::all_of(event.profile.contacts, [&](const Contact& contact) {
        return contact.alias.empty() || seen.insert(contact.alias).second;
    });
}

bool BillingContactStays::holds(const Facts& facts, const Told&, const ProfileSaved& event) {
    return count(facts.profile, "billing") == 0 || count(event.profile, "billing") > 0;
}

bool NoLegalHold::holds(const Facts& facts, const Told&) { return facts.legal_hold.empty(); }

bool UnderLegalHold::holds(const Facts& facts, const Told&) { return !facts.legal_hold.empty(); }

bool RetentionOver::holds(const Facts& facts, const Told& told, const ErasureProposed& event) {
    return event.basis == "request" || told.at >= erasable_at(facts, told.catalogue);
}

bool ErasureProposedFirst::holds(const Facts& facts, const Told&) {
    return !facts.erasure.by.empty();
}

bool AnotherEraser::holds(const Facts& facts, const Told& told) {
    return told.actor.id != facts.erasure.by;
}

bool OfferedProduct::holds(const Facts& facts, const Told&, const DomainRegistered& event) {
    return is_host_name(event.domain) && wish_of(event.domain, facts.sign_up) != nullptr;
}
bool OfferedProduct::holds(const Facts& facts, const Told&, const DomainClaimed& event) {
    return is_host_name(event.domain) && wish_of(event.domain, facts.sign_up) != nullptr;
}

}  // namespace states
