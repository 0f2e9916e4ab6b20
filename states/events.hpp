// What can happen to an application, in our own words.
//
// Adapters translate what their neighbour says into one of these and pass nothing else inwards.
// The names are written in the journal: add new ones, never rename or reuse an old one.  `by` says
// who may cause it, `ball` whose turn it is while it is awaited.

#pragma once

#include <boost/mp11/list.hpp>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "states/facts.hpp"
#include "states/roles.hpp"

namespace states {

// ---- 1 prepare and 2 sign up ------------------------------------------------------------------

struct DraftSaved {  // Saved to go on later through a private link; need not be complete.
    static constexpr std::string_view name = "draft_saved";
    static constexpr Parties by = {Party::applicant, Party::clerk, Party::integration};
    static constexpr Ball ball = Ball::applicant;
    SignUp sign_up;
};
struct Submitted {  // Valid: read_sign_up() has found no problem in it.
    static constexpr std::string_view name = "submitted";
    static constexpr Parties by = {Party::applicant, Party::clerk, Party::integration};
    static constexpr Ball ball = Ball::applicant;
    SignUp sign_up;
    std::vector<Problem> warnings;
};
struct SignUpCorrected {  // Any part of the sign-up, before or after it was approved.
    static constexpr std::string_view name = "sign_up_corrected";
    static constexpr Parties by = {Party::applicant, Party::clerk, Party::integration};
    static constexpr Ball ball = Ball::applicant;
    SignUp sign_up;
    std::vector<Problem> warnings;
};
struct WarningAccepted {
    static constexpr std::string_view name = "warning_accepted";
    static constexpr Parties by = {Party::approver};
    static constexpr Ball ball = Ball::staff;
    std::string field;
    std::string code;
    std::string reason;
};
struct CheckAnswered {  // What a register says of the applicant; replaces what it said before.
    static constexpr std::string_view name = "checked";
    static constexpr Parties by = {Party::system};
    static constexpr Ball ball = Ball::provider;
    std::string check;                   // "vat", "iana"
    int edition = 1;                     // As it was asked for; an older one counts no more.
    std::string outcome;                 // "valid", "invalid", "doubtful", "unavailable"
    std::vector<Problem> problems;       // An approver has to accept each with a reason.
    std::vector<std::int64_t> evidence;  // What they rest on, in the book of evidence.
};
struct CheckRenewed {  // The register is to be asked again.
    static constexpr std::string_view name = "check_renewed";
    static constexpr Parties by = {Party::clerk, Party::approver};
    static constexpr Ball ball = Ball::staff;
    std::string check;
};
struct Approved {
    static constexpr std::string_view name = "approved";
    static constexpr Parties by = {Party::approver};
    static constexpr Ball ball = Ball::staff;
    // Why somebody approves whom four eyes would bar: it is told to administrators and shows for
    // ever.  Empty of everybody else.
    std::string break_glass;
};
struct Rejected {
    static constexpr std::string_view name = "rejected";
    static constexpr Parties by = {Party::approver};
    static constexpr Ball ball = Ball::staff;
    std::string reason;
};
struct Appealed {
    static constexpr std::string_view name = "appealed";
    static constexpr Parties by = {Party::applicant, Party::clerk, Party::integration};
    static constexpr Ball ball = Ball::applicant;
    std::string reason;
};
struct InformationRequested {
    static constexpr std::string_view name = "information_requested";
    static constexpr Parties by = {Party::clerk, Party::approver};
    static constexpr Ball ball = Ball::staff;
    static constexpr bool pauses_clock = true;
    std::vector<Wanted> items;
};
struct InformationAnswered {
    static constexpr std::string_view name = "information_answered";
    static constexpr Parties by = {Party::applicant, Party::clerk, Party::integration};
    static constexpr Ball ball = Ball::applicant;
    static constexpr bool resumes_clock = true;
    SignUp sign_up;
    std::vector<Problem> warnings;
};

// ---- 3 sign the contract ----------------------------------------------------------------------

struct ContractPrepared {  // The signing provider has it and has mailed it to the signer.
    static constexpr std::string_view name = "contract_prepared";
    static constexpr Parties by = {Party::system};
    static constexpr Ball ball = Ball::provider;
    std::string product;
    std::string agreement;         // What the provider calls it.
    int edition = 1;               // As it was asked for; a re-issue has a higher one.
    std::string document;          // What was sent: SHA-256 of the PDF, in hexadecimal,
    std::string template_version;  // and which text it is.
};
struct ContractSigned {
    static constexpr std::string_view name = "contract_signed";
    static constexpr Parties by = {Party::provider};
    static constexpr Ball ball = Ball::applicant;
    std::string agreement;
    std::vector<std::string> papers;  // The signed PDF, then the record of the signing: SHA-256.
};
struct ContractFailed {  // It will not be signed as it is; somebody has to look.
    static constexpr std::string_view name = "contract_failed";
    static constexpr Parties by = {Party::provider};
    static constexpr Ball ball = Ball::applicant;
    std::string agreement;
    std::string trouble;  // "declined", "expired", "bounced", "recalled"
    std::string detail;
};
struct ContractDelegated {  // Somebody else was asked to sign; the envelope stays open.
    static constexpr std::string_view name = "contract_delegated";
    static constexpr Parties by = {Party::provider};
    static constexpr Ball ball = Ball::applicant;
    std::string agreement;
    std::string to;
};
struct ContractReissued {
    static constexpr std::string_view name = "contract_reissued";
    static constexpr Parties by = {Party::clerk, Party::approver};
    static constexpr Ball ball = Ball::staff;
};

// ---- 4 pay the invoice; the letter ------------------------------------------------------------

struct InvoiceIssued {
    static constexpr std::string_view name = "invoice_issued";
    static constexpr Parties by = {Party::system};
    static constexpr Ball ball = Ball::provider;
    std::string number;
    Money total;
    std::string structured_message;
    std::string document;          // SHA-256 of the PDF; empty if another system has made it.
    std::string template_version;  // Likewise.
};
struct PaymentRequested {  // There is a page on which the invoice can be paid.
    static constexpr std::string_view name = "payment_requested";
    static constexpr Parties by = {Party::system};
    static constexpr Ball ball = Ball::provider;
    std::string link;
};
struct PaymentReceived {
    static constexpr std::string_view name = "payment_received";
    static constexpr Parties by = {Party::provider, Party::finance};
    static constexpr Ball ball = Ball::bank;
    Money amount;
    std::string payment;      // What the provider or the bank calls it.
    std::string reason = {};  // Why a person books it; a provider gives none.
};
struct PaymentReversed {  // Charged back, recalled or refunded by the provider.
    static constexpr std::string_view name = "payment_reversed";
    static constexpr Parties by = {Party::provider, Party::finance};
    static constexpr Ball ball = Ball::bank;
    Money amount;
    std::string payment;
    std::string reason;
};
struct BookingProposed {  // By one person of finance; another one confirms it by booking the same.
    static constexpr std::string_view name = "booking_proposed";
    static constexpr Parties by = {Party::finance};
    static constexpr Ball ball = Ball::bank;
    std::string books;  // "payment_received" or "payment_reversed".
    Money amount;
    std::string payment;
    std::string reason;
};
struct PaymentFailed {  // Was begun, and the money did not come.
    static constexpr std::string_view name = "payment_failed";
    static constexpr Parties by = {Party::provider};
    static constexpr Ball ball = Ball::bank;
    Money amount;
    std::string payment;
};
struct RefundSent {  // Money is on its way back after the end.
    static constexpr std::string_view name = "refund_sent";
    static constexpr Parties by = {Party::system, Party::provider, Party::finance};
    static constexpr Ball ball = Ball::bank;
    Money amount;
    std::string how;          // "service" or "bank"
    std::string reason = {};  // A person's, who has seen to it.
};
struct CreditNoteIssued {
    static constexpr std::string_view name = "credit_note_issued";
    static constexpr Parties by = {Party::system};
    static constexpr Ball ball = Ball::provider;
    std::string number;
    std::string invoice;
};
struct LetterPrinted {
    static constexpr std::string_view name = "letter_printed";
    static constexpr Parties by = {Party::system};
    static constexpr Ball ball = Ball::post;
    std::string letter;
    std::string registrar_id;
};
struct LetterPosted {
    static constexpr std::string_view name = "letter_posted";
    static constexpr Parties by = {Party::provider, Party::clerk};
    static constexpr Ball ball = Ball::post;
    std::string letter;
};
struct LetterReturned {
    static constexpr std::string_view name = "letter_returned";
    static constexpr Parties by = {Party::provider, Party::clerk};
    static constexpr Ball ball = Ball::post;
    std::string letter;
    std::string reason;
};
struct LetterReissued {  // A new letter voids the old code.
    static constexpr std::string_view name = "letter_reissued";
    static constexpr Parties by = {Party::clerk};
    static constexpr Ball ball = Ball::staff;
    std::string reason;
};

// ---- 5 activate the account -------------------------------------------------------------------

struct ActivationSent {
    static constexpr std::string_view name = "activation_sent";
    static constexpr Parties by = {Party::system};
    static constexpr Ball ball = Ball::provider;
};
struct ActivationFailed {  // Wrong codes; too many of them lock the activation.
    static constexpr std::string_view name = "activation_failed";
    static constexpr Parties by = {Party::system};
    static constexpr Ball ball = Ball::applicant;
    int tries_left = 0;
};
struct Activated {  // Registrar ID, activation code and security code were right.
    static constexpr std::string_view name = "activated";
    static constexpr Parties by = {Party::system};
    static constexpr Ball ball = Ball::applicant;
};
struct CodesReissued {  // A new activation code; the security code of the letter stays.
    static constexpr std::string_view name = "codes_reissued";
    static constexpr Parties by = {Party::applicant, Party::clerk, Party::integration};
    static constexpr Ball ball = Ball::applicant;
};

// ---- 6 profile and 7 first registration -------------------------------------------------------

struct ProfileSaved {
    static constexpr std::string_view name = "profile_saved";
    static constexpr Parties by = {Party::applicant, Party::clerk, Party::integration};
    static constexpr Ball ball = Ball::applicant;
    Profile profile;
};
struct DomainClaimed {  // Said to be registered; RDAP is asked whether it is so.
    static constexpr std::string_view name = "domain_claimed";
    static constexpr Parties by = {Party::clerk};
    static constexpr Ball ball = Ball::applicant;
    std::string domain;
};
struct DomainRegistered {  // By the system where RDAP has confirmed a claim.
    static constexpr std::string_view name = "domain_registered";
    static constexpr Parties by = {Party::registry, Party::clerk, Party::system};
    static constexpr Ball ball = Ball::applicant;
    std::string domain;
};
struct RegistrationUnconfirmed {  // RDAP knows no such domain name, or another registrar's.
    static constexpr std::string_view name = "registration_unconfirmed";
    static constexpr Parties by = {Party::system};
    static constexpr Ball ball = Ball::applicant;
    std::string domain;
    std::string why;  // "not_found", "other_registrar", "unclear"
};

// ---- anywhere ---------------------------------------------------------------------------------

struct Held {
    static constexpr std::string_view name = "held";
    static constexpr Parties by = {Party::clerk, Party::approver};
    static constexpr Ball ball = Ball::staff;
    static constexpr bool pauses_clock = true;
    std::string reason;
};
struct Resumed {
    static constexpr std::string_view name = "resumed";
    static constexpr Parties by = {Party::clerk, Party::approver};
    static constexpr Ball ball = Ball::staff;
    static constexpr bool resumes_clock = true;
};
struct Withdrawn {
    static constexpr std::string_view name = "withdrawn";
    static constexpr Parties by = {Party::applicant, Party::clerk, Party::integration};
    static constexpr Ball ball = Ball::applicant;
    std::string reason;
};
struct ReminderDue {
    static constexpr std::string_view name = "reminder_due";
    static constexpr Parties by = {Party::timer};
    static constexpr Ball ball = Ball::nobody;
};
struct TimeIsUp {  // The limit of the state's clock has passed.
    static constexpr std::string_view name = "time_is_up";
    static constexpr Parties by = {Party::timer};
    static constexpr Ball ball = Ball::nobody;
};

// ---- after the end ----------------------------------------------------------------------------

struct LegalHoldPlaced {  // A lawsuit, an inspection: nothing may be erased until it is lifted.
    static constexpr std::string_view name = "legal_hold_placed";
    static constexpr Parties by = {Party::clerk, Party::approver};
    static constexpr Ball ball = Ball::nobody;
    std::string reason;
};
struct LegalHoldLifted {
    static constexpr std::string_view name = "legal_hold_lifted";
    static constexpr Parties by = {Party::approver};
    static constexpr Ball ball = Ball::nobody;
    std::string reason;
};
struct ErasureProposed {  // By one person; another one confirms it.
    static constexpr std::string_view name = "erasure_proposed";
    static constexpr Parties by = {Party::clerk, Party::approver};
    static constexpr Ball ball = Ball::nobody;
    std::string basis;  // "retention": the time is over; "request": whose data they are asks.
    std::string reason;
};
struct ErasureConfirmed {
    static constexpr std::string_view name = "erasure_confirmed";
    static constexpr Parties by = {Party::approver};
    static constexpr Ball ball = Ball::nobody;
};

using Events = boost::mp11::mp_list<
    DraftSaved, Submitted, SignUpCorrected, WarningAccepted, CheckAnswered, CheckRenewed, Approved,
    Rejected, Appealed, InformationRequested, InformationAnswered, ContractPrepared, ContractSigned,
    ContractFailed, ContractDelegated, ContractReissued, InvoiceIssued, PaymentRequested,
    PaymentReceived, PaymentReversed, BookingProposed, PaymentFailed, RefundSent, CreditNoteIssued,
    LetterPrinted, LetterPosted, LetterReturned, LetterReissued, ActivationSent, ActivationFailed,
    Activated, CodesReissued, ProfileSaved, DomainClaimed, DomainRegistered,
    RegistrationUnconfirmed, Held, Resumed, Withdrawn, ReminderDue, TimeIsUp, LegalHoldPlaced,
    LegalHoldLifted, ErasureProposed, ErasureConfirmed>;

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(DraftSaved, sign_up)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Submitted, sign_up, warnings)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(SignUpCorrected, sign_up, warnings)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(WarningAccepted, field, code, reason)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(CheckAnswered, check, edition, outcome, problems, evidence)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(CheckRenewed, check)
STATES_SPARSE_JSON(Approved, break_glass)  // Once it said nothing at all.
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Rejected, reason)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Appealed, reason)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(InformationRequested, items)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(InformationAnswered, sign_up, warnings)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(ContractFailed, agreement, trouble, detail)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(ContractDelegated, agreement, to)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(PaymentRequested, link)
inline void to_json(nlohmann::json& json, const PaymentReceived& event) {
    json = {{"amount", event.amount}, {"payment", event.payment}, {"reason", event.reason}};
}
inline void from_json(const nlohmann::json& json,
                      PaymentReceived& event) {  // Old ones have no reason.
    json.at("amount").get_to(event.amount);
    json.at("payment").get_to(event.payment);
    event.reason = json.value("reason", "");
}
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(PaymentReversed, amount, payment, reason)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(BookingProposed, books, amount, payment, reason)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(PaymentFailed, amount, payment)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(RefundSent, amount, how, reason)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(CreditNoteIssued, number, invoice)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(LetterPrinted, letter, registrar_id)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(LetterPosted, letter)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(LetterReturned, letter, reason)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(LetterReissued, reason)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(ActivationFailed, tries_left)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(ProfileSaved, profile)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(DomainClaimed, domain)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(DomainRegistered, domain)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(RegistrationUnconfirmed, domain, why)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Held, reason)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Withdrawn, reason)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(LegalHoldPlaced, reason)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(LegalHoldLifted, reason)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(ErasureProposed, basis, reason)

