#include "adapters/letters/print_house.hpp"

#include "adapters/base64.hpp"
#include "adapters/sha256.hpp"
#include "states/codec.hpp"
#include "states/events.hpp"
#include "tests/adapters/letters/spooling.hpp"

namespace print_house_test {

using letters::PrintHouse;
using nlohmann::json;
using tests::work;

static_assert(adapters::Performs<PrintHouse, states::PostSecurityLetter>);
static_assert(adapters::Performs<PrintHouse, states::VoidSecurityLetter>);
static_assert(adapters::Listens<PrintHouse>);

namespace {

struct Outside : tests::Spooling {
    tests::WebhookReceiver receiver;
    tests::Simulator print_house = tests::start("letters", receiver);
    PrintHouse letters{tests::access(print_house), tests::send, tests::verify, spool()};

    std::optional<engine::Event> post(const engine::Work& work,
                                      const std::string& registrar_id = "") {
        return letters.perform(letter(registrar_id), work);
    }
    states::LetterPrinted print(const engine::Work& work, const std::string& registrar_id = "") {
        const auto event = post(work, registrar_id);
        REQUIRE(event);
        REQUIRE_EQ(event->name, "letter_printed");
        return states::decode<states::LetterPrinted>(event->data);
    }
    json paper() { return print_house.get("/sim/letters/A-2026-000123"); }
    bool accepted(const json& paper) {
        const auto activation = codes.activation_code({123}, "A-2026-000123/20/1").value();
        return codes.check({123}, {paper["registrar_id"], activation, paper["security_code"]}).of ==
               adapters::Verdict::Of::right;
    }
    adapters::Understood next() {
        const auto arrival = receiver.next();
        letters.verify(arrival, tests::now());
        return letters.understand(arrival);
    }
};

}  // namespace

TEST_CASE("the letter carries the registrar ID and a code that activates, to the address") {
    Outside outside;
    const auto printed = outside.print(work("A-2026-000123/6/2"));
    CHECK_EQ(printed.registrar_id, "100001");
    const auto paper = outside.paper();
    CHECK_EQ(paper["id"], printed.letter);
    CHECK_EQ(paper["registrar_id"], "100001");
    CHECK_EQ(paper["language"], "nl");
    const auto words = paper["words"].get<std::string>();
    for (const auto* line : {"Voorbeeld Hosting BV", "An Peeters", "Philipssite 5", "3001 Leuven"})
        CHECK_NE(words.find(line), std::string::npos);
    CHECK(outside.accepted(paper));
    // What went over the wire is the paper; what stays here is its hash.
    const auto sent = outside.print_house.created("letters")[0];
    CHECK_FALSE(sent.contains("security_code"));
    const auto pdf = adapters::read_base64(paper["pdf"].get<std::string>()).value();
    CHECK_EQ(adapters::sha256_of(pdf), sent["sha256"]);
    CHECK_EQ(outside.kept().document, sent["sha256"]);
    CHECK(outside.tells_no_code(paper["security_code"]));
}

TEST_CASE("a registrar that has its ID keeps it") {
    Outside outside;
    const auto first = outside.print(work("A-2026-000123/6/2"));
    const auto second = outside.print(work("A-2026-000123/8/1"), first.registrar_id);
    CHECK_EQ(second.registrar_id, first.registrar_id);
}

TEST_CASE("the print house hangs up after it has printed: there is one letter, with one code") {
    Outside outside;
    outside.print_house.post("/sim/faults", {{"drop_after_create", 1}});
    CHECK_THROWS_AS(outside.post(work("A-2026-000123/6/2", 1)), engine::Unavailable);
    const auto paper = outside.paper();
    const auto printed = outside.print(work("A-2026-000123/6/2", 2));
    CHECK_EQ(outside.print_house.created("letters").size(), 1);
    CHECK_EQ(printed.letter, paper["id"]);
    CHECK(outside.accepted(paper));
}

TEST_CASE("work that was done but not noted as done is only told again") {
    Outside outside;
    const auto first = outside.print(work("A-2026-000123/6/2", 1));
    const auto again = outside.print(work("A-2026-000123/6/2", 2));
    CHECK_EQ(first.letter, again.letter);
    CHECK_EQ(first.registrar_id, again.registrar_id);
    CHECK_EQ(outside.print_house.get("/sim/log")["keys"]["A-2026-000123/6/2"]["count"], 1);
}

TEST_CASE("a new letter makes the code of the old one worthless") {
    Outside outside;
    outside.print(work("A-2026-000123/6/2"));
    const auto old = outside.paper();
    outside.print(work("A-2026-000123/8/1"), "100001");
    CHECK_FALSE(outside.accepted(old));
    CHECK(outside.accepted(outside.paper()));
}

TEST_CASE("a letter that a later one has replaced is not printed any more") {
    Outside outside;
    outside.print(work("A-2026-000123/8/1"));
    CHECK_FALSE(outside.post(work("A-2026-000123/6/2")));
    CHECK_EQ(outside.print_house.created("letters").size(), 1);
}

TEST_CASE("a letter is voided at the print house, and its code here even if that is closed") {
    Outside outside;
    const auto printed = outside.print(work("A-2026-000123/6/2"));
    const auto paper = outside.paper();
    outside.print_house.post("/sim/faults", {{"fail_next", 1}});
    const auto effect = states::VoidSecurityLetter{printed.letter};
    CHECK_THROWS_AS(outside.letters.perform(effect, work("A-2026-000123/9/1", 1)),
                    engine::Unavailable);
    CHECK_FALSE(outside.accepted(paper));
    CHECK_FALSE(outside.letters.perform(effect, work("A-2026-000123/9/1", 2)));
    CHECK_FALSE(outside.letters.perform(effect, work("A-2026-000123/9/1", 3)));
    CHECK_EQ(outside.paper()["status"], "void");
}

TEST_CASE("what becomes of a letter is told to us") {
    Outside outside;
    const auto printed = outside.print(work("A-2026-000123/6/2"));
    outside.print_house.post("/sim/letters/A-2026-000123/post");
    const auto posted = outside.next();
    CHECK_EQ(posted.reference, "A-2026-000123");
    REQUIRE(posted.event);
    CHECK_EQ(posted.event->name, "letter_posted");
    CHECK_EQ(states::decode<states::LetterPosted>(posted.event->data).letter, printed.letter);

    outside.print_house.post("/sim/letters/A-2026-000123/return", {{"reason", "moved away"}});
    const auto returned = outside.next();
    REQUIRE(returned.event);
    CHECK_EQ(returned.event->name, "letter_returned");
    CHECK_EQ(states::decode<states::LetterReturned>(returned.event->data).reason, "moved away");
}

}  // namespace print_house_test
