// An entry of the log, read strictly: RFC 8785 leaves one way to write a line, and no other is
// taken.

#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace proof {

// All texts as they stand in the JSON, with their escapes: the same text is the same bytes.
struct LineEntry {
    std::string_view actor, app, at, data, delivery, event, from, previous, refusal, role, source;
    std::string_view to, workflow;
    std::vector<std::string_view> effects, guards;
    std::int64_t number = 0;
    bool has_data = false;  // It commits to data that stand elsewhere.
    bool is_refused = false;
};

// Writes into `line`, whose room is used again; false if it is none.
bool read_line(std::string_view entry, LineEntry& line);

struct RulesEntry {
    std::string_view sha256;
    std::string_view workflow;
};

std::optional<RulesEntry> read_rules(std::string_view entry);

}  // namespace proof
