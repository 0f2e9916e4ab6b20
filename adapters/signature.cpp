#include "adapters/signature.hpp"

#include <nlohmann/json.hpp>

#include "adapters/field.hpp"
#include "adapters/sha256.hpp"

namespace adapters {

std::string id_in(const std::string& body) {
    const auto event = nlohmann::json::parse(body, nullptr, false);
    const auto id = read_field<std::string>(event, "id").value_or("");
    return id.empty() ? "sha256:" + sha256_of(body) : id;
}

}  // namespace adapters
