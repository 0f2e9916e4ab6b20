#include "adapters/staff_login.hpp"

#include "adapters/password.hpp"
#include "adapters/phone_key.hpp"
#include "adapters/phone_try.hpp"

namespace adapters {
namespace {

using namespace std::chrono_literals;
using Kind = StaffBook::Kind;
using Proof = StaffBook::Proof;

constexpr auto login_door = "staff login";
constexpr auto enrolment_door = "staff enrolment";

Phone phone_of(StaffBook& book, const Member& member) {
    const auto number = member.number;
    return {
        .subject = actor_of(member),
        .take_step = [&book, number](auto step) { return book.take_step(number, step); },
        .use_recovery_code =
            [&book, number](const auto& typed) { return book.use_recovery_code(number, typed); }};
}

}  // namespace

// ---- The invitation -----------------------------------------------------------------------------

std::optional<states::Problem> StaffLogin::flaw_of(const Member& member,
                                                   const std::string& password) const {
    const auto local_part = member.email.substr(0, member.email.find('@'));
    return flaw_of_password(password, {member.email, local_part, member.name, registry_});
}

std::optional<Member> StaffLogin::invited(const std::string& token) { return book_.invited(token); }

std::variant<Member, Invalid, NoInvitation> StaffLogin::accept(const std::string& token,
                                                               const std::string& password) {
    const auto member = book_.invited(token);  // First: strangers are not worth a hash.
    if (!member) return NoInvitation{};
    if (auto flaw = flaw_of(*member, password)) return Invalid{{*flaw}};
    if (auto accepted = book_.accept(token, password)) return *accepted;
    return NoInvitation{};
}

// ---- The door -----------------------------------------------------------------------------------

StaffLogin::In StaffLogin::opened(const Member& member, Proof proof) {
    return {.member = member,
            .session = book_.open_session(member.number, Kind::session, proof),
            .expires = reading_.now() + session_limits.absolute};
}

// Empty if it was enrolled this very moment, by somebody else.
std::optional<Enrolment> StaffLogin::enrolment_of(const Member& member) {
    const auto secret = book_.offer_secret(member.number);
    if (!secret) return std::nullopt;
    return enrolment_with(book_.open_session(member.number, Kind::enrolment, Proof::none), *secret,
                          registry_, member.email);
}

std::variant<bool, Shut> StaffLogin::shows(const Member& member, const std::string& phone_key,
                                           const std::string& recovery_code) {
    const auto tried = try_phone(phone_of(book_, member), knocks_,
                                 {.secret = book_.phone_secret(member.number),
                                  .phone_key = phone_key,
                                  .recovery_code = recovery_code,
                                  .now = reading_.now()});
    if (tried.wait > 0s) return Shut{tried.wait};
    return tried.right;
}

std::variant<StaffLogin::In, Enrolment, WrongLogin, Shut> StaffLogin::log_in(
    const Credentials& given) {
    const auto subject = folded_email(given.email);
    const auto knock = knocks_.take(login_door, subject, waits_at_login);
    if (knock.wait > 0s) return Shut{knock.wait};
    const auto member = book_.member_at(given.email);
    const auto number = member ? std::optional{member->number} : std::nullopt;
    if (!book_.password_is_right(number, given.password)) return WrongLogin{};

    if (!member->enrolled) {
        auto enrolment = enrolment_of(*member);
        if (!enrolment) return WrongLogin{};
        knocks_.forgive(login_door, subject);
        return *std::move(enrolment);
    }
    if (given.phone_key.empty() && given.recovery_code.empty()) return WrongLogin{};
    const auto shown = shows(*member, given.phone_key, given.recovery_code);
    if (const auto* shut = std::get_if<Shut>(&shown)) return *shut;
    if (!std::get<bool>(shown)) return WrongLogin{};
    knocks_.forgive(login_door, subject);
    return opened(*member, given.recovery_code.empty() ? Proof::phone_key : Proof::recovery_code);
}

std::variant<StaffLogin::In, Enrolment, WrongLogin> StaffLogin::log_in(const Proven& proven) {
    const auto member = book_.vouched_for(proven);
    if (!member) return WrongLogin{};
    if (member->enrolled) return opened(*member, Proof::provider);
    auto enrolment = enrolment_of(*member);
    if (!enrolment) return WrongLogin{};
    return *std::move(enrolment);
}

std::variant<StaffLogin::In, WrongLogin, Shut> StaffLogin::enrol(const std::string& token,
                                                                 const std::string& phone_key) {
    const auto session = book_.see_session(token, Kind::enrolment, enrolment_limits);
    if (!session) return WrongLogin{};
    const auto& member = session->member;
    const auto subject = actor_of(member);
    const auto knock = knocks_.take(enrolment_door, subject, waits_at_login);
    if (knock.wait > 0s) return Shut{knock.wait};
    if (member.enrolled) return WrongLogin{};
    const auto step = step_of(book_.phone_secret(member.number), phone_key, reading_.now());
    if (!step) return WrongLogin{};
    auto codes = book_.enrol(member.number, *step);
    if (codes.empty()) return WrongLogin{};
    knocks_.forgive(enrolment_door, subject);
    book_.end_session(token);
    auto in = opened(book_.member(member.number).value(), Proof::phone_key);
    in.recovery_codes = std::move(codes);
    return in;
}

// ---- Inside -------------------------------------------------------------------------------------

std::optional<StaffLogin::Open> StaffLogin::session(const std::string& token) {
    auto session = book_.see_session(token, Kind::session, session_limits);
    if (!session) return std::nullopt;
    return Open{.member = std::move(session->member),
                .opened = session->opened,
                .expires = session->opened + session_limits.absolute,
                .stepped_up = session->proved};
}

std::variant<StaffLogin::SteppedUp, WrongLogin, Shut> StaffLogin::step_up(
    const std::string& token, const std::string& phone_key) {
    const auto session = book_.see_session(token, Kind::session, session_limits);
    if (!session) return WrongLogin{};
    const auto shown = shows(session->member, phone_key, {});
    if (const auto* shut = std::get_if<Shut>(&shown)) return *shut;
    if (!std::get<bool>(shown)) return WrongLogin{};
    if (auto next = book_.prove_session(token)) return SteppedUp{*next};
    return WrongLogin{};  // Ended meanwhile.
}

std::variant<StaffLogin::PasswordChanged, Invalid, Forbidden, WrongLogin, Shut>
StaffLogin::change_password(const std::string& token, const std::string& old_password,
                            const std::string& password) {
    const auto session = book_.see_session(token, Kind::session, session_limits);
    if (!session) return WrongLogin{};
    if (!session->proved)
        return Forbidden{"A password is changed with a phone key of the last five minutes."};
    const auto& member = session->member;
    if (auto flaw = flaw_of(member, password)) return Invalid{{*flaw}};
    const auto subject = folded_email(member.email);
    const auto knock = knocks_.take(login_door, subject, waits_at_login);
    if (knock.wait > 0s) return Shut{knock.wait};
    if (!book_.password_is_right(member.number, old_password)) return WrongLogin{};
    knocks_.forgive(login_door, subject);
    if (!book_.change_password(member.number, password, token)) return WrongLogin{};
    return PasswordChanged{};
}

std::variant<StaffLogin::PhoneForgotten, WrongLogin, Shut> StaffLogin::forget_phone(
    const std::string& token, const std::string& phone_key, const std::string& recovery_code) {
    const auto session = book_.see_session(token, Kind::session, session_limits);
    if (!session) return WrongLogin{};
    const auto shown = shows(session->member, phone_key, recovery_code);
    if (const auto* shut = std::get_if<Shut>(&shown)) return *shut;
    if (!std::get<bool>(shown)) return WrongLogin{};
    book_.forget_phone(session->member.number, actor_of(session->member));
    return PhoneForgotten{};
}

bool StaffLogin::log_out(const std::string& token) { return book_.end_session(token); }

int StaffLogin::log_out_everywhere(const std::string& token) {
    const auto session = book_.see_session(token, Kind::session, session_limits);
    return session ? book_.end_sessions(session->member.number) : 0;
}

}  // namespace adapters
