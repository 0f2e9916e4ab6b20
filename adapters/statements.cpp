#include "adapters/statements.hpp"

namespace adapters {

nlohmann::json view_of(const Imported& imported) {
    auto view = nlohmann::json{{"file", imported.file},
                               {"format", imported.format},
                               {"booked", imported.counts.booked},
                               {"repeated", imported.repeated},
                               {"unmatched", imported.counts.queued},
                               {"passed", imported.counts.passed},
                               {"waiting", imported.counts.waiting},
                               {"refused", imported.refused ? 1 : 0},
                               {"problem", nullptr}};
    if (imported.refused)
        view["problem"] = {{"place", imported.refused->place},
                           {"reason", imported.refused->reason}};
    return view;
}

}  // namespace adapters
