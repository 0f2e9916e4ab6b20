#include "states/data_files.hpp"

#include <string>

namespace states {

std::vector<std::string_view> parts(std::string_view text, char mark) {
    std::vector<std::string_view> all;
    while (true) {
        const auto end = text.find(mark);
        all.push_back(text.substr(0, end));
        if (end == std::string_view::npos) return all;
        text.remove_prefix(end + 1);
    }
}

std::vector<std::string_view> data_lines(std::string_view file) {
    auto lines = parts(data_files().at(file), '\n');
    std::erase_if(lines, [](auto line) { return line.empty() || line.front() == '#'; });
    return lines;
}

}  // namespace states
