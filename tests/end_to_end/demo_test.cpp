// The whole program from outside: real PostgreSQL, real simulators, real HTTP and SMTP, every path.

#include <doctest/doctest.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <string>

namespace {

struct Ran {
    int status;
    std::string said;
};

Ran demo(const std::string& arguments) {
    const auto command = std::string{std::getenv("DOORSTEP_BIN")} + " demo " + arguments;
    auto* pipe = ::popen(command.c_str(), "r");
    REQUIRE(pipe);
    std::string said;
    std::array<char, 4096> part{};
    while (const auto size = std::fread(part.data(), 1, part.size(), pipe))
        said.append(part.data(), size);
    return {::pclose(pipe), said};
}

int count(const std::string& text, const std::string& word) {
    int found = 0;
    for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) ++found;
    return found;
}

}  // namespace

TEST_CASE("applications on every path reach their end") {
    const auto ran = demo("");
    CAPTURE(ran.said);
    CHECK_EQ(ran.status, 0);
    const auto summary = ran.said.substr(ran.said.rfind("reference"));
    CHECK_EQ(count(summary, "completed"), 5);
    CHECK_EQ(count(summary, "rejected    "), 1);
    CHECK_EQ(count(ran.said, "-> send_contract"), 4);  // Not for the one that only resells.
    CHECK_EQ(count(ran.said, "post_security_letter"), 4);
    CHECK_EQ(count(ran.said, "-> hand_over"), 5);
    CHECK_EQ(count(ran.said, "refused"), 0);
}

TEST_CASE("another registry needs another catalogue and no other code") {
    const auto ran = demo("--catalogue examples/second_registry/catalogue.toml");
    CAPTURE(ran.said);
    CHECK_EQ(ran.status, 0);
    CHECK(count(ran.said.substr(ran.said.rfind("reference")), "completed") >= 2);
}
