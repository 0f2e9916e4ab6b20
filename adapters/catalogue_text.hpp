// What a catalogue says of its registry, under a name of its table [texts].

#pragma once

#include <string>
#include <string_view>

#include "states/catalogue.hpp"

namespace adapters {

// Empty if it says nothing.
inline std::string text_in(const states::Catalogue& catalogue, std::string_view name) {
    const auto found = catalogue.texts.find(name);
    return found == catalogue.texts.end() ? std::string{} : found->second;
}

}  // namespace adapters
