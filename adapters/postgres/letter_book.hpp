// The book of security letters, in PostgreSQL (sql/110_letters.sql).

#pragma once

#include "adapters/letter_book.hpp"
#include "adapters/postgres/pool.hpp"

namespace postgres {

class LetterBook final : public adapters::LetterBook {
public:
    explicit LetterBook(Pool& pool) : pool_{pool} {}

    adapters::BookedLetter open(const engine::Work&, const adapters::Carrier&,
                                const std::string& today) override;
    void note_job(const std::string& key, int job) override;
    void note_sending(const std::string& key, bool may_be_out) override;
    void note_handed_over(const std::string& key, const std::string& letter,
                          const adapters::DrawnLetter&, std::optional<Seconds> look_in) override;
    std::vector<adapters::BookedLetter> to_look_at(int limit, Seconds again_in) override;
    void stop_looking(const std::string& key, const std::string& trouble) override;
    std::optional<adapters::BookedLetter> named(const std::string& letter) override;
    std::vector<adapters::ListedLetter> of_case(engine::CaseId) override;
    std::vector<adapters::ListedLetter> list(const std::string& custody, std::int64_t before,
                                             int limit) override;
    std::map<std::string, std::int64_t> counts() override;

private:
    Pool& pool_;
};

}  // namespace postgres
