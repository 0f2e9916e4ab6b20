// One try with a phone key, or with a recovery code in its place: counted, slowed down, used up.

#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>

#include "adapters/accounts.hpp"
#include "adapters/knocks.hpp"
#include "engine/workflow.hpp"

namespace adapters {

struct Phone {            // Whose it is; each function is true once for what it is given.
    std::string subject;  // What its tries are counted under.
    std::function<bool(std::int64_t step)> take_step;
    std::function<bool(const std::string& typed)> use_recovery_code;
};

Phone phone_of(Accounts&, engine::CaseId);

struct PhoneTry {
    std::string secret;
    std::string phone_key;
    std::string recovery_code;  // Counts if it is not empty.
    engine::Time now;
};

struct PhoneTried {
    bool right = false;
    std::chrono::seconds wait{0};  // More than nothing: nothing was compared.
};

// Five in a row, then one every quarter of an hour, wherever they are keyed in.
PhoneTried try_phone(const Phone&, Knocks&, const PhoneTry&);

}  // namespace adapters
