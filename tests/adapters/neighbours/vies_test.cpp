// VAT numbers at the simulator of VIES: what is asked, what its answers and failures mean, what is
// asked again and what is not.
#include "adapters/vies/vies.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "adapters/postgres/kept_answers.hpp"
#include "adapters/postgres/reading.hpp"
#include "engine/fault.hpp"
#include "tests/adapters/neighbours/answers_in_memory.hpp"
#include "tests/adapters/neighbours/seams.hpp"
#include "tests/database.hpp"
#include "tests/shared_data.hpp"

namespace vies_test {

using nlohmann::json;
using vies::Vies;
using Kind = adapters::Likeness::Kind;
using Standing = vies::VatAnswer::Standing;
using Words = std::vector<std::string>;
using namespace std::chrono_literals;

namespace {

struct Registers {
    tests::Simulator simulator{"vies"};
    engine::Time now = tests::now();
    tests::AnswersInMemory kept{now};
    vies::Access access{.url = simulator.url(), .requester = "BE 0466.158.640"};
    Vies vies{access, tests::send, kept, [this] { return now; }};

    void register_as(const std::string& number, const std::string& name = "VOORBEELD HOSTING BV",
                     const std::string& address = "Philipssite 5\n3001 Leuven") const {
        simulator.post("/sim/company", {{"number", number}, {"name", name}, {"address", address}});
    }
    void trouble(const std::string& country, const std::string& error, int status = 200) const {
        simulator.post("/sim/trouble",
                       {{"country", country}, {"error", error}, {"status", status}});
    }
    vies::VatAnswer check(const std::string& number = "BE0123456749") {
        return vies.check(number, tests::organisation());
    }
    std::size_t times_asked() const { return simulator.created("asked").size(); }
    std::string refusal(const std::string& number = "BE0123456749") {
        try {
            check(number);
        } catch (const engine::Rejected& rejected) {
            return rejected.what();
        }
        return "";
    }
};

}  // namespace

TEST_CASE("a valid number is proved, and its name and address are compared") {
    Registers registers;
    registers.register_as("BE0123456749");
    const auto answer = registers.check("be 0123.456.749");
    CHECK(answer.standing == Standing::valid);
    CHECK_EQ(answer.number, "BE0123456749");
    CHECK(answer.consultation.starts_with("WAPIAAAA"));
    CHECK_EQ(answer.name, "VOORBEELD HOSTING BV");
    CHECK_EQ(answer.address, "Philipssite 5\n3001 Leuven");
    CHECK(answer.name_match.kind == Kind::same);
    CHECK_EQ(answer.name_match.shared, Words{"voorbeeld", "hosting"});
    CHECK(answer.address_match.kind == Kind::same);
    CHECK(answer.asked_at == registers.now);
    CHECK_FALSE(answer.age);
    CHECK_FALSE(answer.their_date.empty());

    const auto asked = registers.simulator.created("asked");
    REQUIRE_EQ(asked.size(), 1);
    CHECK_EQ(asked[0], json{{"countryCode", "BE"},
                            {"vatNumber", "0123456749"},
                            {"requesterMemberStateCode", "BE"},
                            {"requesterNumber", "0466158640"},
                            {"traderName", "Voorbeeld Hosting BV"},
                            {"traderStreet", "Philipssite 5"},
                            {"traderPostalCode", "3001"},
                            {"traderCity", "Leuven"}});
    const auto view = vies::view_of(answer);
    CHECK_EQ(view.at("standing"), "valid");
    CHECK_EQ(view.at("consultation"), answer.consultation);
    CHECK_EQ(view.at("name_match").at("kind"), "same");
    CHECK(view.at("age_seconds").is_null());
    const auto words = vies::in_words(answer, "en");
    REQUIRE_EQ(words.size(), 4);
    CHECK_EQ(words[1], "Consultation number: " + answer.consultation + ".");
    CHECK_EQ(words[3], "The address is the same: Philipssite 5, 3001 Leuven.");
}

TEST_CASE("an invalid number is one that the register says no to, and nothing else") {
    Registers registers;
    const auto answer = registers.check();
    CHECK(answer.standing == Standing::invalid);
    CHECK_EQ(answer.name, "");
    CHECK_EQ(vies::in_words(answer, "nl").size(), 1);
}

TEST_CASE("Greece is EL, Northern Ireland XI, and who is outside is not asked about") {
    Registers registers;
    registers.register_as("EL123456783", "ΠΑΡΑΔΕΙΓΜΑ ΑΕ", "ΟΔΟΣ 1");
    registers.register_as("XI123456727");
    const auto greek = registers.check("GR 123456783");
    CHECK(greek.standing == Standing::valid);
    CHECK_EQ(greek.number, "EL123456783");
    CHECK(greek.name_match.kind == Kind::another_script);
    CHECK_EQ(registers.simulator.created("asked")[0].at("countryCode"), "EL");
    CHECK(registers.check("XI123456727").standing == Standing::valid);
    for (const auto* outside : {"GB123456727", "CHE123456788", "US12-3456789", "", "BE",
                                "BE\xff"
                                "1"}) {
        CAPTURE(outside);
        const auto answer = registers.check(outside);
        CHECK(answer.standing == Standing::not_asked);
        CHECK_EQ(answer.why, "not_of_a_member_state");
    }
    CHECK_EQ(registers.times_asked(), 2);
}

TEST_CASE("without a VIES nobody is asked, and without a requester there is no proof") {
    Registers registers;
    registers.register_as("BE0123456749");
    Vies none{{}, tests::send, registers.kept, [&] { return registers.now; }};
    const auto answer = none.check("BE0123456749", tests::organisation());
    CHECK(answer.standing == Standing::not_asked);
    CHECK_EQ(answer.why, "not_configured");
    Vies nobody{{.url = registers.simulator.url() + "/"}, tests::send, registers.kept, [&] {
                    return registers.now;
                }};
    const auto unproved = nobody.check("BE0123456749", tests::organisation());
    CHECK(unproved.standing == Standing::valid);
    CHECK_EQ(unproved.consultation, "");
    CHECK_FALSE(registers.simulator.created("asked")[0].contains("requesterNumber"));
}

TEST_CASE("what a member state does not disclose is not compared, unless it compares itself") {
    Registers registers;
    registers.register_as("DE123456788", "Voorbeeld Hosting BV", "Philipssite 7, 3001 Leuven");
    auto answer = registers.check("DE123456788");
    CHECK_EQ(answer.name, "");
    CHECK(answer.name_match.kind == Kind::same);
    CHECK(answer.name_match.said_by_them);
    CHECK(answer.address_match.kind == Kind::alike);  // Another number of the house.
    CHECK(answer.address_match.said_by_them);
    CHECK_NE(vies::in_words(answer, "fr").at(2).find("dit que le nôtre est juste"),
             std::string::npos);

    // The kept answer compares nothing that was not told then.
    auto another = tests::organisation();
    another.name = "Somebody Else";
    answer = registers.vies.check("DE123456788", another);
    CHECK(answer.age);
    CHECK(answer.name_match.kind == Kind::not_disclosed);
    CHECK_FALSE(answer.name_match.said_by_them);
}

TEST_CASE("every failure of VIES is itself, whatever the status: none is an invalid") {
    Registers registers;
    const std::map<std::string, bool> codes = {{"INVALID_INPUT", false},
                                               {"INVALID_REQUESTER_INFO", false},
                                               {"VAT_BLOCKED", false},
                                               {"IP_BLOCKED", false},
                                               {"NEWS_TO_US", false},
                                               {"SERVICE_UNAVAILABLE", true},
                                               {"MS_UNAVAILABLE", true},
                                               {"TIMEOUT", true},
                                               {"GLOBAL_MAX_CONCURRENT_REQ", true},
                                               {"GLOBAL_MAX_CONCURRENT_REQ_TIME", true},
                                               {"MS_MAX_CONCURRENT_REQ", true},
                                               {"MS_MAX_CONCURRENT_REQ_TIME", true}};
    for (const auto& [code, passes] : codes)
        for (const int status : {200, 400}) {
            CAPTURE(code);
            CAPTURE(status);
            registers.now += 1h;
            registers.trouble("BE", code, status);
            if (!passes) {
                CHECK(
                    registers.refusal().starts_with("vies answered " + code + " for BE012345674"));
                continue;
            }
            const auto answer = registers.check();
            CHECK(answer.standing == Standing::unavailable);
            CHECK_EQ(answer.why, code);
            for (const auto* language : {"en", "nl", "fr"})
                CHECK_EQ(vies::in_words(answer, language).size(), 2);
        }
    registers.trouble("BE", "");
    CHECK(registers.check().standing == Standing::invalid);
    // A 500 loses its body on the way, and is no answer.
    registers.trouble("BE", "MS_UNAVAILABLE", 500);
    registers.now += 48h;
    CHECK_EQ(registers.check().why, "no_answer");
}

TEST_CASE("the failures that were seen in the wild are understood") {
    Registers registers;
    for (const auto* code : {"MS_UNAVAILABLE", "MS_MAX_CONCURRENT_REQ"}) {
        const auto body = tests::shared_text("data/vies/error-" + std::string{code} + ".json");
        if (!body) continue;
        registers.simulator.post("/sim/instead", {{"body", json::parse(*body)}});
        CHECK_EQ(registers.check().why, code);
    }
    // As the older form has it.
    registers.simulator.post("/sim/instead",
                             {{"body", {{"isValid", false}, {"userError", "MS_UNAVAILABLE"}}}});
    CHECK_EQ(registers.check().why, "MS_UNAVAILABLE");
}

TEST_CASE("an answer that is not as agreed is refused by its field") {
    Registers registers;
    const json good = {{"valid", true}, {"countryCode", "BE"}, {"vatNumber", "0123456749"}};
    const auto with = [&](const char* field, const json& value) {
        auto changed = good;
        changed[field] = value;
        return changed;
    };
    const std::vector<std::pair<json, std::string>> wrong = {
        {json::array(), "'(all of it)' that is no object"},
        {json::object(), "'valid' that is missing or neither true nor false"},
        {with("valid", "true"), "'valid' that is missing or neither true nor false"},
        {with("countryCode", "NL"), "'countryCode' that is not the one asked for"},
        {with("vatNumber", "0123456750"), "'vatNumber' that is not the one asked for"},
        {with("vatNumber", 123456749), "'vatNumber' that is no text"},
        {with("name", json::array()), "'name' that is no text"},
        {with("address", std::string(3000, 'x')), "'address' that is longer than 2000"},
        {with("traderNameMatch", "MAYBE"),
         "'traderNameMatch' that is not VALID, INVALID or NOT_PROCESSED"},
        {{{"actionSucceed", false}}, "'errorWrappers[0].error' that is missing or no text"},
        {{{"errorWrappers", {{{"error", 5}}}}},
         "'errorWrappers[0].error' that is missing or no text"},
    };
    for (const auto& [body, trouble] : wrong) {
        registers.simulator.post("/sim/instead", {{"body", body}});
        CHECK_EQ(registers.refusal(), "vies answered with " + trouble);
    }
    CHECK(registers.kept.kept.empty());
    auto strange = with("name", std::string{"A\0B\nC\xe2\x80\xae", 8});
    strange["address"] = nullptr;
    registers.simulator.post("/sim/instead", {{"body", strange}});
    const auto answer = registers.check();
    CHECK_EQ(answer.address, "");
    CHECK(answer.address_match.kind == Kind::not_disclosed);
}

TEST_CASE("something else than JSON is refused, and no answer at all is unavailable") {
    Registers registers;
    const auto answering = [&](std::function<adapters::Reply()> answer) {
        return Vies{registers.access, [answer](const adapters::Call&) { return answer(); },
                    registers.kept, [&] { return registers.now; }};
    };
    const auto organisation = tests::organisation();
    auto page = answering([] { return adapters::Reply{200, {}, "<html>"}; });
    CHECK_THROWS_WITH_AS(page.check("BE0123456749", organisation),
                         "vies answered something else than JSON", engine::Rejected);
    auto blocked = answering([]() -> adapters::Reply {
        throw adapters::RefusedCall{"403", 403, "<html>"};
    });
    CHECK_THROWS_WITH_AS(blocked.check("BE0123456749", organisation),
                         "vies answered 403 with something else than JSON", engine::Rejected);
    auto odd = answering([]() -> adapters::Reply {
        throw adapters::RefusedCall{"400", 400, "{}"};
    });
    CHECK_THROWS_WITH_AS(odd.check("BE0123456749", organisation),
                         "vies answered 400 without a code", engine::Rejected);
    auto busy = answering([]() -> adapters::Reply { throw engine::Unavailable{"busy", 7s}; });
    const auto answer = busy.check("BE0123456749", organisation);
    CHECK(answer.standing == Standing::unavailable);
    CHECK_EQ(answer.why, "no_answer");
    CHECK_EQ(answer.detail, "busy");
    CHECK_EQ(answer.retry_after.value().count(), 7);
    auto late = answering([]() -> adapters::Reply {
        throw adapters::RefusedCall{"late", 408, ""};
    });
    CHECK_EQ(late.check("BE0123456749", organisation).why, "no_answer");
}

TEST_CASE("a register that does not answer is left alone, the others are not, and one asks again") {
    Registers registers;
    registers.trouble("DE", "MS_UNAVAILABLE");
    registers.register_as("BE0123456749");
    for (int i = 0; i < 5; ++i) CHECK_EQ(registers.check("DE123456788").why, "MS_UNAVAILABLE");
    CHECK_EQ(registers.times_asked(), 5);
    registers.now += 10s;
    const auto answer = registers.check("DE123456788");
    CHECK(answer.standing == Standing::unavailable);
    CHECK_EQ(answer.why, "left_alone");
    CHECK_EQ(answer.detail, "the register of DE has not answered 5 times in a row");
    CHECK_EQ(answer.retry_after.value().count(), 290);
    CHECK_EQ(registers.times_asked(), 5);
    CHECK(registers.check().standing == Standing::valid);

    registers.now += 290s;
    CHECK_EQ(registers.check("DE123456788").why,
             "MS_UNAVAILABLE");  // One tries, and it still fails.
    CHECK_EQ(registers.check("DE123456788").why, "left_alone");
    registers.trouble("DE", "");
    registers.now += 300s;
    CHECK(registers.check("DE123456788").standing == Standing::invalid);
    CHECK(registers.check("DE345678912").standing == Standing::invalid);
}

TEST_CASE("an answer is used again while it is fresh, and says its age") {
    Registers registers;
    registers.register_as("BE0123456749");
    const auto first = registers.check();
    registers.now += 29 * 24h;
    auto again = registers.check();
    CHECK_EQ(again.age.value(), 29 * 24h);
    CHECK(again.asked_at == first.asked_at);
    CHECK_EQ(again.consultation, first.consultation);
    CHECK(again.name_match.kind == Kind::same);
    CHECK_EQ(vies::in_words(again, "en").at(1), "This is an answer of 29 days ago that was kept.");
    CHECK_EQ(registers.times_asked(), 1);
    // It is compared with whoever signs up now.
    auto another = tests::organisation();
    another.name = "Somebody Else";
    again = registers.vies.check("BE0123456749", another);
    CHECK(again.age);
    CHECK(again.name_match.kind == Kind::different);

    CHECK_FALSE(
        registers.vies.check("BE0123456749", tests::organisation(), Vies::May::not_use_kept).age);
    CHECK_EQ(registers.times_asked(), 2);
    registers.now += 30 * 24h;
    CHECK_FALSE(registers.check().age);
    CHECK_EQ(registers.times_asked(), 3);
}

TEST_CASE("an invalid is used again for a day, an unavailable never") {
    Registers registers;
    CHECK(registers.check().standing == Standing::invalid);
    registers.now += 23h;
    CHECK_EQ(registers.check().age.value(), 23h);
    registers.now += 1h;
    registers.register_as("BE0123456749");
    CHECK(registers.check().standing == Standing::valid);

    registers.trouble("DE", "TIMEOUT");
    CHECK(registers.check("DE123456788").standing == Standing::unavailable);
    registers.trouble("DE", "");
    CHECK(registers.check("DE123456788").standing == Standing::invalid);
}

TEST_CASE("all nodes share what was answered, in PostgreSQL, and it gets old there") {
    const tests::Simulator simulator{"vies"};
    simulator.post("/sim/company", {{"number", "BE0123456749"}, {"name", std::string{"A\0B", 3}}});
    const tests::Database database;
    postgres::Pool pool{database.address(), 2};
    postgres::KeptAnswers kept{pool};
    postgres::Reading reading{pool};
    const auto node = [&](const std::string& requester) {
        return Vies{{.url = simulator.url(), .requester = requester}, tests::send, kept, [&] {
                        return reading.now();
                    }};
    };
    auto one = node("BE0466158640");
    auto two = node("BE0466158640");
    auto of_another_registry = node("");
    const auto first = one.check("BE0123456749", tests::organisation());
    CHECK(first.standing == Standing::valid);
    CHECK_EQ(first.name, "A B");
    const auto second = two.check("BE0123456749", tests::organisation());
    CHECK(second.age);
    CHECK_EQ(second.consultation, first.consultation);
    CHECK_FALSE(of_another_registry.check("BE0123456749", tests::organisation()).age);
    CHECK_EQ(simulator.created("asked").size(), 2);
    database.advance("30 days");
    CHECK_FALSE(two.check("BE0123456749", tests::organisation()).age);
    CHECK_EQ(simulator.created("asked").size(), 3);
}

TEST_CASE("the test service's numbers mean what they mean") {
    const tests::Simulator simulator{"vies"};
    auto now = tests::now();
    tests::AnswersInMemory kept{now};
    Vies vies{{.url = simulator.url(), .keep_for = {}, .service = vies::test_service},
              tests::send,
              kept,
              [&] { return now; }};
    const auto ask = [&](const std::string& number) -> std::string {
        now += 1h;
        try {
            const auto answer = vies.check("BE" + number, tests::organisation());
            return std::string{vies::word_of(answer.standing)} + " " + answer.why;
        } catch (const engine::Rejected& rejected) {
            return rejected.what();
        }
    };
    CHECK_EQ(ask("100"), "valid ");
    CHECK_EQ(ask("200"), "invalid INVALID");
    CHECK(ask("201").starts_with("vies answered INVALID_INPUT for BE201: "));
    CHECK(ask("202").starts_with("vies answered INVALID_REQUESTER_INFO for BE202: "));
    CHECK_EQ(ask("300"), "unavailable SERVICE_UNAVAILABLE");
    CHECK_EQ(ask("301"), "unavailable MS_UNAVAILABLE");
    CHECK_EQ(ask("302"), "unavailable TIMEOUT");
    CHECK(ask("400").starts_with("vies answered VAT_BLOCKED for BE400: "));
    CHECK(ask("401").starts_with("vies answered IP_BLOCKED for BE401: "));
    CHECK_EQ(ask("500"), "unavailable GLOBAL_MAX_CONCURRENT_REQ");
    CHECK_EQ(ask("501"), "unavailable GLOBAL_MAX_CONCURRENT_REQ_TIME");
    CHECK_EQ(ask("600"), "unavailable MS_MAX_CONCURRENT_REQ");
    CHECK_EQ(ask("601"), "unavailable MS_MAX_CONCURRENT_REQ_TIME");
    CHECK(kept.kept.empty());
}

}  // namespace vies_test
