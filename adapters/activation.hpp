// Step 5: the registrar keys in its three codes.  The codes never reach the journal; what came of
// them does.

#pragma once

#include <string>
#include <variant>

#include "adapters/applications.hpp"
#include "adapters/codes.hpp"

namespace adapters {

struct Activated {
    std::string reference;
};
struct WrongCodes {
    Verdict verdict;
};

class Activation {
public:
    Activation(engine::Engine& engine, Reading& reading, Codes& codes)
        : engine_{engine}, reading_{reading}, codes_{codes} {}

    // The idempotency key, if one is given, lets who got no answer ask again: what was activated
    // under it is told to be so.
    std::variant<Activated, WrongCodes, NotFound, Refused> activate(const std::string& reference,
                                                                    const Keyed&,
                                                                    const std::string& key = "");

private:
    engine::Engine& engine_;
    Reading& reading_;
    Codes& codes_;
};

}  // namespace adapters
