// The bank's files and movements in PostgreSQL (sql/080_bank.sql).

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "adapters/bank_book.hpp"
#include "adapters/postgres/pool.hpp"

namespace postgres {

class BankBook final : public adapters::BankBook {
public:
    explicit BankBook(Pool& pool) : pool_{pool} {}

    void keep_file(const std::string& id, const std::string& name, std::int64_t size,
                   const std::string& from) override;
    void keep_part(const std::string& file, int number, std::string_view content) override;
    void was_read(const std::string& file, std::string_view format) override;
    void was_refused(const std::string& file, const std::string& place,
                     const std::string& reason) override;
    Added add(const std::string& file, std::span<const adapters::Movement>) override;
    std::vector<adapters::KnownMovement> claim(const std::optional<std::string>& file,
                                               std::int64_t after, int limit,
                                               std::chrono::seconds lease) override;
    std::optional<adapters::KnownMovement> take(std::int64_t id) override;
    bool exists(std::int64_t id) override;
    std::vector<adapters::Invoice> invoices(const std::vector<std::string>& messages) override;
    std::vector<adapters::Invoice> open_invoices() override;
    std::vector<adapters::BookedBefore> booked_to(const std::vector<engine::CaseId>&) override;
    void settle(std::span<const adapters::Settled>, std::span<const Plan>,
                std::span<const adapters::MovementTask>,
                const std::vector<std::string>& closed) override;
    void propose(std::int64_t movement, const adapters::MovementProposal&) override;
    std::optional<adapters::MovementProposal> proposed(std::int64_t movement) override;
    void confirmed(std::int64_t movement, const std::string& by,
                   const std::string& reason) override;
    adapters::Counts count(const std::string& file, std::int64_t from) override;
    std::vector<adapters::ListedMovement> list(const std::string& state, std::int64_t before,
                                               int limit) override;
    std::optional<adapters::ListedMovement> find(std::int64_t movement) override;
    std::int64_t count_queued() override;

private:
    Pool& pool_;
};

}  // namespace postgres
