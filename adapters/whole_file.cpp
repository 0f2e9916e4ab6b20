#include "adapters/whole_file.hpp"

#include <fstream>
#include <stdexcept>

namespace adapters {
namespace {

namespace fs = std::filesystem;

void write_to(const fs::path& place, const fs::path& asked,
              const std::function<void(std::ostream&)>& write) {
    std::ofstream file{place, std::ios::binary | std::ios::trunc};
    if (file) write(file);
    file.close();
    if (!file) throw std::runtime_error{"cannot write " + asked.string()};
}

}  // namespace

void write_whole_file(const fs::path& path, const std::function<void(std::ostream&)>& write) {
    std::error_code ignored;
    if (fs::exists(path, ignored) && !fs::is_regular_file(path, ignored))
        return write_to(path, path, write);
    auto half = path;
    half += ".part";
    try {
        write_to(half, path, write);
        fs::rename(half, path);
    } catch (const std::exception&) {
        fs::remove(half, ignored);
        throw;
    }
}

}  // namespace adapters
