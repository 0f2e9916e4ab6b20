#include "adapters/audit/anchors.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "engine/time_stamp.hpp"

namespace audit {

Authority read_authority(const std::string& text) {
    const auto equals = text.find('=');
    const auto name = text.substr(0, equals);
    const auto is_plain = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '-';
    };
    constexpr std::size_t name_max = 32;
    if (equals == std::string::npos || name.empty() || name.size() > name_max ||
        !std::ranges::all_of(name, is_plain))
        throw std::runtime_error{"a time stamp authority is given as NAME=URL, not " + text};
    return {.name = name, .url = text.substr(equals + 1)};
}

void stamp(adapters::AuditLog& log, const adapters::Send& send, const Authority& authority,
           const std::string& checkpoint, const std::string& trusted) {
    const auto reply = send({.method = "POST",
                             .url = authority.url,
                             .headers = {"Accept: application/timestamp-reply"},
                             .body = engine::time_stamp_query(checkpoint),
                             .content_type = "application/timestamp-query"});
    const auto stamped = engine::read_time_stamp(reply.body, checkpoint, trusted);
    if (!stamped.trouble.empty())
        throw engine::Rejected{authority.name +
                               " has not stamped the checkpoint: " + stamped.trouble};
    log.add_stamp({.size = engine::read_checkpoint(checkpoint).head.size,
                   .checkpoint = checkpoint,
                   .authority = authority.name,
                   .token = reply.body});
}

void copy_to(const std::filesystem::path& folder, const std::string& checkpoint) {
    const auto head = engine::read_checkpoint(checkpoint).head;
    const auto path = folder / (std::to_string(head.size) + ".checkpoint");
    if (std::ifstream known{path, std::ios::binary}; known) {
        const std::string text{std::istreambuf_iterator<char>{known}, {}};
        if (text != checkpoint)
            throw std::runtime_error{"the witness knows another checkpoint of " +
                                     std::to_string(head.size) + " entries: " + path.string()};
        return;
    }
    std::ofstream file{path, std::ios::binary};
    file << checkpoint << std::flush;
    if (!file) throw std::runtime_error{"cannot write to the witness: " + path.string()};
}

}  // namespace audit
