// Lines of the log: for eyes and for programs.

#include "adapters/logging/logging.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <stdexcept>

namespace logging_test {

using namespace logging;

TEST_CASE("a line for eyes quotes only what would be misread") {
    CHECK_EQ(line_of("2026-11-24T10:00:00.000000Z", Level::warn, "effect failed",
                     {{"application", "A-2026-000001"},
                      {"error", "it said \"no\"\nand hung up"},
                      {"key", ""}},
                     false),
             "2026-11-24T10:00:00.000000Z warn effect failed application=A-2026-000001 "
             R"(error="it said \"no\"\nand hung up" key="")");
}

TEST_CASE("a line for programs is one JSON object, whatever stands in it") {
    const auto line = line_of("2026-11-24T10:00:00.000000Z", Level::error, "request failed",
                              {{"error", "a\n\"b\"\xff\\"}}, true);
    CHECK_EQ(line.find('\n'), std::string::npos);
    const auto read = nlohmann::json::parse(line);
    CHECK_EQ(read, nlohmann::json{{"at", "2026-11-24T10:00:00.000000Z"},
                                  {"level", "error"},
                                  {"event", "request failed"},
                                  {"error", "a\n\"b\"\uFFFD\\"}});
}

TEST_CASE("a level has one name") {
    CHECK(level_named("warn") == Level::warn);
    CHECK_THROWS_AS(level_named("loud"), std::invalid_argument);
}

}  // namespace logging_test
