// A member of staff logs in: with e-mail address, password and the key of its phone, which the
// first login shows it how to make.  The password is chosen through an invitation.

#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "adapters/applications.hpp"
#include "adapters/entrance.hpp"
#include "adapters/knocks.hpp"
#include "adapters/reading.hpp"
#include "adapters/sign_on.hpp"
#include "adapters/staff.hpp"

namespace adapters {

struct NoInvitation {};  // Used, expired, replaced by a newer one, or never there.

class StaffLogin {
public:
    // OWASP ASVS 5.0, 7.3.1 and 7.3.2: a session rests for fifteen minutes and lasts for an office
    // day; 7.5.3: what is worth it asks for a phone key of the last five minutes.
    static constexpr StaffBook::Limits session_limits{.idle = std::chrono::minutes{15},
                                                      .absolute = std::chrono::hours{8},
                                                      .proof = std::chrono::minutes{5}};
    static constexpr StaffBook::Limits enrolment_limits{.idle = std::chrono::minutes{15},
                                                        .absolute = std::chrono::minutes{15},
                                                        .proof = std::chrono::minutes{5}};

    // `registry` is what the phone shows beside the key.
    StaffLogin(Reading& reading, StaffBook& book, Knocks& knocks, std::string registry)
        : reading_{reading}, book_{book}, knocks_{knocks}, registry_{std::move(registry)} {}

    // ---- The invitation -------------------------------------------------------------------------

    std::optional<Member> invited(const std::string& token);  // Uses nothing up.
    std::variant<Member, Invalid, NoInvitation> accept(const std::string& token,
                                                       const std::string& password);

    // ---- The door -------------------------------------------------------------------------------

    struct Credentials {
        std::string email;
        std::string password;
        std::string phone_key;
        std::string recovery_code;  // Instead of it; such a session is not stepped up.
    };
    struct In {
        Member member;
        std::string session;  // What every later request brings; nobody can read it here again.
        engine::Time expires;
        std::vector<std::string> recovery_codes = {};  // Shown this once, after an enrolment.
    };
    std::variant<In, Enrolment, WrongLogin, Shut> log_in(const Credentials&);

    // The same for whom single sign-on vouches, in place of the password.  A session without a
    // phone key is not stepped up; who has no phone yet makes its key first.
    std::variant<In, Enrolment, WrongLogin> log_in(const Proven&);

    // The first key of a phone that has read the picture.
    std::variant<In, WrongLogin, Shut> enrol(const std::string& token,
                                             const std::string& phone_key);

    // ---- Inside: nobody is any more whose account was disabled or has come to its last day. -----

    struct Open {
        Member member;
        engine::Time opened;
        engine::Time expires;
        bool stepped_up = false;  // A phone key was shown in the last five minutes.
    };
    std::optional<Open> session(const std::string& token);  // Each look keeps it open.

    struct SteppedUp {
        std::string session;  // The old token is good no longer.
    };
    std::variant<SteppedUp, WrongLogin, Shut> step_up(const std::string& token,
                                                      const std::string& phone_key);

    // Another password, with the old one and a phone key of the last five minutes.  Every other
    // session of the member's ends.
    struct PasswordChanged {};
    std::variant<PasswordChanged, Invalid, Forbidden, WrongLogin, Shut> change_password(
        const std::string& token, const std::string& old_password, const std::string& password);

    // Another phone: proved by the old one, or by a recovery code.  Ends every session, and the
    // next login shows a new secret.
    struct PhoneForgotten {};
    std::variant<PhoneForgotten, WrongLogin, Shut> forget_phone(const std::string& token,
                                                                const std::string& phone_key,
                                                                const std::string& recovery_code);

    void choose_keys(const Member& own, bool single_keys) {
        book_.set_single_keys(own.number, single_keys);
    }

    bool log_out(const std::string& token);
    int log_out_everywhere(
        const std::string& token);  // How many sessions have ended, this one too.

private:
    std::variant<bool, Shut> shows(const Member&, const std::string& phone_key,
                                   const std::string& recovery_code);
    std::optional<states::Problem> flaw_of(const Member&, const std::string& password) const;
    std::optional<Enrolment> enrolment_of(const Member&);
    In opened(const Member&, StaffBook::Proof);

    Reading& reading_;
    StaffBook& book_;
    Knocks& knocks_;
    std::string registry_;
};

}  // namespace adapters
