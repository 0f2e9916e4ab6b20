// SHA-256 of what is in memory or comes in parts, and bytes as base64.

#pragma once

#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "engine/journal.hpp"

namespace engine {

Hash sha256(std::initializer_list<std::string_view> parts);
Hash hmac_sha256(std::string_view key, std::string_view bytes);

class Sha256 {
public:
    Sha256();
    ~Sha256();
    Sha256(const Sha256&) = delete;
    Sha256& operator=(const Sha256&) = delete;

    void add(std::string_view);
    Hash finish();  // And begins anew.

private:
    struct State;
    std::unique_ptr<State> state_;
};

std::string random_bytes(std::size_t);

std::string base64(std::string_view);

// Empty for what base64() would not have written.
std::optional<std::string> bytes_of_base64(std::string_view);
std::optional<Hash> hash_of_base64(std::string_view);

}  // namespace engine
