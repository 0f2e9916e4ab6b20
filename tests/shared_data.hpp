// Test data that is kept beside the repository, not in it, because of its size or its licence.
//
// It is looked for in DOORSTEP_SHARED, or in ../shared.  Tests that need it do without where it is
// absent, and say so.

#pragma once

#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

namespace tests {

// Opened; says so if there is no such file.
inline std::ifstream shared_file(const std::string& path) {
    const auto* folder = std::getenv("DOORSTEP_SHARED");
    const auto* source = std::getenv("DOORSTEP_SOURCE");
    const auto beside = std::string{source ? source : "."} + "/../shared";
    auto file = std::ifstream{(folder ? folder : beside) + "/" + path, std::ios::binary};
    if (!file) MESSAGE("skipped: there is no " << path << " in DOORSTEP_SHARED");
    return file;
}

// The bytes of a file of the shared folder; empty if there is no such file.
inline std::optional<std::string> shared_text(const std::string& path) {
    auto file = shared_file(path);
    if (!file) return {};
    return std::string{std::istreambuf_iterator<char>{file}, {}};
}

// Its lines.
inline std::optional<std::vector<std::string>> shared_lines(const std::string& path) {
    auto file = shared_file(path);
    if (!file) return {};
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);) lines.push_back(line);
    return lines;
}

}  // namespace tests
