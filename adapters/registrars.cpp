#include "adapters/registrars.hpp"

namespace adapters {

nlohmann::json view_of(const KeptDifference& kept) {
    const auto& [added, changed, terminated, removed] = kept.difference;
    return {{"rows", kept.rows},         {"added", added.size()},
            {"changed", changed.size()}, {"terminated", terminated.size()},
            {"removed", removed.size()}, {"tasks", kept.tasks},
            {"repeated", kept.known}};
}

}  // namespace adapters
