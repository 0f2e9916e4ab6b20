// A folder that goes with the test.

#pragma once

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <system_error>

namespace tests {

class Scratch {
public:
    Scratch() {
        auto name = (std::filesystem::temp_directory_path() / "doorstep-faults-XXXXXX").string();
        if (!::mkdtemp(name.data())) throw std::runtime_error{"no scratch folder"};
        path_ = name;
        // Started by root, a private PostgreSQL runs as another user, who has to get in.
        using std::filesystem::perms;
        std::filesystem::permissions(path_, perms::group_exec | perms::others_exec,
                                     std::filesystem::perm_options::add);
    }
    ~Scratch() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;

    const std::filesystem::path& path() const { return path_; }
    std::string operator/(const std::string& name) const { return (path_ / name).string(); }

private:
    std::filesystem::path path_;
};

}  // namespace tests
