// The engine as `serve` runs it, without its neighbours.

#pragma once

#include <cstddef>
#include <string>

#include "adapters/postgres/pool.hpp"
#include "adapters/postgres/store.hpp"
#include "engine/engine.hpp"
#include "engine/workflow.hpp"

namespace adapters {

struct BenchEngine {
    BenchEngine(const std::string& address, const engine::Workflow& workflow)
        : pool{address, connections}, engine{workflow, store, cases_in_mind} {}

    static constexpr std::size_t connections = 16;
    static constexpr std::size_t cases_in_mind = 16'384;
    postgres::Pool pool;
    postgres::Store store{pool};
    engine::Engine engine;
};

}  // namespace adapters
