// What the program has to say while it runs, for operators: one line an event on stderr.
//
// Words are the same every time; what differs stands in fields, so that a line can be searched for.
// No personal data goes in here: applications by their reference, people not at all.

#pragma once

#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace spdlog {
class logger;
}

namespace logging {

enum class Level { debug, info, warn, error };

// Throws std::invalid_argument for a name that is none of debug, info, warn and error.
Level level_named(std::string_view);

using Fields = std::initializer_list<std::pair<std::string_view, std::string_view>>;

// May be used by many threads; a line is written whole.
class Log {
public:
    // As text: "2026-11-24T19:40:00.123Z warn effect failed application=A-2026-000001 …", and as
    // JSON the same with the keys at, level, event and those of the fields.
    Log(Level least, bool as_json);
    ~Log();
    Log(const Log&) = delete;
    Log& operator=(const Log&) = delete;

    void debug(std::string_view event, Fields fields = {}) { write(Level::debug, event, fields); }
    void info(std::string_view event, Fields fields = {}) { write(Level::info, event, fields); }
    void warn(std::string_view event, Fields fields = {}) { write(Level::warn, event, fields); }
    void error(std::string_view event, Fields fields = {}) { write(Level::error, event, fields); }

private:
    void write(Level, std::string_view event, Fields);

    std::unique_ptr<spdlog::logger> sink_;
    bool as_json_;
};

// How a line ends: the fields, behind the event or beside it.  Pure, for tests.
std::string line_of(std::string_view at, Level, std::string_view event, Fields, bool as_json);

}  // namespace logging
