// Typed facts, events and effects, to and from the named text that the engine stores.
//
// nlohmann::json keeps keys sorted and we store integers only, so dump() is RFC 8785's canonical
// form: the same value is always the same bytes.

#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <type_traits>

#include "engine/workflow.hpp"

namespace states {

template <class T>
engine::Json encode(const T& value) {
    if constexpr (std::is_empty_v<T>)
        return {};
    else
        return {nlohmann::json(value).dump()};
}

template <class T>
T decode(const engine::Json& json) {
    if constexpr (std::is_empty_v<T>)
        return {};
    else
        return nlohmann::json::parse(json.text).get<T>();
}

// PostgreSQL keeps every character but U+0000.  Forms refuse it by its field (event_form.hpp); what
// neighbours say is not lost for its sake: it becomes U+FFFD, and their own bytes stay in the
// inbox.
engine::Json without_nul(engine::Json);

// The only way to make an engine::Event or engine::Effect outside the engine's own tests.
template <class T>
engine::Event event(const T& value) {
    return {std::string{T::name}, without_nul(encode(value))};
}

template <class T>
engine::Effect effect(const T& value) {
    return {std::string{T::name}, encode(value)};
}

}  // namespace states
