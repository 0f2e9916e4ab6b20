// What a statement file says, or why it is refused.

#pragma once

#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "adapters/bank/malformed.hpp"
#include "adapters/movement.hpp"

namespace tests {

struct ReadStatement {
    std::vector<adapters::Movement> movements = {};
    std::string place = {};
    std::string why = {};
};

// With `read`, which is one of the readers of adapters/bank.
ReadStatement read_by(auto read, const std::string& text) {
    ReadStatement all;
    std::istringstream stream{text};
    try {
        read(stream, [&](adapters::Movement&& each) { all.movements.push_back(std::move(each)); });
    } catch (const bank::Malformed& malformed) {
        all.place = malformed.place;
        all.why = malformed.what();
    }
    return all;
}

}  // namespace tests
