// Erases what is personal about an application whose erasure was confirmed (sql/190_erasure.sql).

#pragma once

#include <cstdint>
#include <optional>

#include "adapters/postgres/pool.hpp"
#include "engine/store.hpp"
#include "states/catalogue.hpp"
#include "states/effects.hpp"

namespace postgres {

class Eraser {
public:
    explicit Eraser(Pool& pool) : pool_{pool} {}
    std::optional<engine::Event> perform(const states::EraseData&, const engine::Work&);

    // Uploads that nothing has named for so many days; how many there were.
    std::int64_t forget_uploads(int days);

    // To be called every second by one thread: forgets uploads as this catalogue says, four times a
    // day.  There is no hurry, so always none done.
    int tidy(const states::Catalogue&);

private:
    Pool& pool_;
    int calls_ = 0;
};

}  // namespace postgres
