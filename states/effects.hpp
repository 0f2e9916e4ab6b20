// What the registry has to do for an application, in our own words.
//
// A step asks for one of these; the composition root says which adapter performs it.  Each carries
// all that its performer needs, as it was when it was decided.  Like events, the names are stored:
// add new ones, never rename or reuse an old one.  Performing answers with the event named beside.

#pragma once

#include <boost/mp11/list.hpp>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "states/facts.hpp"

namespace states {

struct CheckVat {  // -> checked.  Is this VAT number registered, and whose is it?
    static constexpr std::string_view name = "check_vat";
    int edition = 1;
    bool awaited = false;  // A warning stands until it is answered.
    std::string vat_number;
    std::string country;
    Organisation organisation;
};
struct Accreditation {  // One product that needs an IANA ID.
    std::string field;  // "products[1].iana_id"
    std::string product;
    std::string role;  // "direct": the applicant's own; "reseller": its partner's.
    int iana_id = 0;
};
struct CheckAccreditation {  // -> checked.  What does IANA's list say of these ids?
    static constexpr std::string_view name = "check_accreditation";
    int edition = 1;
    std::string organisation;     // Its name.
    std::string current_account;  // By which another application may be the same registrar's.
    std::vector<Accreditation> products;
};
struct ConfirmRegistration {  // -> domain_registered, or registration_unconfirmed
    static constexpr std::string_view name = "confirm_registration";
    std::string domain;
    std::string organisation;  // Its name.
    std::string registrar_id;
    int iana_id = 0;  // That the sponsoring registrar has to have; 0 where only the ID tells.
};
struct SendContract {  // -> contract_prepared
    static constexpr std::string_view name = "send_contract";
    std::string product;
    std::string language;
    int edition = 1;
    Organisation organisation;
    Representative representative;
};
struct VoidContract {
    static constexpr std::string_view name = "void_contract";
    std::string product;
    std::string agreement;  // Empty if the provider may not have told its name yet.
    int edition = 1;
    std::string reason;
};
struct RemindSigner {
    static constexpr std::string_view name = "remind_signer";
    std::string agreement;
};
struct IssueInvoice {  // -> invoice_issued
    static constexpr std::string_view name = "issue_invoice";
    Money net;  // VAT is the accounting's business.
    std::string language;
    Organisation organisation;
    Representative representative;
    std::vector<std::string> products;
};
struct CreditInvoice {  // -> credit_note_issued.  For the whole invoice.
    static constexpr std::string_view name = "credit_invoice";
    std::string number;
    std::string reason;
};
struct RequestPayment {  // -> payment_requested
    static constexpr std::string_view name = "request_payment";
    std::string invoice;
    Money amount;
    std::string structured_message;
    std::string language;
    std::string email;
};
struct RefundPayment {  // -> refund_sent, if a payment service sends it
    static constexpr std::string_view name = "refund_payment";
    std::string invoice;
    Money amount;
    std::string reason;
    std::string payment = {};  // The one that goes back; empty: whatever was paid.
};
struct PostSecurityLetter {  // -> letter_printed.  On paper, so that it proves the address too.
    static constexpr std::string_view name = "post_security_letter";
    std::string language;
    std::string registrar_id;  // Empty the first time; then the performer assigns it.
    Organisation organisation;
    Representative representative;
};
struct VoidSecurityLetter {
    static constexpr std::string_view name = "void_security_letter";
    std::string letter;
};
struct SendActivation {  // -> activation_sent.  Makes a new activation code; the old one is void.
    static constexpr std::string_view name = "send_activation";
    std::string language;
    std::string email;
    std::string first_name;
    std::string last_name;
    std::string organisation;
    std::string text = "activation";  // Or "password_forgotten".
};
struct OpenRegistration {  // The registry's system may accept domain names from this registrar.
    static constexpr std::string_view name = "open_registration";
    std::string registrar_id;
    std::string organisation;
    std::vector<std::string> products;
};
struct HandOver {  // The complete record, to the registry's own systems.
    static constexpr std::string_view name = "hand_over";
    std::string registrar_id;
    SignUp sign_up;
    Profile profile;
    std::string first_domain;
};
struct Tell {  // A mail from us.
    static constexpr std::string_view name = "tell";
    std::string text;  // Which template: "sign_up_received", "contract_reminder", …
    std::string language;
    std::string email;
    std::map<std::string, std::string> values;  // What the template may say besides.
};
struct RaiseTask {  // A person has to look.
    static constexpr std::string_view name = "raise_task";
    std::string queue;  // "review", "finance", "post_room", "administration"
    std::string kind;   // "overpaid", "payment_after_end", "letter_returned", "review_late", …
    std::map<std::string, std::string> values;
};

struct EraseData {  // All that is personal, wherever it is kept, but what the law wants kept
                    // longer.
    static constexpr std::string_view name = "erase_data";
    std::vector<std::string> documents;  // That the sign-up has named; ids of documents.
    std::string vat_number;              // By which registers' answers are kept.
};

using Effects =
    boost::mp11::mp_list<CheckVat, CheckAccreditation, ConfirmRegistration, SendContract,
                         VoidContract, RemindSigner, IssueInvoice, CreditInvoice, RequestPayment,
                         RefundPayment, PostSecurityLetter, VoidSecurityLetter, SendActivation,
                         OpenRegistration, HandOver, Tell, RaiseTask, EraseData>;

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(EraseData, documents, vat_number)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(CheckVat, edition, awaited, vat_number, country, organisation)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Accreditation, field, product, role, iana_id)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(CheckAccreditation, edition, organisation, current_account,
                                   products)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(ConfirmRegistration, domain, organisation, registrar_id, iana_id)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(SendContract, product, language, edition, organisation,
                                   representative)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(VoidContract, product, agreement, edition, reason)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(RemindSigner, agreement)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(IssueInvoice, net, language, organisation, representative,
                                   products)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(CreditInvoice, number, reason)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(RequestPayment, invoice, amount, structured_message, language,
                                   email)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(RefundPayment, invoice, amount, reason, payment)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(PostSecurityLetter, language, registrar_id, organisation,
                                   representative)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(VoidSecurityLetter, letter)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(SendActivation, language, email, first_name,
                                                last_name, organisation, text)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(OpenRegistration, registrar_id, organisation, products)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(HandOver, registrar_id, sign_up, profile, first_domain)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Tell, text, language, email, values)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(RaiseTask, queue, kind, values)

}  // namespace states
