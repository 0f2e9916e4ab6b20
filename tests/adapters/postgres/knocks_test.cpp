#include "adapters/postgres/knocks.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <latch>
#include <thread>
#include <vector>

#include "adapters/postgres/sms_codes.hpp"
#include "tests/database.hpp"

namespace knocks_test {

using adapters::SmsVerdict;
using Of = SmsVerdict::Of;
using namespace std::chrono_literals;

namespace {

struct Doors {
    tests::Database database;
    postgres::Pool pool{database.address(), 6};
    postgres::Knocks knocks{pool};
    adapters::Waits waits{0s, 60s, 300s};

    Doors() { database.advance("0 seconds"); }
    void pass(const std::string& interval) {
        database.ask("insert into test_clock values ('" + interval + "')");
    }
    adapters::Knock knock(const std::string& subject = "100001") {
        return knocks.take("login", subject, waits);
    }
};

}  // namespace

TEST_CASE("a door opens more slowly the more often somebody knocks") {
    Doors doors;
    CHECK_EQ(doors.knock().count, 1);
    CHECK_EQ(doors.knock().count, 2);  // No wait after the first.
    const auto shut = doors.knock();
    CHECK_GT(shut.wait, 50s);
    CHECK_LE(shut.wait, 60s);
    CHECK_EQ(shut.count, 2);  // Who is not listened to is not counted.
    doors.pass("61 seconds");
    CHECK_EQ(doors.knock().count, 3);
    CHECK_GT(doors.knock().wait, 290s);
    doors.pass("301 seconds");
    CHECK_EQ(doors.knock().count, 4);
    CHECK_GT(doors.knock().wait, 290s);  // The last wait is for all that follow.
}

TEST_CASE("who was right, or has stayed away for a day, begins anew") {
    Doors doors;
    doors.knock();
    doors.knock();
    doors.knocks.forgive("login", "100001");
    CHECK_EQ(doors.knock().count, 1);
    CHECK_EQ(doors.knock().count, 2);
    doors.pass("25 hours");
    CHECK_EQ(doors.knock().count, 1);
}

TEST_CASE("doors and subjects do not know of each other, and no subject can be read") {
    Doors doors;
    doors.knock();
    doors.knock();
    CHECK_EQ(doors.knock("100002").count, 1);
    CHECK_EQ(doors.knocks.take("activation", "100001", doors.waits).count, 1);
    CHECK_EQ(doors.knock(std::string{"any\0thing\xFF", 10}).count, 1);
    CHECK_EQ(doors.database.ask("select count(*) from knocks where subject like '%10000%'"
                                " and length(subject) <> 64"),
             "0");
}

TEST_CASE("knocking with many connections at once gains nothing") {
    Doors doors;
    constexpr int many = 8;
    std::latch ready{many};
    std::atomic<int> heard = 0;
    std::vector<std::jthread> all;
    for (int i = 0; i < many; ++i)
        all.emplace_back([&] {
            ready.arrive_and_wait();
            if (doors.knock().wait == 0s) ++heard;
        });
    all.clear();
    CHECK_EQ(heard, 2);
}

TEST_CASE("old knocks are forgotten by and by") {
    Doors doors;
    for (int i = 0; i < 3; ++i) doors.knock("subject " + std::to_string(i));
    doors.pass("3 days");
    doors.knock("another");
    CHECK_EQ(doors.database.ask("select count(*) from knocks"), "1");
}

TEST_CASE("an SMS code is six digits, good for ten minutes, for its number, and kept as a hash") {
    Doors doors;
    postgres::SmsCodes codes{doors.pool, {}};
    const auto mobile = std::string{"+32.497111111"};
    CHECK_EQ(codes.check({1}, mobile, "000000"), SmsVerdict{Of::none});
    const auto code = codes.make({1}, mobile);
    CHECK_EQ(code.size(), 6);
    CHECK_EQ(code.find_first_not_of("0123456789"), std::string::npos);
    CHECK_EQ(doors.database.ask("select count(*) from sms_codes where sms_codes::text like '%," +
                                code + ",%' or hash not like '$argon2id$%'"),
             "0");
    CHECK_EQ(codes.check({1}, mobile, code).of, Of::right);
    CHECK_EQ(codes.check({1}, mobile, code.substr(0, 3) + " " + code.substr(3)).of, Of::right);
    CHECK_EQ(codes.check({1}, "+32.497222222", code).of, Of::none);
    CHECK_EQ(codes.check({2}, mobile, code).of, Of::none);
    doors.pass("601 seconds");
    CHECK_EQ(codes.check({1}, mobile, code).of, Of::expired);
}

TEST_CASE("five wrong tries lock an SMS code, and a new one unlocks") {
    Doors doors;
    postgres::SmsCodes codes{doors.pool, {}};
    const auto mobile = std::string{"+32.497111111"};
    const auto code = codes.make({1}, mobile);
    const auto wrong = code == "000000" ? "000001" : "000000";
    for (const int left : {4, 3, 2, 1, 0})
        CHECK_EQ(codes.check({1}, mobile, wrong), SmsVerdict{Of::wrong, left});
    CHECK_EQ(codes.check({1}, mobile, code).of, Of::locked);
    const auto next = codes.make({1}, mobile);
    CHECK_EQ(codes.check({1}, mobile, next).of, Of::right);
}

}  // namespace knocks_test
