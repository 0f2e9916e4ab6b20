// Which catalogue counted when: a decision goes by the one of its own time, so that a replay of the
// journal comes to the same after the terms have changed.

#pragma once

#include <map>
#include <utility>

#include "engine/workflow.hpp"
#include "states/catalogue.hpp"

namespace states {

class Catalogues {
public:
    explicit Catalogues(Catalogue first) : first_{std::move(first)} {}

    void add(engine::Time from, Catalogue next) { later_.insert_or_assign(from, std::move(next)); }
    const Catalogue& at(engine::Time) const;  // Stays where it is as long as this lives.

private:
    Catalogue first_;
    std::map<engine::Time, Catalogue> later_;  // By when each came into force.
};

}  // namespace states
