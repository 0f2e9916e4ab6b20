// JSON of a struct without what is still as it began: such members are not written, and what is not
// there is read as it begins.
//
// Facts are read and written at every transition, and for most of its life an application has few
// of them.  The same value is still always the same bytes.

#pragma once

#include <nlohmann/json.hpp>

namespace states {

template <class T>
void write_unless_blank(nlohmann::json& json, const char* name, const T& value, const T& blank) {
    if (!(value == blank)) json[name] = value;
}

template <class T>
void read_if_there(const nlohmann::json& json, const char* name, T& value) {
    if (const auto found = json.find(name); found != json.end()) found->get_to(value);
}

}  // namespace states

// As NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT is used.
#define STATES_SPARSE_JSON(Type, ...)                                               \
    inline void to_json(nlohmann::json& json, const Type& value) {                  \
        static const auto blank = Type{};                                           \
        json = nlohmann::json::object();                                            \
        NLOHMANN_JSON_EXPAND(NLOHMANN_JSON_PASTE(STATES_SPARSE_WRITE, __VA_ARGS__)) \
    }                                                                               \
    inline void from_json(const nlohmann::json& json, Type& value) {                \
        NLOHMANN_JSON_EXPAND(NLOHMANN_JSON_PASTE(STATES_SPARSE_READ, __VA_ARGS__))  \
    }
#define STATES_SPARSE_WRITE(member) \
    states::write_unless_blank(json, #member, value.member, blank.member);
#define STATES_SPARSE_READ(member) states::read_if_there(json, #member, value.member);
