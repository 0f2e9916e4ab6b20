#include "adapters/scratch_folder.hpp"

#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <system_error>

namespace adapters {

namespace fs = std::filesystem;

ScratchFolder::ScratchFolder(std::string_view purpose) {
    auto name =
        (fs::temp_directory_path() / ("doorstep-" + std::string{purpose} + "-XXXXXX")).string();
    if (!::mkdtemp(name.data()))
        throw std::runtime_error{"cannot make a scratch folder " + name + ": " +
                                 std::generic_category().message(errno)};
    path_ = name;
    // Started by root, PostgreSQL runs as another user, who has to get in.
    fs::permissions(path_, fs::perms::group_exec | fs::perms::others_exec, fs::perm_options::add);
}

ScratchFolder::~ScratchFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
}

fs::path ScratchFolder::write(std::string_view name, std::string_view content) const {
    const auto file = path_ / name;
    fs::create_directories(file.parent_path());
    std::ofstream{file, std::ios::binary} << content;
    return file;
}

}  // namespace adapters
