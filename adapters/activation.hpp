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

    std::variant<Activated, WrongCodes, NotFound, Refused> activate(const std::string& reference,
                                                                    const Keyed&);

private:
    engine::Engine& engine_;
    Reading& reading_;
    Codes& codes_;
};

}  // namespace adapters
