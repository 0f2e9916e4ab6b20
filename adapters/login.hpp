// A registrar logs in: with its password and the key of its phone, which the first login shows it
// how to make.

#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "adapters/accounts.hpp"
#include "adapters/entrance.hpp"
#include "adapters/knocks.hpp"
#include "adapters/reading.hpp"

namespace adapters {

struct LoggedIn {
    Registrar registrar;
    std::string session;  // What every later request brings; nobody can read it here again.
    engine::Time expires;
    std::vector<std::string> recovery_codes = {};  // Shown this once, after an enrolment.
};

class Login {
public:
    struct Credentials {
        std::string registrar_id;
        std::string password;
        std::string phone_key;
        std::string recovery_code;  // Instead of it.
    };
    static constexpr Accounts::Limits session_limits{.idle = std::chrono::minutes{15},
                                                     .absolute = std::chrono::hours{8}};
    static constexpr Accounts::Limits enrolment_limits{.idle = std::chrono::minutes{15},
                                                       .absolute = std::chrono::minutes{15}};

    // `issuer` is what the phone shows beside the key: the registry's name.
    Login(Reading& reading, Accounts& accounts, Knocks& knocks, std::string issuer)
        : reading_{reading}, accounts_{accounts}, knocks_{knocks}, issuer_{std::move(issuer)} {}

    std::variant<LoggedIn, Enrolment, WrongLogin, Shut> log_in(const Credentials&);

    // The first key of a phone that has read the picture.
    std::variant<LoggedIn, WrongLogin, Shut> enrol(const std::string& token,
                                                   const std::string& phone_key);

    struct Open {
        Registrar registrar;
        engine::Time expires;
    };
    std::optional<Open> session(const std::string& token);  // Each look keeps it open.
    bool log_out(const std::string& token);

private:
    LoggedIn opened(engine::CaseId);

    Reading& reading_;
    Accounts& accounts_;
    Knocks& knocks_;
    std::string issuer_;
};

}  // namespace adapters
