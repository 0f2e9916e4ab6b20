// Runs the program as a shell does, and hears what it says.

#pragma once

#include <doctest/doctest.h>
#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "tests/child.hpp"

namespace tests {

struct Ran {
    int status;        // The exit code; -1 if it did not end by itself.
    std::string said;  // On stdout.
};

inline Ran run_in_shell(const std::string& command) {
    auto* pipe = ::popen(command.c_str(), "r");
    REQUIRE(pipe);
    std::string said;
    std::array<char, 4096> part{};
    while (const auto size = std::fread(part.data(), 1, part.size(), pipe))
        said.append(part.data(), size);
    const auto status = ::pclose(pipe);
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, said};
}

}  // namespace tests
