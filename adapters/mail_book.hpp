// Mail that came in and what became of it: who keeps it, and in which words.
//
// adapters/postgres keeps it (sql/130_mail_in.sql); adapters/mail_desk.cpp decides.

#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "engine/store.hpp"

namespace adapters {

struct MailPlace {  // On the server.
    std::string mailbox;
    std::int64_t uid_validity = 0;
    std::int64_t uid = 0;
};

struct RawMail {
    std::string bytes;       // As it came; its headers alone if it is too large to be taken.
    std::string message_id;  // Without <>; empty if it has none.
    std::int64_t size = 0;   // On the server.
    bool whole = true;
};

struct UnreadMail {  // Claimed by one reader.
    std::int64_t id = 0;
    int token = 0;  // Fences: a later reader of the same mail has a higher one.
    std::string raw;
    bool whole = true;
};

// A mail of ours that somebody did not get.
struct FailedMail {
    std::string message_id;
    std::string recipient;
    std::string status;  // RFC 3463: "5.1.1"; may be empty.
    bool permanent = true;
    std::string diagnostic;
};

struct MailAnswer {  // That is to be written.
    std::int64_t mail = 0;
    int token = 0;
    engine::CaseId of;
    std::string reference;  // Of the draft.
    std::string address;
    nlohmann::json reading;  // Of the mail that it answers.
};

// What is decided about a mail.
struct MailFate {
    std::string state;  // As in sql/130_mail_in.sql: "to_confirm".
    std::string reason = {};
    std::optional<engine::CaseId> of = {};
    std::string task = {};  // What kind of look a person has to take at it; empty: none.
    std::vector<FailedMail> failed = {};
    std::string answer_to = {};  // Write back to this address what is missing; empty: do not.
};

struct MailFacts {  // What was understood, for whoever looks for the mail.
    std::string kind;
    std::string sender;
    std::string subject;
    nlohmann::json reading;
};

struct ListedMail {
    std::int64_t id = 0;
    std::string state;
    std::string reason;
    std::string kind;
    std::string sender;
    std::string subject;
    std::string reference;  // Of its application; empty if it has none.
    engine::Time received{};
};

struct MailStep {
    std::string who;
    std::string state;
    std::string reason;
    engine::Time at{};
};

struct KeptMail {
    ListedMail listed;
    nlohmann::json reading;
    std::optional<engine::CaseId> of;
    std::vector<MailStep> steps;
    std::string answer;  // "sent"; empty if none was asked for.
    bool whole = true;
};

struct Letter {             // One line of an application's correspondence.
    std::string direction;  // "in" or "out"
    std::string subject;
    std::string key;            // Of the work that asked for ours; empty for theirs, as are …
    std::string template_name;  // … these two.
    std::string template_version;
    std::string language;
    std::string message_id;
    std::string state;  // "sent", "refused", "unaddressed", "failed"; of theirs the mail's state.
    std::string detail;
    std::int64_t mail = 0;  // Of theirs: the mail that came in.
    engine::Time at{};
};

class MailBook {
public:
    virtual ~MailBook() = default;

    // ---- the server's mailbox
    // --------------------------------------------------------------------

    // True for one holder at a time and not before its next turn; then it holds it for `lease`, and
    // the next turn is `every` from now.
    virtual bool take_turn(const std::string& mailbox, const std::string& holder,
                           std::chrono::seconds lease, std::chrono::seconds every) = 0;
    virtual bool keep_turn(const std::string& mailbox, const std::string& holder,
                           std::chrono::seconds lease) = 0;  // False if somebody else has it.
    // `trouble` is why it came to nothing; empty if all went well.
    virtual void end_turn(const std::string& mailbox, const std::string& holder,
                          const std::string& trouble) = 0;

    // Those of these UIDs that are known.
    virtual std::vector<std::int64_t> known(const std::string& mailbox, std::int64_t uid_validity,
                                            const std::vector<std::int64_t>& uids) = 0;
    // Once, however often it is told.
    virtual void keep(const MailPlace&, const RawMail&) = 0;

    struct Movable {
        std::int64_t uid = 0;
        bool for_people = false;  // Somebody has to look at it.
    };
    virtual std::vector<Movable> to_move(const std::string& mailbox, std::int64_t uid_validity) = 0;
    virtual void moved(const std::string& mailbox, std::int64_t uid_validity,
                       const std::vector<std::int64_t>& uids) = 0;

    // ---- what becomes of a mail
    // ------------------------------------------------------------------

    virtual std::vector<UnreadMail> claim_unread(int limit, std::chrono::seconds lease) = 0;
    virtual void put_off(const UnreadMail&, const std::string& trouble,
                         std::chrono::seconds delay) = 0;
    // All at once, or nothing: false if it is not this reader's any more.  An answer is withheld
    // from an address that was asked for `answers_a_day` of them within a day.
    virtual bool settle(const UnreadMail&, const MailFacts&, const MailFate&,
                        int answers_a_day) = 0;
    // By a person: from one of `from`, false if it is in none of them.  Its task is closed.
    virtual bool change(std::int64_t mail, const std::vector<std::string>& from,
                        const MailFate& fate, const std::string& who) = 0;

    // An earlier mail with this Message-ID; 0 if there is none.
    virtual std::int64_t earlier_mail(std::int64_t than, const std::string& message_id) = 0;
    // Whose mail one of these Message-IDs is: ours, or one that came in before.
    virtual std::optional<engine::CaseId> case_of_thread(
        const std::vector<std::string>& message_ids) = 0;
    // Of those the ones that we have sent.
    virtual std::vector<std::string> sent_by_us(const std::vector<std::string>& message_ids) = 0;
    // What this delivery has led to.
    virtual std::optional<engine::CaseId> case_of_delivery(const std::string& source,
                                                           const std::string& delivery) = 0;

    // ---- answers
    // ---------------------------------------------------------------------------------

    virtual std::vector<MailAnswer> claim_answers(int limit, std::chrono::seconds lease) = 0;
    virtual void settle_answer(const MailAnswer&, const std::string& state,
                               const std::string& trouble) = 0;
    virtual void put_off_answer(const MailAnswer&, const std::string& trouble,
                                std::chrono::seconds delay) = 0;
    virtual bool opened_by_mail(engine::CaseId) = 0;  // As a draft: its answer says so.

    // ---- the desk
    // --------------------------------------------------------------------------------

    virtual std::vector<ListedMail> list(const std::string& state, std::int64_t before,
                                         int limit) = 0;
    virtual std::map<std::string, std::int64_t> waiting() = 0;  // How many, by state.
    virtual std::optional<KeptMail> find(std::int64_t mail) = 0;
    virtual std::optional<std::string> raw(std::int64_t mail) = 0;
    virtual std::vector<Letter> letters(engine::CaseId) = 0;
};

}  // namespace adapters
