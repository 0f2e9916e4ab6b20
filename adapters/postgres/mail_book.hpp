// Mail that came in, kept in PostgreSQL (sql/130_mail_in.sql).

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "adapters/mail_book.hpp"
#include "adapters/postgres/pool.hpp"

namespace postgres {

class MailBook final : public adapters::MailBook {
public:
    explicit MailBook(Pool& pool) : pool_{pool} {}

    bool take_turn(const std::string& mailbox, const std::string& holder,
                   std::chrono::seconds lease, std::chrono::seconds every) override;
    bool keep_turn(const std::string& mailbox, const std::string& holder,
                   std::chrono::seconds lease) override;
    void end_turn(const std::string& mailbox, const std::string& holder,
                  const std::string& trouble) override;
    std::vector<std::int64_t> known(const std::string& mailbox, std::int64_t uid_validity,
                                    const std::vector<std::int64_t>& uids) override;
    void keep(const adapters::MailPlace&, const adapters::RawMail&) override;
    std::vector<Movable> to_move(const std::string& mailbox, std::int64_t uid_validity) override;
    void moved(const std::string& mailbox, std::int64_t uid_validity,
               const std::vector<std::int64_t>& uids) override;

    std::vector<adapters::UnreadMail> claim_unread(int limit, std::chrono::seconds lease) override;
    void put_off(const adapters::UnreadMail&, const std::string& trouble,
                 std::chrono::seconds delay) override;
    bool settle(const adapters::UnreadMail&, const adapters::MailFacts&, const adapters::MailFate&,
                int answers_a_day) override;
    bool change(std::int64_t mail, const std::vector<std::string>& from, const adapters::MailFate&,
                const std::string& who) override;
    std::int64_t earlier_mail(std::int64_t than, const std::string& message_id) override;
    std::optional<engine::CaseId> case_of_thread(
        const std::vector<std::string>& message_ids) override;
    std::vector<std::string> sent_by_us(const std::vector<std::string>& message_ids) override;
    std::optional<engine::CaseId> case_of_delivery(const std::string& source,
                                                   const std::string& delivery) override;

    std::vector<adapters::MailAnswer> claim_answers(int limit, std::chrono::seconds lease) override;
    void settle_answer(const adapters::MailAnswer&, const std::string& state,
                       const std::string& trouble) override;
    void put_off_answer(const adapters::MailAnswer&, const std::string& trouble,
                        std::chrono::seconds delay) override;
    bool opened_by_mail(engine::CaseId) override;

    std::vector<adapters::ListedMail> list(const std::string& state, std::int64_t before,
                                           int limit) override;
    std::map<std::string, std::int64_t> waiting() override;
    std::optional<adapters::KeptMail> find(std::int64_t mail) override;
    std::optional<std::string> raw(std::int64_t mail) override;
    std::vector<adapters::Letter> letters(engine::CaseId) override;

private:
    Pool& pool_;
};

}  // namespace postgres
