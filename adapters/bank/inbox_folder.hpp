// A folder into which a bank's software puts statement files: each is imported, then moved.

#pragma once

#include <cstdint>
#include <filesystem>
#include <map>

#include "adapters/statements.hpp"

namespace bank {

class InboxFolder {
public:
    // Without a folder it does nothing.
    InboxFolder(adapters::Statements& statements, std::filesystem::path folder)
        : statements_{statements}, folder_{std::move(folder)} {}

    // Imports what has not grown since it was last looked at, and moves it to done/ or refused/,
    // where what is refused has a file beside it that says why.  Returns how many files that were.
    // A file whose name begins with a point or ends with .part is still being written.
    int take_some();

private:
    void take(const std::filesystem::path&);

    adapters::Statements& statements_;
    std::filesystem::path folder_;
    std::map<std::filesystem::path, std::uintmax_t> seen_;  // By their sizes.
};

}  // namespace bank
