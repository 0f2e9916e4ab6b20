// The engine as `serve` runs it, without its neighbours.

#pragma once

#include <memory>
#include <string>

#include "engine/engine.hpp"
#include "engine/store.hpp"
#include "engine/workflow.hpp"

namespace postgres {
class Pool;
}

namespace adapters {

class BenchEngine {
public:
    BenchEngine(const std::string& address, const engine::Workflow&);
    ~BenchEngine();
    BenchEngine(const BenchEngine&) = delete;
    BenchEngine& operator=(const BenchEngine&) = delete;

    postgres::Pool& pool();
    engine::Store& store();
    engine::Engine& engine();

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace adapters
