// The codes that are sent to mobile numbers: six digits, good for a few minutes and a few tries.

#pragma once

#include <string>

#include "engine/store.hpp"

namespace adapters {

struct SmsVerdict {
    enum class Of {
        right,
        wrong,    // One try less.
        locked,   // No tries were left: another code is needed.
        expired,  // Likewise.
        none,     // None was sent to this number.
    } of;
    int tries_left = 0;
    bool operator==(const SmsVerdict&) const = default;
};

class SmsCodes {
public:
    virtual ~SmsCodes() = default;

    // Six random digits, which take the place of those before; kept as a hash.
    virtual std::string make(engine::CaseId, const std::string& mobile) = 0;

    // A try is counted before anything is compared.  A right one stays right, until a password was
    // chosen with it (Accounts::open) or its time is over.
    virtual SmsVerdict check(engine::CaseId, const std::string& mobile,
                             const std::string& typed) = 0;
};

}  // namespace adapters
