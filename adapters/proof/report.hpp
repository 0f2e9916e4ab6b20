// What a check of a bundle came to: what was proven, what does not hold and where, in words.

#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace proof {

struct Finding {
    std::string where;
    std::string what;
};

struct DeclaredRules {  // As the log declares them, one entry each.
    std::string version;
    std::string sha256;
    std::uint64_t entry = 0;
};

struct CheckedStamp {
    std::uint64_t size = 0;
    std::string authority;
    std::string at;
    bool trusted = false;
};

struct Report {
    std::string log;
    std::uint64_t size = 0;  // Of the log by its checkpoint.
    std::string root;
    std::string application;  // Empty: the bundle is of the whole log.
    std::uint64_t entries = 0;
    std::uint64_t applications = 0;
    std::uint64_t refusals = 0;
    std::uint64_t commitments = 0;  // To personal data.
    std::uint64_t data_matched = 0;
    std::uint64_t documents = 0;           // Named by data that are in the bundle.
    std::uint64_t documents_unproven = 0;  // Whose data are not: the bundle's word alone.
    std::vector<DeclaredRules> rules;
    std::string older;  // What was shown of the older checkpoint; empty if none was given.
    std::vector<CheckedStamp> stamps;
    std::vector<std::string> notes;  // What could not be shown, and is no fault.
    std::vector<Finding> findings;   // The first hundred.
    std::uint64_t finding_count = 0;

    bool holds() const { return finding_count == 0; }
    void find(std::string where, std::string what) {
        constexpr std::size_t kept_max = 100;
        if (findings.size() < kept_max) findings.push_back({std::move(where), std::move(what)});
        ++finding_count;
    }
};

// A bundle is somebody else's: what would not print, a terminal is not given.
std::string printable(const std::string&);

nlohmann::json json_of(const Report&);
std::string as_json(const Report&);      // Of whatever bytes there are.
std::string summary_of(const Report&);   // For people, several lines.
std::string findings_of(const Report&);  // One line each.

}  // namespace proof
