#include "adapters/postgres/accounts.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <latch>
#include <optional>
#include <pqxx/pqxx>
#include <set>
#include <thread>
#include <vector>

#include "adapters/postgres/codes.hpp"
#include "adapters/postgres/secrets.hpp"
#include "tests/database.hpp"

namespace accounts_test {

using adapters::Accounts;
using engine::CaseId;
using namespace std::chrono_literals;

namespace {

const std::string sealing_key(32, 'k');
const std::string password = "a lake without any swans";
constexpr CaseId ours{123};
constexpr Accounts::Limits limits{.idle = 15min, .absolute = 8h};

struct Kept {
    tests::Database database;
    postgres::Pool pool{database.address(), 6};
    postgres::Codes codes{pool, {.sealing_key = sealing_key}};
    postgres::Accounts accounts{pool, sealing_key};
    int made = 9;

    std::string new_code() {  // What names it; the code itself is of no interest here.
        const auto key = "A-2026-000123/" + std::to_string(++made) + "/1";
        codes.activation_code(ours, key);
        return accounts.code_that_counts(ours).value();
    }
    void open(const std::string& with = password, bool forget_phone = false) {
        codes.registrar_id(ours, "A-2026-000123");
        REQUIRE(accounts.open(
            ours, {.code = new_code(), .password = with, .forget_phone = forget_phone}));
    }
    std::vector<std::string> enrol(std::int64_t step = 100) {
        REQUIRE(accounts.offer_secret(ours));
        return accounts.enrol(ours, step);
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

TEST_CASE("a registrar is found by its ID, however it is typed, and by its case") {
    Kept kept;
    const auto id = kept.codes.registrar_id(ours, "A-2026-000123");
    for (const auto& typed : {id, id.substr(0, 3) + " " + id.substr(3), std::string{" 1000-01 "}}) {
        const auto found = kept.accounts.registrar(typed);
        REQUIRE(found);
        CHECK_EQ(found->of, ours);
        CHECK_EQ(found->reference, "A-2026-000123");
        CHECK_EQ(found->id, "100001");
    }
    CHECK_EQ(kept.accounts.registrar(ours).value().id, "100001");
    for (const auto* other : {"", "100002", "1e5", "' or true --"})
        CHECK_FALSE(kept.accounts.registrar(other));
}

TEST_CASE("a registrar ID whose transaction failed goes to the next, whoever waits for it") {
    Kept kept;
    kept.codes.registrar_id(ours, "A-2026-000123");
    pqxx::connection connection{kept.database.address()};
    std::optional<pqxx::work> failing{std::in_place, connection};
    CHECK_EQ(failing->exec("select registrar_id_of(200, 'A-200')")[0][0].as<std::string>(),
             "100002");
    std::vector<std::string> given(4);
    {
        std::vector<std::jthread> askers;
        for (std::size_t i = 0; i < given.size(); ++i)
            askers.emplace_back([&, i] {
                given[i] = kept.codes.registrar_id({300 + static_cast<std::int64_t>(i)},
                                                   "A-30" + std::to_string(i));
            });
        while (kept.database.ask("select count(*) from pg_stat_activity where datname ="
                                 " current_database() and wait_event_type = 'Lock'") == "0")
            std::this_thread::yield();
        failing->abort();
    }
    std::ranges::sort(given);
    CHECK_EQ(given, std::vector<std::string>{"100002", "100003", "100004", "100005"});
}

TEST_CASE("a password is right or wrong, and cannot be read in the database") {
    Kept kept;
    CHECK_FALSE(kept.accounts.password_is_right(ours, password));
    kept.open();
    CHECK(kept.accounts.password_is_right(ours, password));
    CHECK_FALSE(kept.accounts.password_is_right(ours, password + " "));
    CHECK_FALSE(kept.accounts.password_is_right(ours, ""));
    CHECK_FALSE(kept.accounts.password_is_right(CaseId{124}, password));
    CHECK_FALSE(kept.accounts.password_is_right(std::nullopt, password));
    const auto hash = kept.database.ask("select password_hash from accounts");
    CHECK(hash.starts_with("$argon2id$v=19$m=47104,t=1,p=1$"));
    // Without the pepper, which is not in the database, the hash is of no use.
    CHECK_FALSE(postgres::code_matches(password, hash));
    postgres::Accounts thief{kept.pool, std::string(32, 'x')};
    CHECK_FALSE(thief.password_is_right(ours, password));
}

TEST_CASE("a hash of an older cost is renewed at the next login") {
    Kept kept;
    kept.open();
    const auto old = "$argon2id$v=19$m=47104,t=1,p=1$";
    CHECK_FALSE(postgres::is_outdated(kept.database.ask("select password_hash from accounts")));
    CHECK(postgres::is_outdated(postgres::hash_code("x")));
    CHECK_FALSE(postgres::is_outdated(postgres::hash_password("x")));
    CHECK(postgres::hash_password("x").starts_with(old));
}

TEST_CASE("an activation code opens an account once, also when two servers try together") {
    Kept kept;
    kept.codes.registrar_id(ours, "A-2026-000123");
    const auto code = kept.new_code();
    CHECK_EQ(yes_of(4,
                    [&](int i) {
                        return kept.accounts.open(
                            ours, {.code = code, .password = password + std::to_string(i)});
                    }),
             1);
    CHECK_EQ(kept.database.ask("select count(*) from accounts"), "1");
    CHECK_EQ(kept.codes.check(ours, {"100001", "x", "y"}).of,
             adapters::Verdict::Of::activation_used);
    CHECK_FALSE(kept.accounts.code_that_counts(ours));
}

TEST_CASE("a code that a newer one has replaced meanwhile opens nothing") {
    Kept kept;
    kept.open();
    const auto old = kept.new_code();
    kept.new_code();
    CHECK_FALSE(kept.accounts.open(ours, {.code = old, .password = "another lake of swans"}));
    CHECK(kept.accounts.password_is_right(ours, password));
}

TEST_CASE("a new password ends every session, and leaves the phone") {
    Kept kept;
    kept.open();
    REQUIRE_EQ(kept.enrol().size(), 10);
    const auto token = kept.accounts.open_session(ours, Accounts::Kind::session);
    kept.open("another lake of swans");
    CHECK_FALSE(kept.accounts.see_session(token, Accounts::Kind::session, limits));
    CHECK_FALSE(kept.accounts.password_is_right(ours, password));
    CHECK(kept.accounts.password_is_right(ours, "another lake of swans"));
    CHECK(kept.accounts.find(ours)->enrolled);
    kept.open("another lake of swans", true);
    CHECK_FALSE(kept.accounts.find(ours)->enrolled);
    CHECK_EQ(kept.accounts.find(ours)->secret, "");
    CHECK_EQ(kept.database.ask("select count(*) from recovery_codes"), "0");
}

TEST_CASE("the mobile number that was validated stays until another one is") {
    Kept kept;
    kept.codes.registrar_id(ours, "A-2026-000123");
    CHECK(kept.accounts.open(
        ours, {.code = kept.new_code(), .password = password, .mobile = "+32.497111111"}));
    CHECK_EQ(kept.accounts.find(ours)->mobile, "+32.497111111");
    kept.open();
    CHECK_EQ(kept.accounts.find(ours)->mobile, "+32.497111111");
}

TEST_CASE("the secret that a phone is shown stays the same until its first key, sealed") {
    Kept kept;
    CHECK_FALSE(kept.accounts.offer_secret(ours));
    kept.open();
    const auto secret = kept.accounts.offer_secret(ours).value();
    CHECK_EQ(secret.size(), 20);
    CHECK_EQ(kept.accounts.offer_secret(ours), secret);
    CHECK_EQ(kept.accounts.find(ours)->secret, secret);
    CHECK_EQ(kept.database.ask("select position(decode('" + engine::hex(secret) +
                               "', 'hex') in secret_sealed) from accounts"),
             "0");
    postgres::Accounts thief{kept.pool, std::string(32, 'x')};
    CHECK_THROWS_AS(thief.find(ours), std::runtime_error);
    REQUIRE_EQ(kept.accounts.enrol(ours, 100).size(), 10);
    CHECK_FALSE(kept.accounts.offer_secret(ours));
}

TEST_CASE("two servers that are brought one key at the same time do not both take it") {
    Kept kept;
    postgres::Pool other_pool{kept.database.address(), 6};
    postgres::Accounts other{other_pool, sealing_key};
    kept.open();
    kept.enrol(100);
    for (std::int64_t step = 101; step < 121; ++step)
        CHECK_EQ(yes_of(2,
                        [&](int i) {
                            return (i == 0 ? static_cast<Accounts&>(kept.accounts) : other)
                                .take_step(ours, step);
                        }),
                 1);
}

TEST_CASE("each step is usable once, and none before it") {
    Kept kept;
    kept.open();
    CHECK_FALSE(kept.accounts.take_step(ours, 99));  // No phone yet.
    kept.enrol(100);
    CHECK_FALSE(kept.accounts.take_step(ours, 100));  // The first key was a step, too.
    CHECK(kept.accounts.take_step(ours, 102));
    CHECK_FALSE(kept.accounts.take_step(ours, 102));
    CHECK_FALSE(kept.accounts.take_step(ours, 101));
    CHECK(kept.accounts.take_step(ours, 103));
}

TEST_CASE("only one server enrols a phone, and only its codes count") {
    Kept kept;
    kept.open();
    kept.accounts.offer_secret(ours);
    std::vector<std::vector<std::string>> codes(3);
    CHECK_EQ(yes_of(3,
                    [&](int i) {
                        codes[static_cast<std::size_t>(i)] = kept.accounts.enrol(ours, 100);
                        return !codes[static_cast<std::size_t>(i)].empty();
                    }),
             1);
    CHECK_EQ(kept.database.ask("select count(*) from recovery_codes"), "10");
    const auto winner = std::ranges::find_if(codes, [](const auto& all) { return !all.empty(); });
    CHECK(kept.accounts.use_recovery_code(ours, winner->front()));
}

TEST_CASE("recovery codes are long, all different, kept as hashes, and good once each") {
    Kept kept;
    kept.open();
    const auto codes = kept.enrol();
    CHECK_EQ(std::set<std::string>(codes.begin(), codes.end()).size(), 10);
    for (const auto& code : codes) CHECK_EQ(postgres::normalised_code(code).size(), 1 + 24);
    CHECK_EQ(kept.database.ask("select count(*) from recovery_codes where hash like '$argon2id$%'"),
             "10");
    CHECK_EQ(yes_of(3, [&](int) { return kept.accounts.use_recovery_code(ours, codes[3]); }), 1);
    CHECK_FALSE(kept.accounts.use_recovery_code(ours, codes[3]));
    auto typed = codes[4];
    std::ranges::replace(typed, '-', ' ');
    std::ranges::transform(typed, typed.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    CHECK(kept.accounts.use_recovery_code(ours, typed));
    auto wrong = codes[5];
    wrong.back() = wrong.back() == '2' ? '3' : '2';
    CHECK_FALSE(kept.accounts.use_recovery_code(ours, wrong));
    for (const auto* none : {"", "x", "5", "-"})
        CHECK_FALSE(kept.accounts.use_recovery_code(ours, none));
    CHECK_FALSE(kept.accounts.use_recovery_code(CaseId{124}, codes[6]));
}

TEST_CASE("a session ends a quarter of an hour after its last use, and after eight hours") {
    Kept kept;
    kept.open();
    const auto see = [&](const std::string& token) {
        return kept.accounts.see_session(token, Accounts::Kind::session, limits).has_value();
    };
    const auto idle = kept.accounts.open_session(ours, Accounts::Kind::session);
    const auto busy = kept.accounts.open_session(ours, Accounts::Kind::session);
    CHECK_NE(idle, busy);
    CHECK_EQ(busy.size(), 4 + 64);
    CHECK_EQ(kept.accounts.see_session(busy, Accounts::Kind::session, limits)->of, ours);
    CHECK_EQ(
        kept.database.ask("select count(*) from sessions where encode(token_hash, 'hex') in ('" +
                          busy.substr(4) + "', '" + idle.substr(4) + "')"),
        "0");
    kept.database.advance("14 minutes");
    CHECK(see(busy));
    kept.database.advance("2 minutes");
    CHECK_FALSE(see(idle));
    for (int quarter = 0; quarter < 33; ++quarter) {
        CHECK(see(busy));
        kept.database.ask("insert into test_clock values ('14 minutes')");
    }
    kept.database.ask("insert into test_clock values ('14 minutes')");
    CHECK_FALSE(see(busy));
}

TEST_CASE("a session is of one kind, ends when it is told to, and strangers have none") {
    Kept kept;
    kept.open();
    const auto token = kept.accounts.open_session(ours, Accounts::Kind::enrolment);
    CHECK_FALSE(kept.accounts.see_session(token, Accounts::Kind::session, limits));
    CHECK(kept.accounts.see_session(token, Accounts::Kind::enrolment, limits));
    CHECK(kept.accounts.end_session(token));
    CHECK_FALSE(kept.accounts.end_session(token));
    CHECK_FALSE(kept.accounts.see_session(token, Accounts::Kind::enrolment, limits));
    for (const auto& stranger : {std::string{}, std::string{"a\0b", 3}, std::string{"\\x00"}})
        CHECK_FALSE(kept.accounts.see_session(stranger, Accounts::Kind::session, limits));
}

}  // namespace accounts_test