// These say more than they once did: what older ones lack is read as empty, and nothing else may be
// missing.
inline void to_json(nlohmann::json& json, const ContractPrepared& event) {
    json = {{"product", event.product},
            {"agreement", event.agreement},
            {"edition", event.edition},
            {"document", event.document},
            {"template_version", event.template_version}};
}
inline void from_json(const nlohmann::json& json, ContractPrepared& event) {
    json.at("product").get_to(event.product);
    json.at("agreement").get_to(event.agreement);
    json.at("edition").get_to(event.edition);
    read_if_there(json, "document", event.document);
    read_if_there(json, "template_version", event.template_version);
}
inline void to_json(nlohmann::json& json, const ContractSigned& event) {
    json = {{"agreement", event.agreement}, {"papers", event.papers}};
}
inline void from_json(const nlohmann::json& json, ContractSigned& event) {
    json.at("agreement").get_to(event.agreement);
    read_if_there(json, "papers", event.papers);
}
inline void to_json(nlohmann::json& json, const InvoiceIssued& event) {
    json = {{"number", event.number},
            {"total", event.total},
            {"structured_message", event.structured_message},
            {"document", event.document},
            {"template_version", event.template_version}};
}
inline void from_json(const nlohmann::json& json, InvoiceIssued& event) {
    json.at("number").get_to(event.number);
    json.at("total").get_to(event.total);
    json.at("structured_message").get_to(event.structured_message);
    read_if_there(json, "document", event.document);
    read_if_there(json, "template_version", event.template_version);
}

}  // namespace states
