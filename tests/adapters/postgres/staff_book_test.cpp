#include "adapters/postgres/staff_book.hpp"

#include <doctest/doctest.h>

#include <latch>
#include <pqxx/pqxx>
#include <set>
#include <stdexcept>
#include <thread>
#include <vector>

#include "adapters/postgres/secrets.hpp"
#include "engine/journal.hpp"
#include "tests/database.hpp"

namespace staff_book_test {

using adapters::Member;
using adapters::NewMember;
using adapters::StaffBook;
using namespace std::chrono_literals;

namespace {

const std::string sealing_key(32, 'k');
const std::string password = "a lake without any swans";
const std::string boss = "staff:0";
constexpr StaffBook::Limits limits{.idle = 15min, .absolute = 8h, .proof = 5min};
constexpr auto session = StaffBook::Kind::session;
constexpr auto by_phone = StaffBook::Proof::phone_key;

NewMember an() {
    return {.email = "An@Registry.Example", .name = " An Peeters ", .roles = {"clerk", "finance"}};
}

struct Kept {
    tests::Database database;
    postgres::Pool pool{database.address(), 6};
    postgres::StaffBook book{pool, sealing_key, "Europe/Brussels"};

    std::int64_t added(const NewMember& member = an()) {
        const auto invitation = book.add(member, boss).value();
        REQUIRE(book.accept(invitation.token, password));
        return invitation.member.number;
    }
    std::vector<std::string> enrol(std::int64_t number, std::int64_t step = 100) {
        REQUIRE(book.offer_secret(number));
        return book.enrol(number, step);
    }
    bool is_open(const std::string& token) {
        return book.see_session(token, session, limits).has_value();
    }
    std::string today() {
        return database.ask("select to_char(clock() at time zone 'Europe/Brussels', 'YYYY-MM-DD')");
    }
    std::vector<std::string> log() {
        std::vector<std::string> lines;
        for (const auto& line : book.log(1'000'000, 100))
            lines.insert(lines.begin(),
                         line.actor + " " + line.what + " " + std::to_string(line.staff));
        return lines;
    }
};

// Everybody at once; how many were told yes.
template <class Ask>
int yes_of(int many, Ask ask) {
    std::latch ready{many};
    std::atomic<int> yes = 0;
    std::vector<std::jthread> askers;
    for (int i = 0; i < many; ++i)
        askers.emplace_back([&, i] {
            ready.arrive_and_wait();
            if (ask(i)) ++yes;
        });
    askers.clear();
    return yes;
}

}  // namespace

TEST_CASE("a member is found by the address in whatever capitals, and has one account") {
    Kept kept;
    const auto invitation = kept.book.add(an(), boss).value();
    CHECK_EQ(invitation.member.email, "An@registry.example");
    CHECK_EQ(invitation.member.name, "An Peeters");
    CHECK_EQ(invitation.member.language, "en");
    CHECK_EQ(invitation.member.roles, std::vector<std::string>{"clerk", "finance"});
    CHECK(invitation.member.may_work);
    CHECK_FALSE(invitation.member.has_password);
    CHECK_EQ(kept.book.member_at(" AN@registry.example")->number, invitation.member.number);
    CHECK_EQ(kept.book.member(invitation.member.number)->email, "An@registry.example");
    for (const auto& nobody : {std::string{}, std::string{"a\0b@c.example", 13},
                               std::string{"\xff@c.example"}, std::string{"bo@registry.example"}})
        CHECK_FALSE(kept.book.member_at(nobody));
    CHECK_FALSE(kept.book.member(99));
    auto other = an();
    other.email = "AN@REGISTRY.EXAMPLE";
    CHECK_FALSE(kept.book.add(other, boss));
    other.email = "bo@registry.example";
    other.name = "Aad";
    REQUIRE(kept.book.add(other, boss));
    CHECK_EQ(kept.book.members().size(), 2);
    CHECK_EQ(kept.book.members().front().name, "Aad");
}

TEST_CASE("the database itself keeps to the rules about roles") {
    Kept kept;
    for (const auto& roles : std::vector<std::vector<std::string>>{
             {}, {"king"}, {"administrator", "approver"}, {"auditor", "clerk"}, {"auditor"}}) {
        auto member = an();
        member.roles = roles;
        CHECK_THROWS_AS(kept.book.add(member, boss), pqxx::check_violation);
    }
    CHECK_EQ(kept.database.ask("select count(*) from staff"), "0");
}

TEST_CASE("an invitation is good for 72 hours and once, also when two servers take it together") {
    Kept kept;
    const auto invitation = kept.book.add(an(), boss).value();
    CHECK_EQ(kept.book.invited(invitation.token)->number, invitation.member.number);
    CHECK_EQ(kept.database.ask("select count(*) from staff_invitations where"
                               " encode(token_hash, 'hex') = '" +
                               invitation.token.substr(4) + "'"),
             "0");
    CHECK_EQ(
        yes_of(
            3,
            [&](int i) {
                return kept.book.accept(invitation.token, password + std::to_string(i)).has_value();
            }),
        1);
    CHECK_FALSE(kept.book.invited(invitation.token));
    CHECK(kept.book.member(invitation.member.number)->has_password);

    const auto again = kept.book.invite(invitation.member.number, false, boss).value();
    kept.database.advance("71 hours 59 minutes");
    CHECK(kept.book.invited(again));
    kept.database.advance("1 minute");
    CHECK_FALSE(kept.book.invited(again));
    CHECK_FALSE(kept.book.accept(again, password));
    for (const auto& stranger : {std::string{}, std::string{"a\0b", 3}})
        CHECK_FALSE(kept.book.accept(stranger, password));
}

TEST_CASE("a new invitation ends sessions, the old link and the old password") {
    Kept kept;
    const auto number = kept.added();
    kept.enrol(number);
    const auto token = kept.book.open_session(number, session, by_phone);
    const auto first = kept.book.invite(number, false, boss).value();
    CHECK_FALSE(kept.is_open(token));
    CHECK_FALSE(kept.book.password_is_right(number, password));
    const auto second = kept.book.invite(number, false, boss).value();
    CHECK_FALSE(kept.book.accept(first, password));
    CHECK(kept.book.accept(second, "another lake of swans"));
    CHECK(kept.book.password_is_right(number, "another lake of swans"));
    CHECK(kept.book.member(number)->enrolled);
    kept.book.invite(number, true, boss);
    CHECK_FALSE(kept.book.member(number)->enrolled);
    CHECK_EQ(kept.database.ask("select count(*) from staff_recovery_codes"), "0");
    CHECK_FALSE(kept.book.invite(99, false, boss));
}

TEST_CASE("a password is right or wrong, and cannot be read in the database") {
    Kept kept;
    const auto number = kept.added();
    CHECK(kept.book.password_is_right(number, password));
    CHECK_FALSE(kept.book.password_is_right(number, password + " "));
    CHECK_FALSE(kept.book.password_is_right(number, ""));
    CHECK_FALSE(kept.book.password_is_right(99, password));
    CHECK_FALSE(kept.book.password_is_right(std::nullopt, password));
    const auto hash = kept.database.ask("select password_hash from staff");
    CHECK(hash.starts_with("$argon2id$v=19$m=47104,t=1,p=1$"));
    CHECK_FALSE(postgres::code_matches(password, hash));
    postgres::StaffBook thief{kept.pool, std::string(32, 'x'), "UTC"};
    CHECK_FALSE(thief.password_is_right(number, password));
    CHECK_THROWS_AS((postgres::StaffBook{kept.pool, "short", "UTC"}), std::invalid_argument);
}

TEST_CASE("who is disabled has no session any more, and no password or link is right") {
    Kept kept;
    const auto number = kept.added();
    const auto token = kept.book.open_session(number, session, by_phone);
    CHECK(kept.book.disable(number, boss));
    CHECK_FALSE(kept.book.disable(number, boss));
    CHECK_FALSE(kept.is_open(token));
    CHECK_FALSE(kept.is_open(kept.book.open_session(number, session, by_phone)));
    CHECK_FALSE(kept.book.password_is_right(number, password));
    CHECK_FALSE(kept.book.invite(number, false, boss));
    CHECK_FALSE(kept.book.member(number)->may_work);
    CHECK(kept.book.member(number)->disabled);
    CHECK(kept.book.enable(number, boss));
    CHECK_FALSE(kept.book.enable(number, boss));
    CHECK(kept.book.password_is_right(number, password));
    CHECK_FALSE(kept.is_open(token));
    CHECK_FALSE(kept.book.disable(99, boss));
    CHECK_FALSE(kept.book.enable(99, boss));
}

TEST_CASE("an auditor's last day ends at midnight where the registry is") {
    Kept kept;
    auto auditor = an();
    auditor.roles = {"auditor"};
    auditor.until = kept.today();
    const auto number = kept.added(auditor);
    const auto token = kept.book.open_session(number, session, by_phone);
    CHECK(kept.is_open(token));
    CHECK_EQ(kept.book.member(number)->until, auditor.until);
    // To the last minute of the day, and then over it.
    kept.database.ask("update staff_sessions set opened_at = opened_at + interval '1 day'");
    kept.database.advance("0");
    kept.database.ask(
        "insert into test_clock select date_trunc('day', now_there) + interval"
        " '23:59' - now_there from (select clock() at time zone 'Europe/Brussels'"
        " as now_there) as there");
    kept.database.ask("update staff_sessions set seen_at = clock()");
    CHECK_EQ(kept.today(), auditor.until);
    CHECK(kept.is_open(token));
    kept.database.advance("1 minute");
    CHECK_FALSE(kept.is_open(token));
    CHECK_FALSE(kept.book.password_is_right(number, password));
    CHECK_FALSE(kept.book.member(number)->may_work);
    auditor.until = "2099-01-31";
    CHECK(kept.book.change(number, auditor, boss));
    CHECK(kept.book.password_is_right(number, password));
}

TEST_CASE("a change of roles is seen by open sessions at once") {
    Kept kept;
    const auto number = kept.added();
    const auto token = kept.book.open_session(number, session, by_phone);
    auto other = an();
    other.name = "An Janssens";
    other.language = "fr";
    other.roles = {"approver"};
    CHECK(kept.book.change(number, other, boss));
    const auto seen = kept.book.see_session(token, session, limits).value().member;
    CHECK_EQ(seen.roles, std::vector<std::string>{"approver"});
    CHECK_EQ(seen.name, "An Janssens");
    CHECK_EQ(seen.language, "fr");
    CHECK_FALSE(kept.book.change(99, other, boss));
}

TEST_CASE("the secret of a phone stays the same until its first key, sealed") {
    Kept kept;
    const auto number = kept.added();
    CHECK_EQ(kept.book.phone_secret(number), "");
    const auto secret = kept.book.offer_secret(number).value();
    CHECK_EQ(secret.size(), 20);
    CHECK_EQ(kept.book.offer_secret(number), secret);
    CHECK_EQ(kept.book.phone_secret(number), secret);
    CHECK_EQ(kept.database.ask("select position(decode('" + engine::hex(secret) +
                               "', 'hex') in secret_sealed) from staff"),
             "0");
    postgres::StaffBook thief{kept.pool, std::string(32, 'x'), "UTC"};
    CHECK_THROWS_AS(thief.phone_secret(number), std::runtime_error);
    CHECK_FALSE(kept.book.offer_secret(99));
    CHECK_EQ(yes_of(3, [&](int) { return !kept.book.enrol(number, 100).empty(); }), 1);
    CHECK_FALSE(kept.book.offer_secret(number));
}

TEST_CASE("each step of a phone is usable once, and none before it") {
    Kept kept;
    const auto number = kept.added();
    CHECK_FALSE(kept.book.take_step(number, 99));
    kept.enrol(number, 100);
    CHECK_FALSE(kept.book.take_step(number, 100));
    CHECK_EQ(yes_of(3, [&](int) { return kept.book.take_step(number, 102); }), 1);
    CHECK_FALSE(kept.book.take_step(number, 101));
    CHECK(kept.book.take_step(number, 103));
}

TEST_CASE("a member's recovery codes are all different, kept as hashes, and good once each") {
    Kept kept;
    const auto number = kept.added();
    const auto codes = kept.enrol(number);
    CHECK_EQ(std::set<std::string>(codes.begin(), codes.end()).size(), 10);
    CHECK_EQ(kept.database.ask("select count(*) from staff_recovery_codes"
                               " where hash like '$argon2id$%'"),
             "10");
    CHECK_EQ(yes_of(3, [&](int) { return kept.book.use_recovery_code(number, codes[3]); }), 1);
    CHECK_FALSE(kept.book.use_recovery_code(number, codes[3]));
    CHECK_FALSE(kept.book.use_recovery_code(number, "5"));
    CHECK_FALSE(kept.book.use_recovery_code(number, ""));
    CHECK_FALSE(kept.book.use_recovery_code(99, codes[4]));
    CHECK_EQ(kept.log().back(),
             "staff:" + std::to_string(number) + " recovery_code_used " + std::to_string(number));
}

TEST_CASE(
    "a member's session ends a quarter of an hour after its last use, and after eight hours") {
    Kept kept;
    const auto number = kept.added();
    const auto idle = kept.book.open_session(number, session, by_phone);
    const auto busy = kept.book.open_session(number, session, by_phone);
    CHECK_NE(idle, busy);
    CHECK_EQ(busy.size(), 4 + 64 + 1 + 64);
    CHECK_EQ(kept.database.ask("select count(*) from staff_sessions where"
                               " encode(token_hash, 'hex') = '" +
                               busy.substr(4) + "'"),
             "0");
    kept.database.advance("14 minutes");
    CHECK(kept.is_open(busy));
    kept.database.advance("2 minutes");
    CHECK_FALSE(kept.is_open(idle));
    for (int quarter = 0; quarter < 33; ++quarter) {
        CHECK(kept.is_open(busy));
        kept.database.ask("insert into test_clock values ('14 minutes')");
    }
    kept.database.ask("insert into test_clock values ('14 minutes')");
    CHECK_FALSE(kept.is_open(busy));
}

TEST_CASE("a phone key counts as recent for five minutes, and a new one changes the token") {
    Kept kept;
    const auto number = kept.added();
    const auto proved = [&](const std::string& token) {
        return kept.book.see_session(token, session, limits).value().proved;
    };
    CHECK_FALSE(proved(kept.book.open_session(number, session, StaffBook::Proof::recovery_code)));
    const auto token = kept.book.open_session(number, session, by_phone);
    const auto opened = kept.book.see_session(token, session, limits)->opened;
    CHECK(proved(token));
    kept.database.advance("5 minutes");
    CHECK_FALSE(proved(token));
    const auto next = kept.book.prove_session(token).value();
    CHECK(proved(next));
    CHECK_EQ(kept.book.see_session(next, session, limits)->opened, opened);  // No longer life.
    CHECK_FALSE(kept.is_open(token));
    CHECK_FALSE(kept.book.prove_session(token));

    // Forms that are open in other windows are of the session still; of another one they are not.
    CHECK_EQ(adapters::part_of_forms(next), adapters::part_of_forms(token));
    CHECK_EQ(next.size(), token.size());
    CHECK_FALSE(kept.is_open(std::string{adapters::part_of_forms(next)}));
    const auto other = kept.book.open_session(number, session, by_phone);
    CHECK_NE(adapters::part_of_forms(other), adapters::part_of_forms(next));
}

TEST_CASE("a member's session is of one kind, ends when told to, alone or with all others") {
    Kept kept;
    const auto number = kept.added();
    const auto first =
        kept.book.open_session(number, StaffBook::Kind::enrolment, StaffBook::Proof::none);
    CHECK_FALSE(kept.is_open(first));
    CHECK(kept.book.see_session(first, StaffBook::Kind::enrolment, limits));
    CHECK_FALSE(kept.book.prove_session(first));
    CHECK(kept.book.end_session(first));
    CHECK_FALSE(kept.book.end_session(first));
    auto other = an();
    other.email = "bo@registry.example";
    const auto stranger = kept.book.open_session(kept.added(other), session, by_phone);
    kept.book.open_session(number, session, by_phone);
    kept.book.open_session(number, session, by_phone);
    CHECK_EQ(kept.book.end_sessions(number), 2);
    CHECK_EQ(kept.book.end_sessions(number), 0);
    CHECK_EQ(kept.log().back(), "staff:" + std::to_string(number) + " logged_out_everywhere " +
                                    std::to_string(number));
    CHECK(kept.is_open(stranger));
}

TEST_CASE("who did what to whom is noted, and the log gives no line up") {
    Kept kept;
    const auto number = kept.added();
    const auto n = std::to_string(number);
    kept.enrol(number);
    auto auditor = an();
    auditor.roles = {"auditor"};
    auditor.until = "2099-01-31";
    kept.book.change(number, auditor, boss);
    kept.book.open_session(number, session, by_phone);
    kept.book.forget_phone(number, "staff:" + n);
    kept.book.disable(number, "cli:bo");
    kept.book.enable(number, "cli:bo");
    const std::vector<std::string> said = {boss + " added " + n,
                                           boss + " invited " + n,
                                           "staff:" + n + " password_chosen " + n,
                                           "staff:" + n + " phone_enrolled " + n,
                                           boss + " changed " + n,
                                           "staff:" + n + " logged_in " + n,
                                           "staff:" + n + " phone_forgotten " + n,
                                           "cli:bo disabled " + n,
                                           "cli:bo enabled " + n};
    CHECK_EQ(kept.log(), said);
    CHECK_EQ(kept.database.ask("select said->>'until' || (said->>'roles') from staff_log"
                               " where what = 'changed'"),
             R"(2099-01-31["auditor"])");
    const auto lines = kept.book.log(3, 1);
    CHECK_EQ(lines.at(0).number, 2);
    for (const auto* tampering : {"update staff_log set actor = 'nobody'", "delete from staff_log",
                                  "delete from staff_log where line = 1", "truncate staff_log"})
        CHECK_THROWS_AS(kept.database.ask(tampering), pqxx::sql_error);
    CHECK_EQ(kept.log(), said);
    CHECK_EQ(kept.database.ask("select count(*) from staff_log where said::text ~* 'peeters|@'"),
             "0");
}

}  // namespace staff_book_test
