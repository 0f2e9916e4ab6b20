#include "adapters/log_head.hpp"

#include <stdexcept>

#include "engine/digest.hpp"
#include "engine/tiles.hpp"

namespace adapters {

void bring_up_to_date(AuditLog& log) {
    try {
        while (log.seal_some() > 0) continue;
    } catch (const std::runtime_error&) {
        // Somebody has changed the journal, and the log stands still: that is told elsewhere, and
        // whoever looks into it needs reports up to there.
    }
}

std::string root_at(AuditLog& log, std::int64_t size) {
    const auto tiles = engine::subtrees_of(
        [&log](int level, std::uint64_t number) { return log.tile(level, number); });
    const auto root = engine::root_of(static_cast<std::uint64_t>(size), tiles);
    return engine::base64(engine::bytes_of(root));
}

}  // namespace adapters
