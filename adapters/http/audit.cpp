#include "adapters/http/audit.hpp"

#include <algorithm>
#include <optional>

#include "adapters/http/problem.hpp"

namespace http {
namespace {

using engine::tile_width;
using engine::TileName;

// How many hashes or entries there are of this tile in a log of that size.
std::uint64_t width_in(const TileName& tile, std::uint64_t size) {
    const auto at_level = size >> (8U * static_cast<unsigned>(tile.level));
    if (tile.number >= (at_level + tile_width - 1) / tile_width) return 0;
    return std::min(tile_width, at_level - tile.number * tile_width);
}

Response bytes(std::string body) {
    // What a full tile says never changes; but it is for those who may see it alone.
    return {.status = 200,
            .body = std::move(body),
            .content_type = "application/octet-stream",
            .headers = {{"Cache-Control", "private, max-age=31536000, immutable"}}};
}

Response missing() {
    return problem(404, "", "The log has no such tile, or not yet, or not under this name.");
}

}  // namespace

Response give_checkpoint(adapters::AuditLog& log, const Request&) {
    auto note = log.checkpoint();
    if (!note) return problem(404, "", "No checkpoint has been signed yet.");
    return {.status = 200,
            .body = *std::move(note),
            .content_type = "text/plain; charset=utf-8",
            .headers = {{"Cache-Control", "no-store"}}};
}

Response give_tile(adapters::AuditLog& log, const Request& request) {
    const auto tile = engine::read_tile_name(request.parameter("tile"));
    if (!tile) return missing();
    // A partial tile is the beginning of the one that there is by now.
    if (width_in(*tile, log.size()) < tile->width) return missing();
    if (!tile->entries) {
        auto hashes = log.tile(tile->level, tile->number);
        hashes.resize(std::min(hashes.size(), std::size_t{tile->width} * 32));
        return bytes(std::move(hashes));
    }
    const auto begin = tile->number * tile_width;
    std::string bundle;
    for (const auto& each : log.entries(begin, begin + tile->width, false))
        engine::add_entry(bundle, each.entry);
    return bytes(std::move(bundle));
}

}  // namespace http
