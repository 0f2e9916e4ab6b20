// A store that counts how often it asks the database.

#pragma once

#include <span>
#include <vector>

#include "adapters/postgres/store.hpp"

namespace tests {

struct Counting final : postgres::Store {  // Each call is one statement, and so one round trip.
    using postgres::Store::Store;
    std::vector<engine::Found> find(std::span<const Lookup> lookups) override {
        ++trips;
        return postgres::Store::find(lookups);
    }
    engine::Written write(std::span<const engine::Entry> entries) override {
        ++trips;
        return postgres::Store::write(entries);
    }
    int trips = 0;
};

}  // namespace tests
