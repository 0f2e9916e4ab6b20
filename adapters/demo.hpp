// `doorstep demo`: applications on every path, driven through all their steps before your eyes.

#pragma once

#include <filesystem>

namespace adapters {

struct DemoSettings {
    std::filesystem::path simulators;  // The folder with the simulators' programs.
    std::filesystem::path smtp_sink;   // The mail server's script.
    std::filesystem::path catalogue;   // Empty: the built-in one.
    bool keep = false;                 // Leave it running to look at.
};

int demo(const DemoSettings&);  // 0 if every application reached its end.

}  // namespace adapters
