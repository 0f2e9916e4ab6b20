#include "adapters/logging/logging.hpp"

#include <spdlog/logger.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <array>
#include <chrono>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "engine/journal.hpp"

namespace logging {
namespace {

using nlohmann::json;

constexpr auto names = std::array<std::string_view, 4>{"debug", "info", "warn", "error"};

std::string_view name_of(Level level) { return names[static_cast<std::size_t>(level)]; }

spdlog::level::level_enum spdlog_level(Level level) {
    switch (level) {
        case Level::debug: return spdlog::level::debug;
        case Level::info: return spdlog::level::info;
        case Level::warn: return spdlog::level::warn;
        case Level::error: return spdlog::level::err;
    }
    return spdlog::level::info;
}

// Bytes that are no UTF-8 are replaced: a log must not fail on what it tells about.
std::string quoted(std::string_view text) {
    return json(std::string{text}).dump(-1, ' ', false, json::error_handler_t::replace);
}

bool needs_quotes(std::string_view text) {
    return text.empty() || text.find_first_of(" \"=\\") != std::string_view::npos ||
           std::string_view{quoted(text)}.size() != text.size() + 2;
}

}  // namespace

Level level_named(std::string_view name) {
    for (std::size_t i = 0; i < names.size(); ++i)
        if (names[i] == name) return static_cast<Level>(i);
    throw std::invalid_argument{"no such level: " + std::string{name}};
}

std::string line_of(std::string_view at, Level level, std::string_view event, Fields fields,
                    bool as_json) {
    if (!as_json) {
        auto line = std::string{at} + ' ' + std::string{name_of(level)} + ' ' + std::string{event};
        for (const auto& [name, value] : fields)
            line += ' ' + std::string{name} + '=' +
                    (needs_quotes(value) ? quoted(value) : std::string{value});
        return line;
    }
    auto line = "{\"at\":" + quoted(at) + ",\"level\":" + quoted(name_of(level)) +
                ",\"event\":" + quoted(event);
    for (const auto& [name, value] : fields) line += ',' + quoted(name) + ':' + quoted(value);
    return line + '}';
}

Log::Log(Level least, bool as_json)
    : sink_{std::make_unique<spdlog::logger>("doorstep",
                                             std::make_shared<spdlog::sinks::stderr_sink_mt>())},
      as_json_{as_json} {
    sink_->set_pattern("%v");  // The whole line is ours.
    sink_->set_level(spdlog_level(least));
    sink_->flush_on(spdlog::level::debug);
}

Log::~Log() = default;

void Log::write(Level level, std::string_view event, Fields fields) {
    if (!sink_->should_log(spdlog_level(level))) return;
    const auto now =
        std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
    sink_->log(spdlog_level(level), line_of(engine::rfc3339(now), level, event, fields, as_json_));
}

}  // namespace logging
