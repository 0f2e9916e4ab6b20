// The one list of configuration keys: what each is called, where it goes and what it may be.

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "adapters/config/config.hpp"

namespace config {

using Place = std::variant<std::string*, int*, bool*, Secret*, std::filesystem::path*>;

struct Key {
    std::string name;  // "server.listen"
    Place place;
    int min = 0;  // For numbers.
    int max = 0;
    // Says what is wrong with a text; empty if nothing is.
    std::string (*objection)(const std::string&) = nullptr;

    std::string variable() const;      // "DOORSTEP_SERVER_LISTEN"
    std::string_view section() const;  // "server"; empty at the top.
    std::string_view word() const;     // "listen"
    bool is_secret() const { return std::holds_alternative<Secret*>(place); }
};

std::vector<Key> keys_of(Config&);

std::string without_password(const std::string& address);  // A URL or key word address.

}  // namespace config
