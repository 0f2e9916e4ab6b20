// Reads a field of a neighbour's JSON, and is not surprised if it is not as agreed.

#pragma once

#include <concepts>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

namespace adapters {

// Empty if it is missing or of another type.  A fraction is no integer: money must not be rounded
// on the way in.
template <class T>
std::optional<T> read_field(const nlohmann::json& object, const char* name) {
    if (!object.is_object() || !object.contains(name)) return std::nullopt;
    const auto& value = object.at(name);
    if (std::integral<T> && !std::same_as<T, bool> && !value.is_number_integer())
        return std::nullopt;
    try {
        return value.get<T>();
    } catch (const nlohmann::json::type_error&) {
        return std::nullopt;
    }
}

// A text, or nothing at all as the empty one.
inline std::string text_in(const nlohmann::json& object, const char* name) {
    return read_field<std::string>(object, name).value_or("");
}

inline std::vector<nlohmann::json> list_in(const nlohmann::json& object, const char* name) {
    return read_field<std::vector<nlohmann::json>>(object, name)
        .value_or(std::vector<nlohmann::json>{});
}

}  // namespace adapters
