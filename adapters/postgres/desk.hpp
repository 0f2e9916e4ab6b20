// Small matters of the office in PostgreSQL: tasks for people, stored names.

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/postgres/pool.hpp"
#include "engine/store.hpp"
#include "states/effects.hpp"

namespace postgres {

class Tasks {
public:
    explicit Tasks(Pool& pool) : pool_{pool} {}
    std::optional<engine::Event> perform(const states::RaiseTask&, const engine::Work&);

private:
    Pool& pool_;
};

// Names of states, events and effects that stand in the database and in none of these lists.
std::vector<std::string> unknown_names(Pool&, const std::vector<std::string_view>& states,
                                       const std::vector<std::string_view>& events,
                                       const std::vector<std::string_view>& effects);

}  // namespace postgres
