#include "adapters/webhook_events.hpp"

#include <algorithm>

#include "states/description.hpp"

namespace adapters {

bool is_webhook_event(const std::string& type) {
    if (type == handed_over) return true;
    constexpr std::string_view prefix = "application.";
    return type.starts_with(prefix) &&
           std::ranges::any_of(states::all_events(), [&](const states::EventInfo& event) {
               return std::string_view{type}.substr(prefix.size()) == event.name;
           });
}

}  // namespace adapters
