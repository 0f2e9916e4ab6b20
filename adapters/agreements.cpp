#include "adapters/agreements.hpp"

#include "states/text.hpp"

namespace adapters {

std::string external_id_of(const std::string& reference, const std::string& product, int edition) {
    return reference + "/" + product + "/" + std::to_string(edition);
}

bool same_address(const std::string& a, const std::string& b) {
    return states::lower_ascii(a) == states::lower_ascii(b);
}

}  // namespace adapters
