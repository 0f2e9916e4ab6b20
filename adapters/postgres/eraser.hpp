// Erases what is personal about an application whose erasure was confirmed (sql/190_erasure.sql).

#pragma once

#include <optional>

#include "adapters/postgres/pool.hpp"
#include "engine/store.hpp"
#include "states/effects.hpp"

namespace postgres {

class Eraser {
public:
    explicit Eraser(Pool& pool) : pool_{pool} {}
    std::optional<engine::Event> perform(const states::EraseData&, const engine::Work&);

private:
    Pool& pool_;
};

}  // namespace postgres
