// What is known about an application so far.  Guards read it, steps add to it, nothing else does.

#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "states/money.hpp"
#include "states/path.hpp"
#include "states/sign_up.hpp"
#include "states/sparse.hpp"

namespace states {

enum class AgreementStatus { wanted, sent, signed_, failed };

struct Agreement {  // One per product that is offered directly.
    std::string product;
    AgreementStatus status = AgreementStatus::wanted;
    std::string provider_id;  // The e-signature provider's name for it; empty until it has one.
    std::string trouble;      // "declined", "expired", "bounced" or "recalled".
    int edition = 1;          // Counts re-issues; part of what the provider is asked by.
    std::string document;     // What was sent: SHA-256 of the PDF,
    std::string template_version;     // and which text it is.
    std::vector<std::string> papers;  // The signed PDF and the record of its signing: SHA-256.
    bool operator==(const Agreement&) const = default;
};

struct Invoice {
    std::string number;  // Gapless, given by the accounting adapter.  Empty until issued.
    Money net;           // The prepayment, VAT excluded.
    Money total;         // What has to be paid.
    std::string structured_message;
    std::string payment_link;
    std::string document;  // SHA-256 of the PDF; empty if another system has made it.
    bool operator==(const Invoice&) const = default;
};

struct Letter {  // On paper, with the registrar ID and the security code.
    std::string id;
    enum class Custody { none, asked, printed, posted, returned } custody = Custody::none;
    bool operator==(const Letter&) const = default;
};

struct Activation {
    bool code_sent = false;
    bool done = false;
    int failures = 0;  // Wrong codes in a row.
    bool operator==(const Activation&) const = default;
};

struct Contact {
    std::string kind;  // "billing", "technical", "administrative", "abuse"
    std::string alias;
    std::string name;
    std::string email;
    std::string phone;
    bool operator==(const Contact&) const = default;
};

struct ProductUrl {
    std::string product;
    std::string language;
    std::string url;
    bool operator==(const ProductUrl&) const = default;
};

struct Profile {
    std::vector<Contact> contacts;
    std::vector<ProductUrl> product_urls;
    bool operator==(const Profile&) const = default;
};

struct Wanted {  // One thing that the applicant was asked for.
    std::string field;
    std::string text;
    bool operator==(const Wanted&) const = default;
};

struct Warning {  // A doubtful field, and who accepted it why.
    Problem problem;
    std::string accepted_by = {};
    std::string reason = {};
    std::string check = {};  // Whose answer it is: "vat", "iana"; empty: the form's own.
    bool operator==(const Warning&) const = default;
};

struct Inquiry {          // What a register outside was asked about the applicant.
    std::string check;    // "vat", "iana"
    int edition = 1;      // Counts up when it is asked anew; an older answer counts no more.
    std::string outcome;  // "valid", "invalid", "doubtful", "unavailable"; empty while awaited.
    std::vector<std::int64_t> evidence;  // Numbers in the book of evidence.
    bool operator==(const Inquiry&) const = default;
};

struct Pending {  // A deadline that is running, or the rest of one whose clock stands still.
    std::string event;
    std::int64_t at =
        0;  // Microseconds since 1970 while it runs; microseconds left while it does not.
    bool operator==(const Pending&) const = default;
};

struct Proposal {  // A booking that waits for a second person.
    std::string books;
    Money amount;
    std::string payment;
    std::string by;
    bool operator==(const Proposal&) const = default;
};

struct HandBooking {  // Money that a person has noted, and that a provider may still report.
    Money amount;
    std::string payment;
    bool operator==(const HandBooking&) const = default;
};

struct BrokenGlass {    // A guard that was set aside, by whom and why.
    std::string guard;  // "four_eyes"
    std::string by;
    std::string reason;
    std::int64_t at = 0;  // Microseconds since 1970.
    bool operator==(const BrokenGlass&) const = default;
};

struct Erasure {        // That one person has proposed.
    std::string basis;  // "retention", "request"
    std::string by;
    bool operator==(const Erasure&) const = default;
};

struct Facts {
    SignUp sign_up;
    std::int64_t submitted_at = 0;  // Microseconds since 1970: the terms of that moment count.
    Path path;
    std::vector<Warning> warnings;
    std::vector<Inquiry> inquiries;
    std::string intake_by;  // Who took the sign-up in, staff or a program; empty of a private link.
    std::string edited_by;  // Who changed it last, as far as that says who it was.
    std::vector<BrokenGlass> broken_glass;  // Never taken back.
    std::vector<Wanted> wanted;
    bool resubmitted = false;  // Came back from the applicant and was not looked at since.
    std::string rejected_by;
    std::string rejection;
    std::int64_t rejected_at = 0;  // Microseconds since 1970.
    bool appealed = false;
    std::vector<Agreement> agreements;
    Invoice invoice;
    Money paid;
    std::vector<HandBooking> by_hand;
    std::vector<Proposal> proposals;
    std::string credit_note;  // Its number; empty until there is one.
    Money refunded;           // After the end, and on its way.
    std::string registrar_id;
    Letter letter;
    Activation activation;
    Profile profile;
    std::string first_domain;
    std::string held_in;  // The state to return to; empty unless on hold.
    std::string held_because;
    std::string ended_in;  // The state in which it ended; empty before.
    std::string ended_because;
    std::int64_t ended_at = 0;  // Microseconds since 1970.
    std::string legal_hold;     // Why nothing may be erased; empty if there is no reason.
    Erasure erasure;
    int reminders = 0;  // Sent in this state.
    std::vector<Pending> running;
    std::map<std::string, std::vector<Pending>> paused;  // By the state whose clock stands still.
};

NLOHMANN_JSON_SERIALIZE_ENUM(AgreementStatus, {{AgreementStatus::wanted, "wanted"},
                                               {AgreementStatus::sent, "sent"},
                                               {AgreementStatus::signed_, "signed"},
                                               {AgreementStatus::failed, "failed"}})
NLOHMANN_JSON_SERIALIZE_ENUM(Letter::Custody, {{Letter::Custody::none, "none"},
                                               {Letter::Custody::asked, "asked"},
                                               {Letter::Custody::printed, "printed"},
                                               {Letter::Custody::posted, "posted"},
                                               {Letter::Custody::returned, "returned"}})
STATES_SPARSE_JSON(Agreement, product, status, provider_id, trouble, edition, document,
                   template_version, papers)
STATES_SPARSE_JSON(Invoice, number, net, total, structured_message, payment_link, document)
STATES_SPARSE_JSON(Letter, id, custody)
STATES_SPARSE_JSON(Activation, code_sent, done, failures)
// Whole, as these leave the program: in an application's view and in a hand-over.
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(Contact, kind, alias, name, email, phone)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(ProductUrl, product, language, url)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(Profile, contacts, product_urls)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Wanted, field, text)
STATES_SPARSE_JSON(Warning, problem, accepted_by, reason, check)
STATES_SPARSE_JSON(Inquiry, check, edition, outcome, evidence)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(BrokenGlass, guard, by, reason, at)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Pending, event, at)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Proposal, books, amount, payment, by)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(HandBooking, amount, payment)
STATES_SPARSE_JSON(Erasure, basis, by)
STATES_SPARSE_JSON(Facts, sign_up, submitted_at, path, warnings, inquiries, intake_by, edited_by,
                   broken_glass, wanted, resubmitted, rejected_by, rejection, rejected_at, appealed,
                   agreements, invoice, paid, by_hand, proposals, credit_note, refunded,
                   registrar_id, letter, activation, profile, first_domain, held_in, held_because,
                   ended_in, ended_because, ended_at, legal_hold, erasure, reminders, running,
                   paused)

}  // namespace states
