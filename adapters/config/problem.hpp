// What is wrong with a configuration file, and where.

#pragma once

#include <string>
#include <vector>

namespace config {

struct Problem {
    std::string source;  // A file's name, an environment variable's, or a flag's.
    int line = 0;        // 0 when the source has no lines.
    std::string key;     // "server.listen"; empty if the problem is the whole source's.
    std::string reason;
    bool operator==(const Problem&) const = default;
};

// "doorstep.toml:12: server.listen: …", as compilers write it, so that editors can jump there.
std::string sentence(const Problem&);

}  // namespace config
