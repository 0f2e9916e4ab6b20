#include "adapters/signature.hpp"

#include <nlohmann/json.hpp>

#include "adapters/field.hpp"
#include "adapters/sha256.hpp"

namespace adapters {

std::string id_in(const std::string& body) {
    const auto event = nlohmann::json::parse(body, nullptr, false);
    return id_or_hash(read_field<std::string>(event, "id").value_or(""), body);
}

std::string id_or_hash(const std::string& id, const std::string& body) {
    constexpr std::size_t longest = 255;
    const bool good = !id.empty() && id.size() <= longest && id.find('\0') == std::string::npos;
    return good ? id : "sha256:" + sha256_of(body);
}

}  // namespace adapters
