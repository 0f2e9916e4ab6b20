// A text that says the same thing many times.

#pragma once

#include <string>
#include <string_view>

namespace tests {

inline std::string times(int count, std::string_view piece) {
    std::string all;
    for (int i = 0; i < count; ++i) all += piece;
    return all;
}

}  // namespace tests
