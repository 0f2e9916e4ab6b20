// Who may include whom: the arrows between our folders, and the home of each library.

#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/house/source.hpp"

namespace house {

using Problems = std::vector<std::string>;  // Each "path:line: what is wrong".

inline std::string place(const Source& source, std::size_t line) {
    return source.path + ":" + std::to_string(line) + ": ";
}

struct Include {
    std::size_t line;
    bool ours;         // "x" and not <x>.
    std::string path;  // Without quotes.
};

inline std::vector<Include> includes_of(const Source& source) {
    std::vector<Include> found;
    if (!source.is_cpp()) return found;
    for (std::size_t i = 0; i < source.lines.size(); ++i) {
        const auto& line = source.lines[i];
        if (i >= source.code.size() || !source.code[i].starts_with("#include")) continue;
        const auto open = line.find_first_of("\"<");
        if (open == std::string::npos) continue;
        const auto close = line.find_first_of("\">", open + 1);
        found.push_back({i + 1, line[open] == '"', line.substr(open + 1, close - open - 1)});
    }
    return found;
}

// "adapters/mail/" of "adapters/mail/mail.hpp"; empty for what stands in adapters/ itself.
inline std::string adapter_of(std::string_view path) {
    constexpr std::string_view adapters = "adapters/";
    if (!path.starts_with(adapters)) return {};
    const auto end = path.find('/', adapters.size());
    return end == std::string_view::npos ? "" : std::string{path.substr(0, end + 1)};
}

// Why this file may not include that one of ours.
inline std::optional<std::string> forbidden(const Source& source, const std::string& include) {
    static const std::map<std::string, std::vector<std::string>> may_include = {
        {"engine", {"engine/"}},
        {"states", {"states/", "engine/workflow.hpp"}},
        {"adapters", {"adapters/", "states/", "engine/"}},
        {"examples", {"examples/"}},
        {"tests", {"tests/", "examples/", "adapters/", "states/", "engine/"}},
    };
    const auto layer = source.path.substr(0, source.path.find('/'));
    if (!may_include.contains(include.substr(0, include.find('/'))))
        return "an include is written from the root of the tree";
    if (const auto allowed = may_include.find(layer);
        allowed == may_include.end() ||
        std::ranges::none_of(allowed->second,
                             [&](const auto& prefix) { return include.starts_with(prefix); }))
        return layer + "/ may not know it";
    if (layer != "adapters") return {};
    static const std::vector<std::string> composition = {"adapters/lookups.hpp",
                                                         "adapters/services.hpp"};
    const auto is_composed = [](const std::string& path) {
        return std::ranges::find(composition, path) != composition.end();
    };
    if (is_composed(include) && !adapter_of(source.path).empty())
        return "it belongs to the composition";
    if (adapter_of(include).empty()) return {};
    // The frame of pages, for those that have pages.
    if (adapter_of(include) == "adapters/pages/" &&
        (adapter_of(source.path) == "adapters/portal/" ||
         adapter_of(source.path) == "adapters/console/"))
        return {};
    if (!adapter_of(source.path).empty() && adapter_of(source.path) != adapter_of(include))
        return "an adapter does not know another one";
    // Else two adapters could meet in a header of the composition.  The configuration is data that
    // the composition hands to everyone.
    if (adapter_of(source.path).empty() && source.is_header() && !is_composed(source.path) &&
        adapter_of(include) != "adapters/config/")
        return "a header in adapters/ is for all adapters, and may not know one of them";
    return {};
}

inline Problems arrows(const Source& source) {
    Problems problems;
    for (const auto& include : includes_of(source)) {
        if (!include.ours) continue;
        if (const auto why = forbidden(source, include.path))
            problems.push_back(place(source, include.line) + include.path + ": " + *why);
    }
    return problems;
}

// A library is known in one room, so that replacing it is work in one room.  Tests may know all.
// A library that is not listed is nobody's yet: choose its home here.
inline const std::map<std::string, std::vector<std::string>>& homes_of_libraries() {
    static const std::map<std::string, std::vector<std::string>> homes = {
        {"CLI/", {"adapters/cli/"}},
        {"argon2.h", {"adapters/postgres/"}},
        {"boost/msm/", {"states/table.hpp", "states/workflow.cpp"}},
        {"boost/mp11/", {"states/", "adapters/neighbours.hpp"}},  // Lists of events and effects.
        {"cairo-pdf.h", {"adapters/papers/"}},
        {"cjose/", {"adapters/oidc/"}},
        {"cups/", {"adapters/letters/"}},
        {"curl/", {"adapters/curl/"}},
        {"doctest/", {}},
        {"gmime/", {"adapters/intake/"}},
        {"httplib.h", {"adapters/http/", "examples/simulators/"}},
        {"idn2.h", {"adapters/rdap/"}},
        {"kainjow/", {"adapters/mustache.cpp", "adapters/pages/templates.cpp"}},
        {"liboath/", {"adapters/phone_key.cpp"}},
        {"libxml/", {"adapters/bank/"}},
        {"nlohmann/", {"states/", "adapters/", "examples/simulators/"}},
        {"openssl/",
         {
             "engine/digest.cpp",      // SHA-256 of the chain and the tree, salted commitments.
             "engine/note.cpp",        // Ed25519 over checkpoints.
             "engine/time_stamp.cpp",  // RFC 3161.
             "adapters/hmac.cpp",      // Signatures of webhooks in hexadecimal.
             "adapters/base64.cpp",
             "adapters/mail/",            // Ids that come of a key.
             "adapters/postgres/",        // Codes under seal, tokens as hashes.
             "adapters/sealing_key.cpp",  // Its random bytes.
             "adapters/sha256.cpp",       // Names of documents, marks of views.
             "examples/simulators/webhook_sender.hpp",
         }},
        {"pango/", {"adapters/papers/"}},
        {"phonenumbers/", {"states/phone.cpp"}},
        {"pqxx/", {"adapters/postgres/"}},
        {"prometheus/", {"adapters/http/"}},
        {"pugixml.hpp", {"adapters/iana/", "adapters/invoice/"}},
        {"spdlog/", {"adapters/logging/"}},
        {"qpdf/", {"adapters/papers/"}},
        {"qrencode.h", {"adapters/papers/", "adapters/qr_picture.cpp"}},
        {"toml++/", {"adapters/config/"}},
    };
    return homes;
}

// <chrono> is the language's, <sys/socket.h> the operating system's.
inline bool is_of_the_language(const std::string& include) {
    return include.find_first_of("./") == std::string::npos;
}
inline bool is_of_the_system(const std::string& include) {
    static const std::vector<std::string> headers = {"arpa/",    "fcntl.h", "grp.h",    "netinet/",
                                                     "poll.h",   "pwd.h",   "signal.h", "spawn.h",
                                                     "stdlib.h", "sys/",    "unistd.h"};
    return std::ranges::any_of(headers,
                               [&](const auto& prefix) { return include.starts_with(prefix); });
}

inline Problems homes(const Source& source) {
    Problems problems;
    for (const auto& include : includes_of(source)) {
        if (include.ours || is_of_the_language(include.path) || is_of_the_system(include.path))
            continue;
        const auto home = std::ranges::find_if(homes_of_libraries(), [&](const auto& each) {
            return include.path.starts_with(each.first);
        });
        if (home == homes_of_libraries().end())
            problems.push_back(place(source, include.line) + include.path +
                               ": a library without a home in tests/house/includes.hpp");
        else if (!source.is_test() && std::ranges::none_of(home->second, [&](const auto& room) {
                     return source.is_in(room);
                 }))
            problems.push_back(place(source, include.line) + include.path +
                               ": this library is at home elsewhere");
    }
    return problems;
}

// What decides does not look around: no file, no socket, no clock that runs, no chance in states/;
// and the engine reaches the world only through its store and its performer.
inline Problems no_world(const Source& source) {
    static const std::vector<std::string> of_the_world = {
        "condition_variable", "cstdlib", "ctime",  "filesystem", "fstream", "future",
        "iostream",           "mutex",   "random", "thread"};
    Problems problems;
    if (!source.is_in("states/") && !source.is_in("engine/")) return problems;
    for (const auto& include : includes_of(source)) {
        const bool jitter = source.is_in("engine/") && include.path == "random";
        const bool meeting = source.path == "engine/ferry.hpp" ||  // Where callers' threads meet.
                             source.path == "engine/memory.hpp";
        if (is_of_the_system(include.path) ||
            (std::ranges::find(of_the_world, include.path) != of_the_world.end() && !jitter &&
             !meeting))
            problems.push_back(place(source, include.line) + include.path + ": " +
                               source.path.substr(0, source.path.find('/')) + "/ does no I/O");
    }
    return problems;
}

}  // namespace house
