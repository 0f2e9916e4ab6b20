// What has to hold before an application may go on.
//
// Each guard has a stored name, says with whom the ball is while it does not hold, and has its
// sentence in states/messages ("guard.<name>").  Guards only read: facts, who asks, the time; some
// look at the event too, because they are asked before its step has run.

#pragma once

#include <string_view>

#include "states/draft.hpp"
#include "states/events.hpp"

namespace states {

// Stands in a line among what was checked, where a person has set a guard aside for a reason.
constexpr std::string_view glass_broken = "glass_broken";

// ---- Sign-up ------------------------------------------------------------------------------------

struct FourEyes {  // Not by who took it in, nor by who edited it last, unless for a reason.
    static constexpr std::string_view name = "four_eyes";
    static constexpr Ball owner = Ball::staff;
    static bool holds(const Facts&, const Told&);
    static bool holds(const Facts&, const Told&, const Approved&);
};
struct AnotherPerson {  // An appeal is decided by somebody who did not reject.
    static constexpr std::string_view name = "another_person";
    static constexpr Ball owner = Ball::staff;
    static bool holds(const Facts&, const Told&);
};
struct WarningsAccepted {
    static constexpr std::string_view name = "warnings_accepted";
    static constexpr Ball owner = Ball::staff;
    static bool holds(const Facts&, const Told&);
};
struct WarningExists {
    static constexpr std::string_view name = "warning_exists";
    static constexpr Ball owner = Ball::staff;
    static bool holds(const Facts&, const Told&) { return true; }
    static bool holds(const Facts&, const Told&, const WarningAccepted&);
};
struct AcceptableWarning {  // Some doubts are none: an id that is not accredited, or not theirs.
    static constexpr std::string_view name = "acceptable_warning";
    static constexpr Ball owner = Ball::staff;
    static bool holds(const Facts&, const Told&) { return true; }
    static bool holds(const Facts&, const Told&, const WarningAccepted&);
};
struct KnownCheck {  // One that was asked for.
    static constexpr std::string_view name = "known_check";
    static constexpr Ball owner = Ball::staff;
    static bool holds(const Facts&, const Told&) { return true; }
    static bool holds(const Facts&, const Told&, const CheckRenewed&);
};
struct AppealInTime {
    static constexpr std::string_view name = "appeal_in_time";
    static constexpr Ball owner = Ball::nobody;
    static bool holds(const Facts&, const Told&);
};
struct FirstAppeal {
    static constexpr std::string_view name = "first_appeal";
    static constexpr Ball owner = Ball::nobody;
    static bool holds(const Facts&, const Told&);
};

// ---- Contract -----------------------------------------------------------------------------------

struct KnownAgreement {  // One of ours, and not one that was voided.
    static constexpr std::string_view name = "known_agreement";
    static constexpr Ball owner = Ball::provider;
    static bool holds(const Facts&, const Told&) { return true; }
    static bool holds(const Facts&, const Told&, const ContractSigned&);
    static bool holds(const Facts&, const Told&, const ContractFailed&);
    static bool holds(const Facts&, const Told&, const ContractDelegated&);
};
struct EveryContractSent {
    static constexpr std::string_view name = "every_contract_sent";
    static constexpr Ball owner = Ball::provider;
    static bool holds(const Facts&, const Told&);
    static bool holds(const Facts&, const Told&, const ContractPrepared&);
};
struct EveryContractSigned {
    static constexpr std::string_view name = "every_contract_signed";
    static constexpr Ball owner = Ball::applicant;
    static bool holds(const Facts&, const Told&);
    static bool holds(const Facts&, const Told&, const ContractSigned&);
};
struct ContractDataUnchanged {  // What was signed stays as it was signed.
    static constexpr std::string_view name = "contract_data_unchanged";
    static constexpr Ball owner = Ball::staff;
    static bool holds(const Facts&, const Told&) { return true; }
    static bool holds(const Facts&, const Told&, const SignUpCorrected&);
};

// ---- Money and letter ---------------------------------------------------------------------------

struct InvoiceIssuedFirst {
    static constexpr std::string_view name = "invoice_issued";
    static constexpr Ball owner = Ball::provider;
    static bool holds(const Facts&, const Told&);
};
struct PaidInFull {
    static constexpr std::string_view name = "paid_in_full";
    static constexpr Ball owner = Ball::bank;
    static bool holds(const Facts&, const Told&);
    static bool holds(const Facts&, const Told&, const PaymentReceived&);
};
struct KnownLetter {  // The letter that counts, not one that a newer letter has voided.
    static constexpr std::string_view name = "known_letter";
    static constexpr Ball owner = Ball::post;
    static bool holds(const Facts&, const Told&) { return true; }
    static bool holds(const Facts&, const Told&, const LetterPosted&);
    static bool holds(const Facts&, const Told&, const LetterReturned&);
};
struct LetterHasBeenPosted {
    static constexpr std::string_view name = "letter_posted";
    static constexpr Ball owner = Ball::post;
    static bool holds(const Facts&, const Told&);
};

// ---- Activation and profile ---------------------------------------------------------------------

struct ActivationCodeSent {
    static constexpr std::string_view name = "activation_code_sent";
    static constexpr Ball owner = Ball::provider;
    static bool holds(const Facts&, const Told&);
};
struct OneBillingContact {  // Where a product asks for one: exactly one.
    static constexpr std::string_view name = "one_billing_contact";
    static constexpr Ball owner = Ball::applicant;
    static bool holds(const Facts&, const Told&);
    static bool holds(const Facts&, const Told&, const ProfileSaved&);
};
struct TechnicalContacts {  // One to ten.
    static constexpr std::string_view name = "technical_contacts";
    static constexpr Ball owner = Ball::applicant;
    static bool holds(const Facts&, const Told&);
    static bool holds(const Facts&, const Told&, const ProfileSaved&);
};
struct OtherContacts {  // Administrative and abuse, for a gTLD.
    static constexpr std::string_view name = "other_contacts";
    static constexpr Ball owner = Ball::applicant;
    static bool holds(const Facts&, const Told&);
    static bool holds(const Facts&, const Told&, const ProfileSaved&);
};
struct ProductUrls {
    static constexpr std::string_view name = "product_urls";
    static constexpr Ball owner = Ball::applicant;
    static bool holds(const Facts&, const Told&);
    static bool holds(const Facts&, const Told&, const ProfileSaved&);
};
struct AliasesUnique {
    static constexpr std::string_view name = "aliases_unique";
    static constexpr Ball owner = Ball::applicant;
    static bool holds(const Facts&, const Told&) { return true; }
    static bool holds(const Facts&, const Told&, const ProfileSaved&);
};
struct BillingContactStays {  // Changed, never deleted.
    static constexpr std::string_view name = "billing_contact_stays";
    static constexpr Ball owner = Ball::applicant;
    static bool holds(const Facts&, const Told&) { return true; }
    static bool holds(const Facts&, const Told&, const ProfileSaved&);
};

// ---- A person's booking -------------------------------------------------------------------------

struct BookingReason {  // What a provider books explains itself; what a person books does not.
    static constexpr std::string_view name = "booking_reason";
    static constexpr Ball owner = Ball::staff;
    static bool holds(const Facts&, const Told&) { return true; }
    static bool holds(const Facts&, const Told&, const PaymentReceived&);
};
struct SecondPerson {  // Much money is booked by two people: one proposes, another one confirms.
    static constexpr std::string_view name = "second_person";
    static constexpr Ball owner = Ball::staff;
    static bool holds(const Facts&, const Told&) { return true; }
    static bool holds(const Facts&, const Told&, const PaymentReceived&);
    static bool holds(const Facts&, const Told&, const PaymentReversed&);
};

// ---- After the end ------------------------------------------------------------------------------

struct NoLegalHold {
    static constexpr std::string_view name = "no_legal_hold";
    static constexpr Ball owner = Ball::nobody;
    static bool holds(const Facts&, const Told&);
};
struct UnderLegalHold {
    static constexpr std::string_view name = "under_legal_hold";
    static constexpr Ball owner = Ball::nobody;
    static bool holds(const Facts&, const Told&);
};
struct RetentionOver {  // Unless whose data they are asks.
    static constexpr std::string_view name = "retention_over";
    static constexpr Ball owner = Ball::nobody;
    static bool holds(const Facts&, const Told&) { return true; }
    static bool holds(const Facts&, const Told&, const ErasureProposed&);
};
struct ErasureProposedFirst {
    static constexpr std::string_view name = "erasure_proposed_first";
    static constexpr Ball owner = Ball::nobody;
    static bool holds(const Facts&, const Told&);
};
struct AnotherEraser {  // Four eyes, and nothing sets them aside: what is erased does not come
                        // back.
    static constexpr std::string_view name = "another_eraser";
    static constexpr Ball owner = Ball::nobody;
    static bool holds(const Facts&, const Told&);
};

// ---- First registration -------------------------------------------------------------------------

struct OfferedProduct {  // A domain name, and of a product that was asked for.
    static constexpr std::string_view name = "offered_product";
    static constexpr Ball owner = Ball::applicant;
    static bool holds(const Facts&, const Told&) { return true; }
    static bool holds(const Facts&, const Told&, const DomainRegistered&);
    static bool holds(const Facts&, const Told&, const DomainClaimed&);
};

}  // namespace states
