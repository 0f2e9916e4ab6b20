// Takes statement files in, and books what they say: read all, then match and book in batches.

#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "adapters/bank/matching.hpp"
#include "adapters/bank_book.hpp"
#include "adapters/refund_book.hpp"
#include "adapters/statements.hpp"
#include "engine/engine.hpp"

namespace bank {

class Importer final : public adapters::Statements {
public:
    // The currency is the catalogue's, "EUR", and so is the amount above which two people book.
    Importer(engine::Engine& engine, adapters::Reading& reading, adapters::BankBook& book,
             std::string currency, std::optional<states::Money> second_person_above = {},
             adapters::RefundBook* refunds = nullptr)
        : engine_{engine},
          reading_{reading},
          book_{book},
          currency_{std::move(currency)},
          second_person_above_{second_person_above},
          refunds_{refunds} {}

    adapters::Imported import(const adapters::Caller&, std::istream&, const std::string& name,
                              const adapters::Progress&) override;
    adapters::Result book(const adapters::Caller&, std::int64_t movement,
                          const std::string& reference, const std::string& reason) override;
    adapters::Result confirm(const adapters::Caller&, std::int64_t movement,
                             const std::string& reason) override;

    // What somebody has left behind, what waits for its application, and what came before its
    // invoice; returns how many movements it has looked at.
    int settle_some(int limit);

private:
    struct Batch;
    int settle(const std::optional<std::string>& file, std::int64_t& after, int limit, Invoices&,
               bool& has_open);
    void decide(Batch&, Invoices&, bool& has_open);
    void submit(Batch&);
    std::optional<adapters::Match> as_refund(const adapters::KnownMovement&);
    struct ByHand;
    adapters::Result book(const ByHand&);

    engine::Engine& engine_;
    adapters::Reading& reading_;
    adapters::BankBook& book_;
    std::string currency_;
    std::optional<states::Money> second_person_above_;
    adapters::RefundBook* refunds_;  // Null: what goes out is nobody's refund.
};

}  // namespace bank
