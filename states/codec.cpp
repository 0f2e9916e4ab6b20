#include "states/codec.hpp"

namespace states {
namespace {

using nlohmann::json;

std::string without_nul(const std::string& text) {
    std::string clean;
    for (const char c : text) c == '\0' ? clean += "\xef\xbf\xbd" : clean += c;
    return clean;
}

json without_nul(const json& value) {
    if (value.is_string()) return without_nul(value.get_ref<const std::string&>());
    if (!value.is_structured()) return value;
    auto clean = value.is_array() ? json::array() : json::object();
    for (const auto& [key, inner] : value.items())
        if (value.is_array())
            clean.push_back(without_nul(inner));
        else
            clean[without_nul(key)] = without_nul(inner);
    return clean;
}

}  // namespace

engine::Json without_nul(engine::Json data) {
    if (data.text.find("\\u0000") == std::string::npos) return data;
    return {without_nul(json::parse(data.text)).dump()};
}

}  // namespace states
