#include "adapters/login.hpp"

#include "adapters/phone_key.hpp"
#include "adapters/phone_try.hpp"

namespace adapters {
namespace {

using namespace std::chrono_literals;

constexpr auto login_door = "login";

}  // namespace

LoggedIn Login::opened(engine::CaseId id) {
    return {.registrar = accounts_.registrar(id).value(),
            .session = accounts_.open_session(id, Accounts::Kind::session),
            .expires = reading_.now() + session_limits.absolute};
}

std::variant<LoggedIn, Enrolment, WrongLogin, Shut> Login::log_in(const Credentials& given) {
    const auto registrar = accounts_.registrar(given.registrar_id);
    const auto subject = registrar ? registrar->id : given.registrar_id;  // However it is typed.
    const auto knock = knocks_.take(login_door, subject, waits_at_login);
    if (knock.wait > 0s) return Shut{knock.wait};
    const auto id = registrar ? std::optional{registrar->of} : std::nullopt;
    if (!accounts_.password_is_right(id, given.password)) return WrongLogin{};

    const auto account = accounts_.find(*id).value();
    if (!account.enrolled) {
        const auto secret = accounts_.offer_secret(*id);
        if (!secret) return WrongLogin{};  // Enrolled this very moment, by somebody else.
        knocks_.forgive(login_door, subject);
        return enrolment_with(accounts_.open_session(*id, Accounts::Kind::enrolment), *secret,
                              issuer_, registrar->id);
    }
    if (given.phone_key.empty() && given.recovery_code.empty()) return WrongLogin{};
    const auto tried = try_phone(phone_of(accounts_, *id), knocks_,
                                 {.secret = account.secret,
                                  .phone_key = given.phone_key,
                                  .recovery_code = given.recovery_code,
                                  .now = reading_.now()});
    if (tried.wait > 0s) return Shut{tried.wait};
    if (!tried.right) return WrongLogin{};
    knocks_.forgive(login_door, subject);
    return opened(*id);
}

std::variant<LoggedIn, WrongLogin, Shut> Login::enrol(const std::string& token,
                                                      const std::string& phone_key) {
    const auto session = accounts_.see_session(token, Accounts::Kind::enrolment, enrolment_limits);
    if (!session) return WrongLogin{};
    const auto subject = std::to_string(session->of.number);
    const auto knock = knocks_.take("enrolment", subject, waits_at_login);
    if (knock.wait > 0s) return Shut{knock.wait};
    const auto account = accounts_.find(session->of);
    if (!account || account->enrolled) return WrongLogin{};
    const auto step = step_of(account->secret, phone_key, reading_.now());
    if (!step) return WrongLogin{};
    auto codes = accounts_.enrol(session->of, *step);
    if (codes.empty()) return WrongLogin{};
    knocks_.forgive("enrolment", subject);
    accounts_.end_session(token);
    auto logged_in = opened(session->of);
    logged_in.recovery_codes = std::move(codes);
    return logged_in;
}

std::optional<Login::Open> Login::session(const std::string& token) {
    const auto session = accounts_.see_session(token, Accounts::Kind::session, session_limits);
    if (!session) return std::nullopt;
    return Open{accounts_.registrar(session->of).value(),
                session->opened + session_limits.absolute};
}

bool Login::log_out(const std::string& token) { return accounts_.end_session(token); }

}  // namespace adapters
