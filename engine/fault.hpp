// The two ways in which the world outside fails us; they decide whether an effect is tried again.

#pragma once

#include <chrono>
#include <optional>
#include <stdexcept>
#include <string>

namespace engine {

// Nobody can be reached, or they are busy: the same call may succeed later.
class Unavailable : public std::runtime_error {
public:
    explicit Unavailable(const std::string& what,
                         std::optional<std::chrono::seconds> not_before = std::nullopt)
        : std::runtime_error{what}, retry_after{not_before} {}

    std::optional<std::chrono::seconds> retry_after;  // As the neighbour asked, if it did.
};

// They have answered no: the same call would get the same answer, so a person has to look.
class Rejected : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

}  // namespace engine
