// What a mail to the registry says: which kind it is, and the sign-up that can be read from it.
//
// A reading is a proposal for a person, or for the rule book: every value names the place that it
// is from and how sure that is, and states::read_sign_up() alone judges it.  The raw mail is stored
// before anybody reads it; a reading never throws for what is in a mail, however broken that is,
// and never changes anything.

#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/workflow.hpp"
#include "states/catalogue.hpp"
#include "states/sign_up.hpp"

namespace intake {

// By which our own mail is known when it comes back.
struct Ours {
    std::set<std::string, std::less<>> addresses = {};  // We send from them; lower case.
    std::string id_domain = {};                         // Behind the @ of our Message-IDs.
};

enum class Kind {
    sign_up,  // Opens an application, or a person decides that it does.
    reply,    // To a mail of ours, or with an application's reference: whose, the caller looks up.
    auto_reply,  // Written by a machine: out of office, receipts, reports of delivery.
    bounce,      // A mail of ours did not arrive, or not yet: `bounced`.
    list,        // From a mailing list, or bulk mail.
    ours,        // What we sent ourselves has come back: a loop.
    other,       // Nothing of a sign-up is in it, or nobody can read it: for a person.
};
std::string_view name_of(Kind);  // "auto_reply"

// Where something stands in the mail.
struct Origin {
    std::string part;     // "1.2 text/html", "2 message/rfc822 > 1 text/plain", "header From"
    int line = 0;         // Of the part's text as people see it, from 1; 0 where there are none.
    std::string excerpt;  // That line, in UTF-8, cut to 200 characters.
};

enum class Confidence {
    sure,      // A label names it, and it looks like what the label says.
    likely,    // Found by its form or its place alone, or in a mail that was forwarded.
    doubtful,  // From a signature, a quote or a header, or something else claims to be it as well.
};
std::string_view name_of(Confidence);

struct Proposal {
    std::string field;     // As states::Problem names it: "products[1].iana_id".
    nlohmann::json value;  // As the sign-up has it: text, a number, or yes and no.
    Origin origin;
    Confidence confidence = Confidence::doubtful;
    bool used = false;  // This one stands in `sign_up`; others of its field were passed over.
};

enum class PaperRole { raa, reseller_contract, unknown };
std::string_view name_of(PaperRole);

struct Attachment {
    std::string id;          // SHA-256 of the content in hexadecimal: a kept document's id.
    std::string file_name;   // As the sender called it, in UTF-8; never a path, may be empty.
    std::string media_type;  // As the mail says: "application/pdf".
    std::string content;     // Decoded.
    bool is_pdf = false;     // By its first bytes, as adapters::Documents will ask.
    PaperRole role = PaperRole::unknown;
    Confidence confidence = Confidence::doubtful;  // Of the role.
    Origin origin;
};

// One recipient whom a mail of ours did not reach (RFC 3464, and what servers without it write).
struct Bounced {
    std::string message_id;  // Of our mail, without <>; empty if the bounce does not say.
    std::string recipient;   // Lower case; empty if the bounce does not say.
    std::string status;      // RFC 3463, "5.1.1"; empty if the bounce does not say.
    bool permanent = false;  // False for a delay, and for what may pass (4.x.x).
    std::string diagnostic;  // The server's words.
};

// Why a person has to look before anything is done.
struct Doubt {
    std::string field;   // Empty for the mail as a whole.
    std::string code;    // "several_values"; stable, for programs and messages.
    std::string detail;  // What it is about: the other value, a file's name.
};

struct MailReading {
    Kind kind = Kind::other;
    std::string why;  // What the kind was known by: "Auto-Submitted: auto-replied".

    std::string message_id;  // Ids are without <>; empty if there is none.
    std::string in_reply_to;
    std::vector<std::string> references;  // Oldest first, without repeats; at most 100.
    std::string from_name;
    std::string from_email;  // As written, domain in lower case; empty if it cannot be read.
    std::string reply_to;    // Where an answer should go; from_email if nothing else is asked for.
    std::vector<std::string> to;  // To and Cc, lower case.
    std::string subject;
    std::string reference;  // An application's that the subject or the text names, or empty.
    std::optional<engine::Time> date;  // As the sender says.
    std::string language = "en";       // Of the text: en, nl or fr.
    std::string text;                  // What is new, above quotes; UTF-8, lines end with \n.

    std::vector<Proposal> proposals;  // By field in the order of the rule book, best first.
    std::vector<Attachment> attachments;
    std::vector<Bounced> bounced;

    // In the form of design.md, with what was understood, also of what a reply adds; null for what
    // machines write.  The documents in it are ids of `attachments`, to be kept before it is
    // applied.
    nlohmann::json sign_up;
    // Of read_sign_up(), for a sign_up: what is missing or wrong.
    std::vector<states::Problem> problems;
    std::vector<states::Problem> warnings;  // Of the same: an approver has to accept them.
    std::vector<Doubt> doubts;

    bool doubtful() const { return !doubts.empty(); }
    // Whether anybody may write back by himself; never to machines, lists or ourselves.
    bool may_be_answered() const;
    // Nothing is missing, wrong or doubtful: it can be applied without a person.
    bool complete() const { return kind == Kind::sign_up && problems.empty() && doubts.empty(); }
};

// What is longer is not read: its kind is `other`, with the doubt "mail_too_large" and its headers.
constexpr std::size_t mail_size_max = 40UL * 1024 * 1024;

// Takes a mail as it came (RFC 5322 and MIME, any line ends, any bytes).  Never throws for its
// content; time and memory grow with its size alone.  May be called by several threads.
MailReading read_mail(std::string_view raw, const states::Catalogue&, const Ours&);

// For `doorstep intake --json` and for whoever keeps readings; without the attachments' contents.
nlohmann::json view_of(const MailReading&);

}  // namespace intake
