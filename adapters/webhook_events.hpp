// The types of what we tell other systems.

#pragma once

#include <string>
#include <string_view>

namespace adapters {

// The complete record of a registrar, personal data and all: for who has chosen it by name.
constexpr std::string_view handed_over = "application.handed_over";

constexpr std::string_view test_event = "doorstep.test";  // For who asks for it, at once.

// Whether an endpoint can choose it: the hand-over, or "application." and an event of the workflow,
// such as "application.approved".
bool is_webhook_event(const std::string& type);

}  // namespace adapters
