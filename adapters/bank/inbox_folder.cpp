#include "adapters/bank/inbox_folder.hpp"

#include <fstream>
#include <string>
#include <vector>

namespace bank {
namespace {

namespace fs = std::filesystem;

bool is_unfinished(const fs::path& path) {
    const auto name = path.filename().string();
    return name.starts_with(".") || path.extension() == ".part";
}

// Into a folder beside it; a file of the same name that is there already stays.
fs::path move_to(const fs::path& path, const std::string& folder, const std::string& mark) {
    const auto to = path.parent_path() / folder;
    fs::create_directories(to);
    auto target = to / path.filename();
    if (fs::exists(target))
        target = to / (path.stem().string() + "." + mark + path.extension().string());
    fs::rename(path, target);
    return target;
}

}  // namespace

int InboxFolder::take_some() {
    if (folder_.empty()) return 0;
    std::vector<fs::path> ready;
    std::map<fs::path, std::uintmax_t> now;
    for (const auto& entry : fs::directory_iterator{folder_}) {
        if (!entry.is_regular_file() || is_unfinished(entry.path())) continue;
        const auto size = entry.file_size();
        now[entry.path()] = size;
        const auto before = seen_.find(entry.path());
        if (before != seen_.end() && before->second == size) ready.push_back(entry.path());
    }
    seen_ = std::move(now);
    for (const auto& path : ready) take(path);
    return static_cast<int>(ready.size());
}

void InboxFolder::take(const fs::path& path) {
    std::ifstream file{path, std::ios::binary};
    if (!file) return;  // Taken by another server on the same folder.
    const auto imported = statements_.import({.id = "bank.folder", .roles = {"finance"}}, file,
                                             path.filename().string());
    file.close();
    const auto mark = imported.file.substr(0, 12);
    if (!imported.refused) {
        move_to(path, "done", mark);
        return;
    }
    const auto moved = move_to(path, "refused", mark);
    std::ofstream{moved.string() + ".reason"} << imported.refused->place << ": "
                                              << imported.refused->reason << '\n';
}

}  // namespace bank
