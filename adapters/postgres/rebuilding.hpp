// All applications made anew from their journals, and compared with those that there are.

#pragma once

#include <functional>
#include <string>
#include <vector>

#include "adapters/postgres/pool.hpp"
#include "engine/replay.hpp"

namespace postgres {

struct Rebuilt {
    struct Difference {
        std::string reference;
        std::string what;
    };
    std::int64_t applications = 0;
    std::int64_t lines = 0;
    std::int64_t erased = 0;  // Applications whose data are gone: compared by their chain alone.
    std::vector<Difference> differences;
};

// Of one moment, whatever goes on meanwhile.  One at a time; others wait.
Rebuilt rebuild(Pool&, const engine::Workflow&,
                const std::function<void(std::int64_t applications)>& progress = {});

}  // namespace postgres
