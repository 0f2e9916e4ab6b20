#include "adapters/cli/input.hpp"

#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <stdexcept>

namespace cli {

using nlohmann::json;

std::string read_file(const std::string& path) {
    if (path == "-") return {std::istreambuf_iterator<char>{std::cin}, {}};
    std::ifstream file{path, std::ios::binary};
    if (!file || std::filesystem::is_directory(path))
        throw std::runtime_error{"cannot read " + path};
    return {std::istreambuf_iterator<char>{file}, {}};
}

json read_json(const std::string& text, const std::string& what) {
    try {
        return json::parse(text);
    } catch (const json::parse_error& error) {
        throw std::runtime_error{what + " is not JSON: see byte " + std::to_string(error.byte)};
    }
}

}  // namespace cli
