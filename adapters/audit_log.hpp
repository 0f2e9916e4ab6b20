// The audit log as the database holds it: entries in one order, tiles, checkpoints, time stamps.

#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/note.hpp"
#include "engine/tiles.hpp"

namespace adapters {

struct LogEntry {
    std::uint64_t position = 0;
    std::string entry;
    std::string salt;  // Empty with `data` if erased, or never there, or not asked for.
    std::string data;
};

struct DeclaredRules {
    std::string version;
    std::string sha256;
    std::string definition;
};

struct Standing {  // Of an application, by as much of the log as was asked for.
    std::int64_t case_id = 0;
    std::string reference;
    std::string state;
    int sealed = 0;  // Lines in the log.
    int lines = 0;   // Lines there are by now.
};

struct TimeStamp {
    std::uint64_t size = 0;
    std::string checkpoint;  // What is stamped: the note's very bytes.
    std::string authority;
    std::string token;  // RFC 3161's response, DER.
};

class AuditLog {
public:
    virtual ~AuditLog() = default;

    // What lines that name this version are judged by.  Before the first such line is written.
    virtual void declare_rules(const std::string& version, const std::string& definition) = 0;

    // Puts committed lines of the journal into the log, at most so many; returns how many, 0 also
    // if another server does.  Throws std::runtime_error for a line that does not follow from the
    // one before it: then somebody has changed the journal, and the log stands still.
    virtual int seal_some(int most) = 0;
    int seal_some() { return seal_some(4'096); }

    virtual std::uint64_t size() = 0;
    virtual std::string tile(int level, std::uint64_t number) = 0;  // Empty if there is none.
    virtual std::vector<LogEntry> entries(std::uint64_t begin, std::uint64_t end,
                                          bool with_data) = 0;

    // Of an application's lines, and of all rules that were declared.
    virtual std::vector<std::uint64_t> positions_of(const std::string& reference,
                                                    std::uint64_t size) = 0;
    virtual std::vector<DeclaredRules> rules(std::uint64_t size) = 0;

    // After that case, in the order of their ids; of one alone if `reference` is given.
    virtual std::vector<Standing> standings(std::uint64_t size, std::int64_t after, int most,
                                            const std::string& reference) = 0;

    virtual std::optional<std::string> checkpoint() = 0;  // The latest.
    virtual void publish(std::uint64_t size, const std::string& checkpoint) = 0;

    virtual void add_stamp(const TimeStamp&) = 0;
    virtual std::vector<TimeStamp> stamps(std::uint64_t size) = 0;  // Of checkpoints up to it.
    struct LatestStamp {
        std::optional<std::chrono::seconds> age;  // Empty if there is none.
        std::uint64_t size = 0;
    };
    virtual LatestStamp latest_stamp(const std::string& authority) = 0;

    engine::Subtrees subtrees() {
        return engine::subtrees_of(
            [this](int level, std::uint64_t number) { return tile(level, number); });
    }
};

}  // namespace adapters
