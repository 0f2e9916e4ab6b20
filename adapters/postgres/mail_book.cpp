#include "adapters/postgres/mail_book.hpp"

#include <limits>

#include "adapters/postgres/ask.hpp"
#include "adapters/postgres/rows.hpp"
#include "adapters/sha256.hpp"

namespace postgres {
namespace {

using nlohmann::json;

std::string text(const pqxx::row& row, const char* column) {
    return row[column].as<std::string>("");
}

std::optional<std::int64_t> number_of(const std::optional<engine::CaseId>& id) {
    return id ? std::optional{id->number} : std::nullopt;
}

std::optional<engine::CaseId> case_in(const pqxx::result& rows) {
    if (rows.empty()) return std::nullopt;
    return engine::CaseId{rows[0][0].as<std::int64_t>()};
}

std::string task_of(std::int64_t mail) { return "mail/" + std::to_string(mail); }

// The rest of what is decided, in the transaction that has changed the mail's state.
void note(pqxx::transaction_base& t, std::int64_t mail, const adapters::MailFate& fate,
          const std::string& who) {
    t.exec_prepared0("note_mail_step", mail, who, fate.state, fate.reason, number_of(fate.of));
    for (const auto& failed : fate.failed)
        t.exec_prepared0("note_failed_mail", mail, failed.message_id, failed.recipient,
                         failed.status, failed.permanent, failed.diagnostic);
    if (!fate.task.empty())
        t.exec_prepared0("raise_task", task_of(mail), fate.of ? fate.of->number : 0, "review",
                         fate.task, json{{"mail", mail}, {"reason", fate.reason}}.dump());
}

adapters::ListedMail read_listed_mail(const pqxx::row& row) {
    return {.id = row["id"].as<std::int64_t>(),
            .state = text(row, "state"),
            .reason = text(row, "reason"),
            .kind = text(row, "kind"),
            .sender = text(row, "sender"),
            .subject = text(row, "subject"),
            .reference = text(row, "reference"),
            .received = time_of(row["received"])};
}

json json_in(const pqxx::field& field) {
    return field.is_null() ? json{} : json::parse(field.as<std::string>());
}

}  // namespace

bool MailBook::take_turn(const std::string& mailbox, const std::string& holder,
                         std::chrono::seconds lease, std::chrono::seconds every) {
    return !ask(pool_, "take_mailbox", mailbox, holder, lease.count(), every.count()).empty();
}

bool MailBook::keep_turn(const std::string& mailbox, const std::string& holder,
                         std::chrono::seconds lease) {
    return !ask(pool_, "keep_mailbox", mailbox, holder, lease.count()).empty();
}

void MailBook::end_turn(const std::string& mailbox, const std::string& holder,
                        const std::string& trouble) {
    ask(pool_, "end_mailbox_turn", mailbox, holder, trouble);
}

std::vector<std::int64_t> MailBook::known(const std::string& mailbox, std::int64_t uid_validity,
                                          const std::vector<std::int64_t>& uids) {
    std::vector<std::int64_t> found;
    for (const auto& row : ask(pool_, "known_mail_places", mailbox, uid_validity, array_of(uids)))
        found.push_back(row[0].as<std::int64_t>());
    return found;
}

void MailBook::keep(const adapters::MailPlace& place, const adapters::RawMail& mail) {
    const auto content = bytea(mail.bytes);
    in_transaction(pool_, [&](pqxx::transaction_base& t) {
        t.exec_prepared0("keep_mail", content, mail.size, mail.whole, mail.message_id);
        t.exec_prepared0("keep_mail_place", place.mailbox, place.uid_validity, place.uid,
                         adapters::sha256_of(mail.bytes));
    });
}

std::vector<adapters::MailBook::Movable> MailBook::to_move(const std::string& mailbox,
                                                           std::int64_t uid_validity) {
    std::vector<Movable> found;
    for (const auto& row : ask(pool_, "mails_to_move", mailbox, uid_validity))
        found.push_back({row["uid"].as<std::int64_t>(), row["for_people"].as<bool>()});
    return found;
}

void MailBook::moved(const std::string& mailbox, std::int64_t uid_validity,
                     const std::vector<std::int64_t>& uids) {
    ask(pool_, "mails_moved", mailbox, uid_validity, array_of(uids));
}

std::vector<adapters::UnreadMail> MailBook::claim_unread(int limit, std::chrono::seconds lease) {
    std::vector<adapters::UnreadMail> found;
    for (const auto& row : ask(pool_, "claim_mails", limit, lease.count()))
        found.push_back({.id = row["id"].as<std::int64_t>(),
                         .token = row["attempts"].as<int>(),
                         .raw = from_bytea(row["raw"]),
                         .whole = row["whole"].as<bool>()});
    return found;
}

void MailBook::put_off(const adapters::UnreadMail& mail, const std::string& trouble,
                       std::chrono::seconds delay) {
    ask(pool_, "put_off_mail", mail.id, mail.token, trouble, delay.count());
}

bool MailBook::settle(const adapters::UnreadMail& mail, const adapters::MailFacts& facts,
                      const adapters::MailFate& fate, int answers_a_day) {
    return in_transaction(pool_, [&](pqxx::transaction_base& t) {
        if (t.exec_prepared("settle_mail", mail.id, mail.token, facts.kind, facts.sender,
                            facts.subject, facts.reading.dump(), fate.state, fate.reason,
                            number_of(fate.of))
                .empty())
            return false;
        note(t, mail.id, fate, "mailbox");
        if (!fate.answer_to.empty() && fate.of) {
            t.exec_prepared("take_answer_turn", fate.answer_to);
            t.exec_prepared0("ask_mail_answer", mail.id, fate.of->number, fate.answer_to,
                             answers_a_day);
        }
        return true;
    });
}

bool MailBook::change(std::int64_t mail, const std::vector<std::string>& from,
                      const adapters::MailFate& fate, const std::string& who) {
    return in_transaction(pool_, [&](pqxx::transaction_base& t) {
        if (t.exec_prepared("change_mail", mail, array_of(from), fate.state, fate.reason,
                            number_of(fate.of))
                .empty())
            return false;
        t.exec_prepared0("close_mail_task", task_of(mail));
        note(t, mail, fate, who);
        return true;
    });
}

std::int64_t MailBook::earlier_mail(std::int64_t than, const std::string& message_id) {
    const auto rows = ask(pool_, "earlier_mail", than, message_id);
    return rows.empty() ? 0 : rows[0][0].as<std::int64_t>();
}

std::optional<engine::CaseId> MailBook::case_of_thread(
    const std::vector<std::string>& message_ids) {
    return case_in(ask(pool_, "case_of_thread", array_of(message_ids)));
}

std::vector<std::string> MailBook::sent_by_us(const std::vector<std::string>& message_ids) {
    std::vector<std::string> found;
    for (const auto& row : ask(pool_, "sent_messages", array_of(message_ids)))
        found.push_back(row[0].as<std::string>());
    return found;
}

std::optional<engine::CaseId> MailBook::case_of_delivery(const std::string& source,
                                                         const std::string& delivery) {
    return case_in(ask(pool_, "case_of_delivery", source, delivery));
}

std::vector<adapters::MailAnswer> MailBook::claim_answers(int limit, std::chrono::seconds lease) {
    std::vector<adapters::MailAnswer> found;
    for (const auto& row : ask(pool_, "claim_answers", limit, lease.count()))
        found.push_back({.mail = row["mail_id"].as<std::int64_t>(),
                         .token = row["attempts"].as<int>(),
                         .of = {row["case_id"].as<std::int64_t>()},
                         .reference = text(row, "reference"),
                         .address = text(row, "address"),
                         .reading = json_in(row["reading"])});
    return found;
}

void MailBook::settle_answer(const adapters::MailAnswer& answer, const std::string& state,
                             const std::string& trouble) {
    ask(pool_, "settle_answer", answer.mail, answer.token, state, trouble);
}

void MailBook::put_off_answer(const adapters::MailAnswer& answer, const std::string& trouble,
                              std::chrono::seconds delay) {
    ask(pool_, "put_off_answer", answer.mail, answer.token, trouble, delay.count());
}

bool MailBook::opened_by_mail(engine::CaseId id) {
    return ask(pool_, "opened_by_mail", id.number)[0][0].as<bool>();
}

std::vector<adapters::ListedMail> MailBook::list(const std::string& state, std::int64_t before,
                                                 int limit) {
    const auto* wanted = state.empty() ? nullptr : state.c_str();
    const auto below = before == 0 ? std::numeric_limits<std::int64_t>::max() : before;
    std::vector<adapters::ListedMail> found;
    for (const auto& row : ask(pool_, "list_mails", wanted, below, limit))
        found.push_back(read_listed_mail(row));
    return found;
}

std::map<std::string, std::int64_t> MailBook::waiting() {
    std::map<std::string, std::int64_t> counts;
    for (const auto& row : ask(pool_, "count_waiting_mails"))
        counts.emplace(text(row, "state"), row["count"].as<std::int64_t>());
    return counts;
}

std::optional<adapters::KeptMail> MailBook::find(std::int64_t mail) {
    return in_transaction(pool_,
                          [&](pqxx::transaction_base& t) -> std::optional<adapters::KeptMail> {
                              const auto rows = t.exec_prepared("find_mail", mail);
                              if (rows.empty()) return std::nullopt;
                              const auto& row = rows[0];
                              auto kept = adapters::KeptMail{.listed = read_listed_mail(row),
                                                             .reading = json_in(row["reading"]),
                                                             .answer = text(row, "answer"),
                                                             .whole = row["whole"].as<bool>()};
                              if (!row["case_id"].is_null())
                                  kept.of = engine::CaseId{row["case_id"].as<std::int64_t>()};
                              for (const auto& step : t.exec_prepared("steps_of_mail", mail))
                                  kept.steps.push_back({.who = text(step, "who"),
                                                        .state = text(step, "state"),
                                                        .reason = text(step, "reason"),
                                                        .at = time_of(step["at"])});
                              return kept;
                          });
}

std::optional<std::string> MailBook::raw(std::int64_t mail) {
    const auto rows = ask(pool_, "raw_mail", mail);
    if (rows.empty()) return std::nullopt;
    return from_bytea(rows[0][0]);
}

std::vector<adapters::Letter> MailBook::letters(engine::CaseId id) {
    std::vector<adapters::Letter> found;
    for (const auto& row : ask(pool_, "correspondence_of_case", id.number))
        found.push_back({.direction = text(row, "direction"),
                         .subject = text(row, "subject"),
                         .key = text(row, "key"),
                         .template_name = text(row, "template"),
                         .template_version = text(row, "template_version"),
                         .language = text(row, "language"),
                         .message_id = text(row, "message_id"),
                         .state = text(row, "state"),
                         .detail = text(row, "detail"),
                         .mail = row["mail"].as<std::int64_t>(),
                         .at = time_of(row["at"])});
    return found;
}

}  // namespace postgres
