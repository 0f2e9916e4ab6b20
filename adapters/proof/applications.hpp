// Every application's own chain: no line left out, each from where the one before had led, by the
// rules that it names.

#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>

#include "adapters/proof/entry.hpp"
#include "adapters/proof/report.hpp"
#include "adapters/proof/rules.hpp"
#include "engine/journal.hpp"

namespace proof {

class Applications {
public:
    explicit Applications(Report& report) : report_{report} {}

    // What the bundle holds of rules, by their SHA-256.  False if it is no definition.
    bool add_rules(const std::string& sha256, const std::string& definition);

    // The next entry of the log, or of the application.
    void take(std::uint64_t position, std::string_view entry, const engine::Hash& hash);

    // What the last entry commits to; empty if to nothing.
    std::string_view commitment() const { return commitment_; }

    // A log of so many entries was there at that time, by an authority that is trusted.
    void stamped(std::uint64_t size, engine::Time at);

    // Where the database says that an application stands.
    void stands(const std::string& reference, std::int64_t lines, const std::string& state);

    void finish();  // Nobody else may be in the log.

private:
    struct Application {
        engine::Hash head = {};
        std::int64_t lines = 0;
        std::string state;
        std::string at;         // Of the last line.
        bool is_known = false;  // The database knows it, too.
    };
    void take_rules(std::uint64_t position, std::string_view entry);
    void take_line(std::uint64_t position, const engine::Hash&);
    std::string flaw_of(const Application&) const;
    std::string objection_of() const;
    void compare_with_stamps(std::uint64_t position);

    Report& report_;
    std::map<std::string, Rules, std::less<>> rules_;                         // By SHA-256.
    std::map<std::string, std::vector<const Rules*>, std::less<>> in_force_;  // By version.
    std::unordered_map<std::string, Application> applications_;
    std::map<std::uint64_t, std::string> stamps_;  // When lines after so many entries are too old.
    std::uint64_t old_lines_ = 0, first_old_ = 0;
    LineEntry line_;
    std::string_view commitment_;
};

}  // namespace proof
