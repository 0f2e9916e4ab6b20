// Doors that open more slowly the more often somebody knocks: what slows guessing down.
//
// A knock is counted before anything is compared, and by what the door was asked for, whether there
// is such a thing or not, so that nobody learns from the waiting who has an account here.

#pragma once

#include <chrono>
#include <string>
#include <vector>

namespace adapters {

// What follows on the first knock in a row, the second, …; the last one on all that come after.
using Waits = std::vector<std::chrono::seconds>;

struct Knock {
    std::chrono::seconds wait{0};  // More than nothing: shut for so long, and nothing was counted.
    int count = 0;                 // In a row, with this one.
};

struct Shut {  // Too often: listened to again after this time.
    std::chrono::seconds wait;
};

// Where passwords and phone keys are keyed in: five in a row, then one every quarter of an hour, so
// that nobody is locked out for good.
inline const Waits waits_at_login{std::chrono::seconds{0}, std::chrono::seconds{1},
                                  std::chrono::seconds{2}, std::chrono::seconds{4},
                                  std::chrono::minutes{15}};

class Knocks {
public:
    virtual ~Knocks() = default;

    virtual Knock take(const std::string& door, const std::string& subject, const Waits&) = 0;
    virtual void forgive(const std::string& door, const std::string& subject) = 0;
};

}  // namespace adapters
