// A form of texts as a JSON object: every field of it, or all problems at once.

#pragma once

#include <array>
#include <map>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "adapters/web.hpp"
#include "states/sign_up.hpp"

namespace http {

struct FormField {
    std::string_view name;
    bool needed = true;  // What may be left out is then the empty text.
    // The code of what is wrong with what was keyed in; empty if nothing is.
    std::string_view (*objection)(const std::string&) = nullptr;
};

inline constexpr std::array reason_alone = {FormField{"reason"}};  // Why a person does something.

using Form = std::map<std::string, std::string, std::less<>>;

// Of the body; or the answer that says what is wrong with it: 400, 415 or 422.  U+0000 is in no
// field, and the database could not even be asked for it.
std::variant<Form, Response> read_form(const Request&, std::span<const FormField>);

// 429 with Retry-After, in words.
Response too_often(long seconds, const std::string& language);

}  // namespace http
