#include "adapters/sms.hpp"

namespace adapters {

std::string e164(const std::string& kept) {
    std::string number;
    for (const auto character : kept) {
        if (character == 'x') break;  // An extension, which no SMS can reach.
        if (character != '.') number += character;
    }
    return number;
}

}  // namespace adapters
