#include "adapters/postgres/codes.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdlib>
#include <thread>
#include <vector>

#include "adapters/bank/references.hpp"
#include "adapters/postgres/secrets.hpp"
#include "states/checks.hpp"
#include "tests/database.hpp"

namespace codes_test {

using adapters::Keyed;
using adapters::Verdict;
using engine::CaseId;
using Of = Verdict::Of;

namespace {

const std::string sealing_key(32, 'k');
constexpr CaseId our_case{123};
constexpr CaseId other_case{124};

struct Kept {
    tests::Database database;
    postgres::Pool pool{database.address(), 4};
    postgres::Codes codes{pool, {.sealing_key = sealing_key}};

    // What an applicant has in front of it before it activates.
    Keyed send_everything(CaseId id = our_case) {
        const auto reference = "A-2026-000" + std::to_string(id.number);
        return {.registrar_id = codes.registrar_id(id, reference),
                .activation_code = codes.activation_code(id, reference + "/9/1").value(),
                .security_code = codes.security_code(id, reference + "/6/2").value()};
    }
};

}  // namespace

TEST_CASE("registrar IDs have no gaps and stay with their case") {
    Kept kept;
    const auto first = kept.codes.registrar_id(our_case, "A-2026-000123");
    const auto second = kept.codes.registrar_id(other_case, "A-2026-000124");
    CHECK_EQ(kept.codes.registrar_id(our_case, "A-2026-000123"), first);
    CHECK_EQ(std::stoll(second), std::stoll(first) + 1);
    CHECK_EQ(first, "100001");
}

TEST_CASE("many who ask for registrar IDs at once leave no gap and get no number twice") {
    Kept kept;
    std::vector<std::thread> askers;
    constexpr auto cases = 10;
    for (int asker = 0; asker < 4; ++asker)
        askers.emplace_back([&] {
            for (int number = 1; number <= cases; ++number)
                kept.codes.registrar_id({number}, "A-" + std::to_string(number));
        });
    for (auto& asker : askers) asker.join();
    CHECK_EQ(kept.database.ask("select count(distinct registrar_id) from registrar_ids"), "10");
    CHECK_EQ(kept.database.ask("select max(registrar_id) from registrar_ids"), "100010");
}

TEST_CASE("a security code is twelve digits, and the same until its letter is confirmed") {
    Kept kept;
    const auto code = kept.codes.security_code(our_case, "A-1/6/1");
    REQUIRE(code);
    CHECK_EQ(code->size(), 12);
    CHECK_EQ(code->find_first_not_of("0123456789"), std::string::npos);
    CHECK_EQ(kept.codes.security_code(our_case, "A-1/6/1"), code);
    CHECK_NE(kept.codes.security_code(other_case, "A-2/6/1"), code);

    CHECK_FALSE(kept.codes.confirmed("A-1/6/1"));
    kept.codes.confirm("A-1/6/1", "letter-7");
    CHECK_EQ(kept.codes.confirmed("A-1/6/1"), "letter-7");
    CHECK_FALSE(kept.codes.security_code(our_case, "A-1/6/1"));
    kept.codes.confirm("A-1/6/1", "letter-8");  // A repeat changes nothing.
    CHECK_EQ(kept.codes.confirmed("A-1/6/1"), "letter-7");
}

TEST_CASE("no security code can be taken for a structured message, and none is found as one") {
    constexpr auto many = 20'000;  // Of twelve digits drawn blindly some 200 would be.
    int blind = 0;
    std::array<int, 10> digits{};
    for (int i = 0; i < many; ++i) {
        const auto code = postgres::random_security_code();
        CHECK_EQ(code.size(), 12);
        CHECK_NE(states::check_reference(code).verdict, states::Verdict::valid);
        const auto framed =
            "+++" + code.substr(0, 3) + "/" + code.substr(3, 4) + "/" + code.substr(7) + "+++";
        CHECK_NE(states::check_reference(framed).verdict, states::Verdict::valid);
        for (const auto& text : {code, framed})
            for (const auto& written : bank::references_in(text)) CHECK_FALSE(written.sound);
        CHECK(
            bank::references_in(code.substr(0, 4) + " " + code.substr(4, 4) + " " + code.substr(8))
                .empty());
        for (const char c : code) ++digits.at(static_cast<std::size_t>(c - '0'));
        if (states::check_reference(postgres::random_digits(12)).verdict == states::Verdict::valid)
            ++blind;
    }
    CHECK_GT(blind, 100);
    // 24 000 of each are to be expected, with a deviation of 147.
    for (const auto count : digits) CHECK_LT(std::abs(count - many * 12 / 10), 6 * 147);
}

TEST_CASE("those who ask for one code at once get the same one") {
    Kept kept;
    std::vector<std::optional<std::string>> codes(4);
    std::vector<std::thread> askers;
    for (auto& code : codes)
        askers.emplace_back([&] { code = kept.codes.security_code(our_case, "A-1/6/1"); });
    for (auto& asker : askers) asker.join();
    for (const auto& code : codes) {
        REQUIRE(code);
        CHECK_EQ(code, codes[0]);
    }
}

TEST_CASE("no code can be read in the database, and none at all once it is sent") {
    Kept kept;
    const auto keyed = kept.send_everything();
    const auto dump = "select string_agg(codes::text, ' ') from codes";
    CHECK_EQ(kept.database.ask(dump).find(keyed.security_code), std::string::npos);
    CHECK_EQ(kept.database.ask(dump).find(keyed.activation_code), std::string::npos);
    CHECK_EQ(kept.database.ask("select count(sealed) from codes"), "2");
    kept.codes.confirm("A-2026-000123/6/2", "letter-1");
    kept.codes.confirm("A-2026-000123/9/1", "mail-1");
    CHECK_EQ(kept.database.ask("select count(sealed) from codes"), "0");
    CHECK_EQ(kept.codes.check(our_case, keyed).of, Of::right);
}

TEST_CASE("with another key a sealed code cannot be read") {
    Kept kept;
    kept.send_everything();
    postgres::Codes thief{kept.pool, {.sealing_key = std::string(32, 'x')}};
    CHECK_THROWS_AS(thief.security_code(our_case, "A-2026-000123/6/2"), std::runtime_error);
    CHECK_THROWS_AS((postgres::Codes{kept.pool, {.sealing_key = "short"}}), std::invalid_argument);
}

TEST_CASE("a sealed code that was moved to another row cannot be read there") {
    Kept kept;
    kept.send_everything();
    kept.send_everything(other_case);
    kept.database.ask(
        "update codes set sealed = (select sealed from codes where effect_key ="
        " 'A-2026-000123/6/2') where effect_key = 'A-2026-000124/6/2'");
    CHECK_THROWS_AS(kept.codes.security_code(other_case, "A-2026-000124/6/2"), std::runtime_error);
}

TEST_CASE("the three that were sent are right, however they are typed") {
    Kept kept;
    auto keyed = kept.send_everything();
    CHECK_EQ(kept.codes.check(our_case, keyed), Verdict{Of::right, 5});
    keyed.security_code.insert(8, " ").insert(4, "-");
    keyed.activation_code.erase(4, 1);
    for (auto& letter : keyed.activation_code)
        letter = static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
    CHECK_EQ(kept.codes.check(our_case, keyed), Verdict{Of::right, 5});
}

TEST_CASE("one wrong of the three is wrong, and the fifth time locks") {
    Kept kept;
    const auto keyed = kept.send_everything();
    auto wrong = keyed;
    wrong.registrar_id = "100002";
    CHECK_EQ(kept.codes.check(our_case, wrong), Verdict{Of::wrong, 4});
    wrong = keyed;
    wrong.activation_code = "2222-2222";
    CHECK_EQ(kept.codes.check(our_case, wrong), Verdict{Of::wrong, 3});
    wrong = keyed;
    wrong.security_code = "000000000000";
    CHECK_EQ(kept.codes.check(our_case, wrong), Verdict{Of::wrong, 2});
    wrong.security_code = "";
    CHECK_EQ(kept.codes.check(our_case, wrong), Verdict{Of::wrong, 1});
    CHECK_EQ(kept.codes.check(our_case, wrong), Verdict{Of::wrong, 0});
    CHECK_EQ(kept.codes.check(our_case, keyed), Verdict{Of::locked, 0});

    // A new activation code unlocks; the security code of the letter stays.
    auto again = keyed;
    again.activation_code = kept.codes.activation_code(our_case, "A-2026-000123/12/1").value();
    CHECK_EQ(kept.codes.check(our_case, keyed).of, Of::wrong);
    CHECK_EQ(kept.codes.check(our_case, again), Verdict{Of::right, 5});
}

TEST_CASE("the right codes forgive the wrong tries before") {
    Kept kept;
    const auto keyed = kept.send_everything();
    auto wrong = keyed;
    wrong.security_code = "000000000000";
    for (int round = 0; round < 3; ++round) {
        CHECK_EQ(kept.codes.check(our_case, wrong), Verdict{Of::wrong, 4});
        CHECK_EQ(kept.codes.check(our_case, keyed), Verdict{Of::right, 5});
    }
}

TEST_CASE("guessing with many connections at once gains no tries") {
    Kept kept;
    auto wrong = kept.send_everything();
    wrong.security_code = "000000000000";
    std::vector<Verdict> verdicts(12);
    std::vector<std::thread> guessers;
    for (auto& verdict : verdicts)
        guessers.emplace_back([&] { verdict = kept.codes.check(our_case, wrong); });
    for (auto& guesser : guessers) guesser.join();
    CHECK_EQ(std::ranges::count(verdicts, Of::wrong, &Verdict::of), 5);
    CHECK_EQ(std::ranges::count(verdicts, Of::locked, &Verdict::of), 7);
    CHECK_EQ(kept.database.ask("select max(tries) from codes"), "5");
}

TEST_CASE(
    "codes expire: the one of the e-mail after two weeks, the one of the letter after sixty days") {
    Kept kept;
    auto keyed = kept.send_everything();
    kept.database.advance("13 days 23 hours");
    CHECK_EQ(kept.codes.check(our_case, keyed).of, Of::right);
    kept.database.advance("2 hours");
    CHECK_EQ(kept.codes.check(our_case, keyed).of, Of::activation_expired);
    keyed.activation_code = kept.codes.activation_code(our_case, "A-2026-000123/12/1").value();
    CHECK_EQ(kept.codes.check(our_case, keyed).of, Of::right);
    kept.database.advance("46 days");
    keyed.activation_code = kept.codes.activation_code(our_case, "A-2026-000123/13/1").value();
    CHECK_EQ(kept.codes.check(our_case, keyed).of, Of::letter_expired);
}

TEST_CASE("a new letter voids the old code") {
    Kept kept;
    auto keyed = kept.send_everything();
    const auto old = keyed;
    keyed.security_code = kept.codes.security_code(our_case, "A-2026-000123/11/1").value();
    CHECK_EQ(kept.codes.check(our_case, old).of, Of::wrong);
    CHECK_EQ(kept.codes.check(our_case, keyed).of, Of::right);
}

TEST_CASE("an earlier letter that is performed late does not replace a later one") {
    Kept kept;
    auto keyed = kept.send_everything();
    keyed.security_code = kept.codes.security_code(our_case, "A-2026-000123/11/1").value();
    CHECK_FALSE(kept.codes.security_code(our_case, "A-2026-000123/10/1"));
    CHECK_EQ(kept.codes.check(our_case, keyed).of, Of::right);
}

TEST_CASE("of letters that are prepared at the same time the latest counts") {
    Kept kept;
    std::vector<std::thread> printers;
    for (int line = 1; line <= 8; ++line)
        printers.emplace_back([&kept, line] {
            kept.codes.security_code(our_case, "A-1/" + std::to_string(line) + "/1");
        });
    for (auto& printer : printers) printer.join();
    CHECK_EQ(kept.database.ask("select string_agg(effect_key, ' ') from codes"
                               " where voided_at is null"),
             "A-1/8/1");
}

TEST_CASE("a letter waits for another of the same case that is not committed yet") {
    Kept kept;
    pqxx::connection connection{kept.database.address()};
    std::optional<pqxx::work> colleague{std::in_place, connection};
    colleague->exec("select keep_code(123, 'security', 'A-1/1/1', 'hash', 'seal', '1 day')");

    std::optional<std::string> code;
    std::string trouble;
    std::thread printer{[&] {
        try {
            code = kept.codes.security_code(our_case, "A-1/2/1");
        } catch (const std::exception& error) {
            trouble = error.what();
        }
    }};
    while (kept.database.ask("select count(*) from pg_stat_activity"
                             " where datname = current_database() and wait_event_type = 'Lock'") ==
           "0")
        std::this_thread::yield();
    colleague->commit();
    printer.join();
    CHECK_EQ(trouble, "");
    CHECK(code);
    CHECK_EQ(kept.database.ask("select effect_key from codes where voided_at is null"), "A-1/2/1");
}

TEST_CASE("the code of a letter that was declared void is not accepted") {
    Kept kept;
    const auto keyed = kept.send_everything();
    kept.codes.confirm("A-2026-000123/6/2", "letter-1");
    kept.codes.void_letter(our_case, "letter-2");
    kept.codes.void_letter(other_case, "letter-1");
    CHECK_EQ(kept.codes.check(our_case, keyed).of, Of::right);
    kept.codes.void_letter(our_case, "letter-1");
    CHECK_EQ(kept.codes.check(our_case, keyed).of, Of::nothing_sent);
}

TEST_CASE("a case to which nothing was sent has nothing to check") {
    Kept kept;
    CHECK_EQ(kept.codes.check(our_case, {"100001", "2222-2222", "000000000000"}),
             Verdict{Of::nothing_sent, 0});
    // What was sent to another is of no use here.
    const auto keyed = kept.send_everything(other_case);
    CHECK_EQ(kept.codes.check(our_case, keyed).of, Of::nothing_sent);
}

}  // namespace codes_test
