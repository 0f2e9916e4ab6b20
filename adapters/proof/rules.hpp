// What a version of the workflow allows, read from its definition (`doorstep workflow --format
// json`): the table without the program.

#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "adapters/proof/entry.hpp"

namespace proof {

class Rules {
public:
    // Throws std::exception for what is no definition.
    explicit Rules(const std::string& definition);

    // Why this line cannot have come of these rules; empty if it can.  What a guard has looked at
    // is personal and not in the log: that it is named is what can be told.
    std::string objection(const LineEntry&) const;

private:
    struct Row {
        std::vector<std::string> needs;  // Guards, of which each must have held.
    };
    std::string first_;
    std::unordered_map<std::string, std::vector<Row>> rows_;  // By from, event, to.
    std::map<std::string, std::set<std::string, std::less<>>, std::less<>> roles_;  // By event.
    std::set<std::string, std::less<>> states_;
    std::set<std::string, std::less<>> effects_;
};

}  // namespace proof
