// What a neighbour's webhook says, in the house format: {"type", "timestamp", "data"}, where data
// names the application by our reference.

#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "adapters/adapter.hpp"
#include "adapters/field.hpp"
#include "engine/fault.hpp"

namespace adapters {

class Notice {
public:
    // Throws engine::Rejected, saying what is wrong with it: a message that was signed but cannot
    // be read goes to a person.
    explicit Notice(const engine::Arrival& arrival);

    const std::string& type() const { return type_; }
    const std::string& reference() const { return reference_; }

    template <class T = std::string>
    T field(const char* name) const {
        if (const auto value = read_field<T>(data_, name)) return *value;
        throw engine::Rejected{type_ + " without a proper data." + name};
    }
    std::string text_or_nothing(const char* name) const {
        return data_.contains(name) ? field(name) : std::string{};
    }

private:
    std::string type_;
    std::string reference_;
    nlohmann::json data_;
};

}  // namespace adapters
