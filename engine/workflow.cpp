#include "engine/workflow.hpp"

#include <array>
#include <stdexcept>
#include <utility>

namespace engine {
namespace {

using Reason = Refusal::Reason;

constexpr std::array<std::pair<Reason, std::string_view>, 6> reasons = {{
    {Reason::unknown_event, "unknown_event"},
    {Reason::malformed_event, "malformed_event"},
    {Reason::too_early, "too_early"},
    {Reason::too_late, "too_late"},
    {Reason::not_allowed, "not_allowed"},
    {Reason::not_permitted, "not_permitted"},
}};

}  // namespace

std::string_view name_of(Reason reason) {
    for (const auto& [each, name] : reasons)
        if (each == reason) return name;
    throw std::logic_error{"no such refusal"};
}

Reason reason_named(std::string_view text) {
    for (const auto& [reason, name] : reasons)
        if (name == text) return reason;
    throw std::logic_error{"no such refusal: " + std::string{text}};
}

}  // namespace engine
