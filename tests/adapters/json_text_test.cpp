#include "adapters/json_text.hpp"

#include <doctest/doctest.h>

#include <string>

namespace json_text_test {

TEST_CASE("how deep a JSON is") {
    CHECK_EQ(adapters::json_depth("1"), 0);
    CHECK_EQ(adapters::json_depth(R"({"a":[1,{"b":[]}],"c":{}})"), 4);
    CHECK_EQ(adapters::json_depth("[],[],[]"), 1);
    CHECK_EQ(adapters::json_depth(R"({"[[[":"[\"[[\\","a":"]"})"), 1);
    CHECK_EQ(adapters::json_depth("]]][[[["), 1);
}

TEST_CASE("what is deeper than anybody's message is none") {
    const auto deep = [](std::size_t levels) {
        return R"({"agreement":)" + std::string(levels, '[') + std::string(levels, ']') + "}";
    };
    CHECK(adapters::read_json(deep(31)).is_object());
    CHECK(adapters::read_json(deep(32)).is_discarded());
    CHECK(adapters::read_json(deep(400'000)).is_discarded());
    CHECK(adapters::read_json("{").is_discarded());
    CHECK_EQ(adapters::read_json(R"({"a": 1})").at("a"), 1);
}

}  // namespace json_text_test
