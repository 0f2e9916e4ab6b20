// engine::Store on PostgreSQL: two round trips a transition, and one statement for many of them.

#pragma once

#include <optional>
#include <span>

#include "adapters/postgres/handed.hpp"
#include "adapters/postgres/pool.hpp"
#include "engine/ferry.hpp"
#include "engine/store.hpp"

namespace postgres {

// May be used by many threads; each call has a connection to itself while it lasts.
class Store : public engine::Store {
public:
    explicit Store(Pool& pool) : pool_{pool} {}

    std::vector<engine::Found> find(std::span<const Lookup>) override;
    engine::Written write(std::span<const engine::Entry>) override;
    std::vector<engine::Work> claim_effects(int limit, Seconds lease) override;
    std::vector<engine::Due> claim_timers(int limit, Seconds lease) override;
    std::vector<engine::Arrived> claim_arrivals(int limit, Seconds lease) override;
    bool keep(const engine::Arrival&) override;  // Those that come at once share a commit.
    void listen(Seconds lease) override;
    void stop_listening() override;
    bool finish(const engine::Claim&, const std::string& outcome) override;
    bool retry(const engine::Claim&, Seconds delay, const engine::Trouble&) override;
    bool park(const engine::Claim&, const engine::Trouble&) override;

private:
    engine::Found find_one(const Lookup&);
    void write_one(const engine::Entry&);
    void write_all(std::span<const engine::Entry>);

    struct Keeping {
        const engine::Arrival* arrival;
        std::optional<bool> is_new = {};
    };
    void keep_one(Keeping&);
    void keep_all(std::span<Keeping* const>);
    void kept(Keeping&, std::optional<Seconds> lease, const pqxx::row&);
    std::vector<engine::Arrived> claim_due_arrivals(int limit, Seconds lease);

    Pool& pool_;
    engine::Ferry<Keeping> ferry_{2};
    Handed handed_;
};

}  // namespace postgres
