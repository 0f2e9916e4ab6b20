#include "adapters/staff_login.hpp"

#include <doctest/doctest.h>
#include <liboath/oath.h>

#include <array>
#include <string>
#include <variant>
#include <vector>

#include "adapters/postgres/knocks.hpp"
#include "adapters/postgres/reading.hpp"
#include "adapters/postgres/staff_book.hpp"
#include "tests/database.hpp"

namespace staff_login_test {

using adapters::Enrolment;
using adapters::NoInvitation;
using adapters::Shut;
using adapters::StaffLogin;
using adapters::WrongLogin;
using namespace std::chrono_literals;

namespace {

const std::string password = "a lake without any swans";
const std::string email = "an@registry.example";

struct Office {
    tests::Database database;
    postgres::Pool pool{database.address(), 4};
    postgres::Reading reading{pool};
    postgres::StaffBook book{pool, std::string(32, 'k'), "Europe/Brussels"};
    postgres::Knocks knocks{pool};
    StaffLogin login{reading, book, knocks, "The registry"};
    std::int64_t number = 0;
    std::vector<std::string> recovery_codes = {};

    void join() {
        const auto invitation =
            book.add({.email = email, .name = "An Peeters", .roles = {"approver"}}, "cli").value();
        number = invitation.member.number;
        REQUIRE(std::holds_alternative<adapters::Member>(login.accept(invitation.token, password)));
    }
    // What the phone shows: always one that it has not shown before.
    std::string key() {
        database.advance("31 seconds");
        const auto secret = book.phone_secret(number);
        std::array<char, 7> shown{};
        const auto now =
            std::chrono::duration_cast<std::chrono::seconds>(reading.now().time_since_epoch());
        REQUIRE_EQ(
            oath_totp_generate(secret.data(), secret.size(), now.count(), 30, 0, 6, shown.data()),
            OATH_OK);
        return shown.data();
    }
    auto log_in(const std::string& with, const std::string& phone_key = {},
                const std::string& recovery_code = {}) {
        return login.log_in({.email = email,
                             .password = with,
                             .phone_key = phone_key,
                             .recovery_code = recovery_code});
    }
    // Joins, and sets up the phone; the session that this opens.
    std::string enrol() {
        join();
        const auto enrolment = std::get<Enrolment>(log_in(password));
        auto in = std::get<StaffLogin::In>(login.enrol(enrolment.token, key()));
        recovery_codes = in.recovery_codes;
        return in.session;
    }
    bool is_wrong(const auto& answer) { return std::holds_alternative<WrongLogin>(answer); }
};

}  // namespace

TEST_CASE("an invited member chooses a password, makes a phone key, and is in") {
    Office office;
    const auto invitation =
        office.book.add({.email = email, .name = "An Peeters", .roles = {"clerk"}}, "cli").value();
    office.number = invitation.member.number;
    CHECK(office.is_wrong(office.log_in("")));
    const auto flaw = [&](const std::string& chosen) {
        const auto answer = office.login.accept(invitation.token, chosen);
        return std::get<adapters::Invalid>(answer).problems.at(0).code;
    };
    CHECK_EQ(flaw("fourteen chars"), "password_too_short");
    CHECK_EQ(flaw("an@registry.example"), "password_too_common");
    CHECK_EQ(flaw("The registry 123"), "password_too_common");
    CHECK_EQ(office.login.invited(invitation.token)->name, "An Peeters");
    REQUIRE(
        std::holds_alternative<adapters::Member>(office.login.accept(invitation.token, password)));
    CHECK(std::holds_alternative<NoInvitation>(office.login.accept(invitation.token, password)));
    CHECK_FALSE(office.login.invited(invitation.token));

    const auto enrolment = std::get<Enrolment>(office.log_in(password));
    CHECK(enrolment.otpauth_uri.starts_with("otpauth://totp/"));
    CHECK_NE(enrolment.otpauth_uri.find("registry"), std::string::npos);
    CHECK_NE(enrolment.picture.find("<svg"), std::string::npos);
    CHECK_FALSE(office.login.session(enrolment.token));  // Not in yet.
    CHECK(office.is_wrong(office.login.enrol(enrolment.token, "000000")));
    office.database.advance("2 seconds");
    CHECK(office.is_wrong(office.login.enrol("dsp_nobody", office.key())));
    const auto in = std::get<StaffLogin::In>(office.login.enrol(enrolment.token, office.key()));
    CHECK_EQ(in.recovery_codes.size(), 10);
    CHECK(in.member.enrolled);
    CHECK(office.is_wrong(office.login.enrol(enrolment.token, office.key())));

    const auto open = office.login.session(in.session).value();
    CHECK_EQ(open.member.email, email);
    CHECK_EQ(open.member.roles, std::vector<std::string>{"clerk"});
    CHECK(open.stepped_up);
    CHECK_EQ(open.expires - open.opened, 8h);
}

TEST_CASE("a later login wants password and phone, and each key counts once") {
    Office office;
    office.enrol();
    const auto key = office.key();
    CHECK(office.is_wrong(office.log_in(password)));
    office.database.advance("1 second");
    const auto in = std::get<StaffLogin::In>(office.log_in(password, key));
    CHECK(in.recovery_codes.empty());
    CHECK(office.login.session(in.session)->stepped_up);
    CHECK(office.is_wrong(office.log_in(password, key)));
    office.database.advance("1 hour");
    CHECK(office.is_wrong(office.log_in("a lake with many swans", office.key())));
    office.database.advance("1 hour");
    CHECK(office.is_wrong(office.login.log_in(
        {.email = "bo@registry.example", .password = password, .phone_key = office.key()})));
    auto shouted = StaffLogin::Credentials{
        .email = " AN@Registry.Example", .password = password, .phone_key = office.key()};
    CHECK(std::holds_alternative<StaffLogin::In>(office.login.log_in(shouted)));
}

TEST_CASE("a session by a recovery code is open and not stepped up, until a phone key is shown") {
    Office office;
    office.enrol();
    const auto in =
        std::get<StaffLogin::In>(office.log_in(password, {}, office.recovery_codes.at(4)));
    CHECK_FALSE(office.login.session(in.session)->stepped_up);
    CHECK(office.is_wrong(office.log_in(password, {}, office.recovery_codes.at(4))));
    CHECK(office.is_wrong(office.login.step_up(in.session, "000000")));
    office.database.advance("5 seconds");
    const auto next =
        std::get<StaffLogin::SteppedUp>(office.login.step_up(in.session, office.key()));
    CHECK(office.login.session(next.session)->stepped_up);
    CHECK_FALSE(office.login.session(in.session));
    office.database.advance("5 minutes");
    CHECK_FALSE(office.login.session(next.session)->stepped_up);
    CHECK(office.is_wrong(office.login.step_up("dsc_nobody", office.key())));
}

TEST_CASE(
    "who tries often has to wait, whether there is such an account or not, and gets in again") {
    Office office;
    office.enrol();
    for (const auto& who : {email, std::string{"nobody@registry.example"}}) {
        office.database.advance("2 days");
        int heard = 0;
        std::chrono::seconds wait{0};
        for (int i = 0; i < 30 && wait < 10s; ++i) {
            const auto answer = office.login.log_in({.email = who, .password = "not my password!"});
            if (const auto* shut = std::get_if<Shut>(&answer)) {
                wait = shut->wait;
                office.database.advance("4 seconds");
            } else {
                CHECK(office.is_wrong(answer));
                ++heard;
            }
        }
        CHECK_EQ(heard, 5);
        CHECK_GT(wait, 14min);
        office.database.advance("15 minutes");
    }
    // Counted under the address in whatever capitals.
    const auto answer = office.login.log_in({.email = "AN@registry.example", .password = "no"});
    CHECK(office.is_wrong(answer));
    office.database.advance("15 minutes");
    CHECK(std::holds_alternative<StaffLogin::In>(office.log_in(password, office.key())));
}

TEST_CASE("phone keys are not guessed inside either") {
    Office office;
    const auto session = office.enrol();
    int heard = 0;
    for (int i = 0; i < 20; ++i) {
        const auto answer = office.login.step_up(session, "000000");
        if (office.is_wrong(answer)) ++heard;
        office.database.advance("4 seconds");
    }
    CHECK_EQ(heard, 5);
    CHECK(std::holds_alternative<Shut>(office.login.step_up(session, office.key())));
}

TEST_CASE("who is disabled is out at once, and is told no more than a stranger") {
    Office office;
    const auto session = office.enrol();
    REQUIRE(office.book.disable(office.number, "cli"));
    CHECK_FALSE(office.login.session(session));
    CHECK(office.is_wrong(office.log_in(password, office.key())));
    REQUIRE(office.book.enable(office.number, "cli"));
    CHECK_FALSE(office.login.session(session));
    office.database.advance("1 minute");
    CHECK(std::holds_alternative<StaffLogin::In>(office.log_in(password, office.key())));
}

TEST_CASE("logging out ends one session, and everywhere all of them") {
    Office office;
    const auto first = office.enrol();
    const auto second = std::get<StaffLogin::In>(office.log_in(password, office.key())).session;
    const auto third = std::get<StaffLogin::In>(office.log_in(password, office.key())).session;
    CHECK(office.login.log_out(first));
    CHECK_FALSE(office.login.log_out(first));
    CHECK_FALSE(office.login.session(first));
    CHECK_EQ(office.login.log_out_everywhere(first), 0);
    CHECK_EQ(office.login.log_out_everywhere(second), 2);
    CHECK_FALSE(office.login.session(third));
}

TEST_CASE("another phone is set up by the old one or by a recovery code, and ends every session") {
    Office office;
    const auto session = office.enrol();
    CHECK(office.is_wrong(office.login.forget_phone(session, "000000", {})));
    CHECK(office.is_wrong(office.login.forget_phone("dsc_nobody", {}, office.recovery_codes[0])));
    CHECK(std::holds_alternative<StaffLogin::PhoneForgotten>(
        office.login.forget_phone(session, {}, office.recovery_codes[0])));
    CHECK_FALSE(office.login.session(session));
    const auto enrolment = std::get<Enrolment>(office.log_in(password));
    const auto in = std::get<StaffLogin::In>(office.login.enrol(enrolment.token, office.key()));
    CHECK_NE(in.recovery_codes.at(1), office.recovery_codes.at(1));
    CHECK(office.is_wrong(office.log_in(password, {}, office.recovery_codes.at(1))));
}

TEST_CASE("for whom single sign-on vouches is in without a password, and not stepped up") {
    Office office;
    const auto vouched = [&](const std::string& who) {
        return office.login.log_in(adapters::Proven{
            .issuer = "https://login.registry.example", .subject = "id of An", .email = who});
    };
    CHECK(office.is_wrong(vouched(email)));
    office.number =
        office.book.add({.email = email, .name = "An Peeters", .roles = {"clerk"}}, "cli")
            ->member.number;
    const auto enrolment = std::get<Enrolment>(vouched(email));
    const auto first = std::get<StaffLogin::In>(office.login.enrol(enrolment.token, office.key()));
    CHECK(office.login.session(first.session)->stepped_up);
    const auto in = std::get<StaffLogin::In>(vouched("An@Registry.Example"));
    CHECK_FALSE(office.login.session(in.session)->stepped_up);
    const auto next =
        std::get<StaffLogin::SteppedUp>(office.login.step_up(in.session, office.key()));
    CHECK(office.login.session(next.session)->stepped_up);
    CHECK_EQ(office.database.ask("select said->>'by' from staff_log where what = 'logged_in'"
                                 " order by line desc limit 1"),
             "provider");
    REQUIRE(office.book.disable(office.number, "cli"));
    CHECK(office.is_wrong(vouched(email)));
    CHECK(office.is_wrong(vouched("bo@registry.example")));
}

TEST_CASE("who is vouched for is known by its subject, whatever becomes of its address") {
    Office office;
    const auto add = [&](const std::string& address) {
        return office.book.add({.email = address, .name = "An", .roles = {"clerk"}}, "cli")
            ->member.number;
    };
    const auto an = add(email);
    const auto bo = add("bo@registry.example");
    std::string issuer = "https://login.registry.example";
    const auto who = [&](const std::string& subject, const std::string& address) {
        const auto member = office.book.vouched_for({issuer, subject, address});
        return member ? member->number : 0;
    };
    CHECK_EQ(who("1", email), an);
    CHECK_EQ(who("1", "peeters@registry.example"), an);  // Another name at the provider.
    CHECK_EQ(who("1", "bo@registry.example"), an);
    CHECK_EQ(who("2", email), 0);  // Who has got the address of one that has left.
    CHECK_EQ(who("2", "no address"), 0);
    CHECK_EQ(who("2", "Bo@Registry.example"), bo);
    CHECK_EQ(office.database.ask("select count(*) from staff_log where what = 'sign_on_bound'"),
             "2");
    REQUIRE(office.book.invite(an, false, "cli"));
    CHECK_EQ(who("2", email), bo);
    CHECK_EQ(who("3", email), an);
    issuer = "https://new.registry.example";
    CHECK_EQ(who("3", "bo@registry.example"), bo);
    REQUIRE(office.book.disable(an, "cli"));
    CHECK_EQ(who("4", email), 0);
}

}  // namespace staff_login_test
