// A folder for what is needed for a while; it goes, with all that is in it, with its object.

#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace adapters {

class ScratchFolder {
public:
    // "demo" makes something like /tmp/doorstep-demo-x3Fk2a.  Throws std::runtime_error.
    explicit ScratchFolder(std::string_view purpose);
    ~ScratchFolder();
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;

    const std::filesystem::path& path() const { return path_; }
    std::filesystem::path operator/(std::string_view name) const { return path_ / name; }

    // Makes the folders on the way to it, too.
    std::filesystem::path write(std::string_view name, std::string_view content) const;

private:
    std::filesystem::path path_;
};

}  // namespace adapters
