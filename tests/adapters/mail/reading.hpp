// What Python's e-mail package, which is not ours, makes of a mail that we have written.

#pragma once

#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>

#include "tests/child.hpp"

namespace tests {

class Folder {  // Gone with the test.
public:
    Folder() {
        auto name = (std::filesystem::temp_directory_path() / "doorstep-mail-XXXXXX").string();
        if (!::mkdtemp(name.data())) throw std::runtime_error{"no folder"};
        path = name;
    }
    ~Folder() { std::filesystem::remove_all(path); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    std::filesystem::path path;
};

inline nlohmann::json read_mail(const std::string& bytes) {
    const Folder folder;
    const auto file = folder.path / "mail.eml";
    std::ofstream{file} << bytes;
    Child reader{{"/usr/bin/python3", "tests/adapters/mail/read_mail.py", file.string()}};
    return nlohmann::json::parse(reader.line());
}

}  // namespace tests
