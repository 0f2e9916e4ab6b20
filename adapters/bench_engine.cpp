#include "adapters/bench_engine.hpp"

#include "adapters/postgres/pool.hpp"
#include "adapters/postgres/store.hpp"

namespace adapters {

struct BenchEngine::Parts {
    Parts(const std::string& address, const engine::Workflow& workflow)
        : pool{address, connections}, engine{workflow, store, cases_in_mind} {}

    static constexpr std::size_t connections = 16;
    static constexpr std::size_t cases_in_mind = 16'384;
    postgres::Pool pool;
    postgres::Store store{pool};
    engine::Engine engine;
};

BenchEngine::BenchEngine(const std::string& address, const engine::Workflow& workflow)
    : parts_{std::make_unique<Parts>(address, workflow)} {}
BenchEngine::~BenchEngine() = default;

postgres::Pool& BenchEngine::pool() { return parts_->pool; }
engine::Store& BenchEngine::store() { return parts_->store; }
engine::Engine& BenchEngine::engine() { return parts_->engine; }

}  // namespace adapters
