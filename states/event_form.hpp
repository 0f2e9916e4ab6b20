// What a person or a program sends to cause an event, and the one place that judges it.
//
// The API, the command line and the pages send the event's name and a JSON object.  Fields, types
// and contents are checked here, all problems at once; a sign-up inside goes through
// read_sign_up().

#pragma once

#include <nlohmann/json.hpp>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/workflow.hpp"
#include "states/catalogue.hpp"
#include "states/sign_up.hpp"

namespace states {

// Amounts are written as in the sign-up: "2500.00".  An unknown event is a problem of the field
// "event".
std::variant<engine::Event, std::vector<Problem>> read_event(std::string_view name,
                                                             const nlohmann::json& data,
                                                             const Catalogue&);

}  // namespace states
