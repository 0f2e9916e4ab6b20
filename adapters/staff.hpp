// The registry's own people: who they are, in which roles, and what the book of them keeps.
//
// adapters/postgres/staff_book.hpp implements the book; adapters/staff_desk.hpp is where
// administrators change it, adapters/staff_login.hpp the door.  As with registrars' accounts,
// whatever is keyed in is compared with a hash and in constant time, and what may be used once is
// used up in the statement that looks at it.

#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/sign_on.hpp"
#include "engine/workflow.hpp"
#include "states/sign_up.hpp"

namespace adapters {

struct NewMember {
    std::string email;
    std::string name;
    std::string language = "en";     // "en", "nl", "fr"
    std::vector<std::string> roles;  // "clerk", "approver", "finance", "auditor", "administrator"
    std::string until;  // The last day, "2027-01-31", where the registry is; empty: no end.
};

struct Member {
    std::int64_t number = 0;
    std::string email;
    std::string name;
    std::string language;
    std::vector<std::string> roles;
    std::string until;          // As above.
    bool may_work = false;      // Neither disabled nor past its last day.
    bool has_password = false;  // An invitation was accepted.
    bool enrolled = false;      // A phone key is asked for.
    engine::Time added;
    std::optional<engine::Time> disabled;
    bool single_keys = true;  // Single keys do something on its pages (WCAG 2.1.4).
};

// Everything that is wrong with a member, at once: an administrator does not decide on
// applications, an auditor reads only, and not for ever.  `today` is "2026-11-28".
std::vector<states::Problem> flaws_of(const NewMember&, const std::string& today);

// What an address is looked for by: it is one person's in whatever capitals.
std::string folded_email(const std::string& typed);

// As the journal and the log of staff name a member: "staff:17".
std::string actor_of(const Member&);

// Of "dsc_<of its forms>.<of nothing else>", a session's token: what a step-up leaves as it is, so
// that forms which are open in other windows can still be sent.
std::string_view part_of_forms(std::string_view session);

struct Invitation {
    Member member;
    std::string token;  // Shown this once; good for one password.
};

struct StaffSession {
    Member member;
    engine::Time opened;
    bool proved = false;  // A phone key was shown recently.
};

struct StaffLine {
    std::int64_t number = 0;
    engine::Time at;
    std::string actor;       // Who: "cli", "staff:1".
    std::string what;        // "added", "changed", "invited", "disabled", "enabled",
                             // "password_chosen", "phone_enrolled", "phone_forgotten", "logged_in",
                             // "recovery_code_used", "stepped_up", "logged_out_everywhere",
                             // "password_changed", "glass_broken", "token_made", "token_withdrawn",
                             // "sign_on_bound"
    std::int64_t staff = 0;  // To whom; 0: to nobody of staff.
    std::string said;        // A JSON object: roles, language, until, by, application, token, …
};

// `who` is an actor for the log, which has a line for every change.
class StaffBook {
public:
    virtual ~StaffBook() = default;

    // ---- Members; numbers of nobody are answered with false or empty. --------------------------

    virtual std::vector<Member> members() = 0;  // By name.
    virtual std::optional<Member> member(std::int64_t number) = 0;
    virtual std::optional<Member> member_at(const std::string& email) = 0;  // However it is typed.
    // By the subject; by the address for the first time, and after an invitation.
    virtual std::optional<Member> vouched_for(const Proven&) = 0;
    virtual std::optional<Invitation> add(const NewMember&,
                                          const std::string& who) = 0;  // Or taken.
    virtual bool change(std::int64_t number, const NewMember&, const std::string& who) = 0;
    virtual bool disable(std::int64_t number,
                         const std::string& who) = 0;  // And ends its sessions.
    virtual bool enable(std::int64_t number, const std::string& who) = 0;
    virtual void set_single_keys(std::int64_t number, bool on) = 0;  // Its own wish: no line.
    virtual std::vector<StaffLine> log(std::int64_t before, int limit) = 0;  // The latest first.

    // ---- Invitations: a link to choose a password with, good for 72 hours and once. -------------

    // Voids the password, an older link and every session, and with `forget_phone` the phone.
    virtual std::optional<std::string> invite(std::int64_t number, bool forget_phone,
                                              const std::string& who) = 0;
    virtual std::optional<Member> invited(const std::string& token) = 0;
    virtual std::optional<Member> accept(const std::string& token, const std::string& password) = 0;

    // ---- Passwords and phone keys: none is right of a member who may not work. ------------------

    // The session with this token goes on; every other one of the member's ends.
    virtual bool change_password(std::int64_t number, const std::string& password,
                                 const std::string& session) = 0;
    // Takes the same time for nobody.
    virtual bool password_is_right(std::optional<std::int64_t> number,
                                   const std::string& password) = 0;
    virtual std::string phone_secret(std::int64_t number) = 0;  // Empty while none was shown.
    virtual std::optional<std::string> offer_secret(std::int64_t number) = 0;
    // Ten recovery codes, to be shown once; empty if another server was first.
    virtual std::vector<std::string> enrol(std::int64_t number, std::int64_t step) = 0;
    virtual bool take_step(std::int64_t number, std::int64_t step) = 0;
    virtual bool use_recovery_code(std::int64_t number, const std::string& typed) = 0;
    virtual void forget_phone(std::int64_t number, const std::string& who) = 0;

    // ---- Sessions -------------------------------------------------------------------------------

    enum class Kind { session, enrolment };
    enum class Proof { none, phone_key, recovery_code, provider };  // Beside a password, or for it.
    struct Limits {
        std::chrono::seconds idle;
        std::chrono::seconds absolute;
        std::chrono::seconds proof;  // How long a phone key counts as recent.
    };
    virtual std::string open_session(std::int64_t number, Kind,
                                     Proof) = 0;  // Its token, 256 random bits.
    // Empty at once for a member who may not work any more.
    virtual std::optional<StaffSession> see_session(const std::string& token, Kind, Limits) = 0;
    // A phone key was shown: the session's next token.
    virtual std::optional<std::string> prove_session(const std::string& token) = 0;
    virtual bool end_session(const std::string& token) = 0;
    virtual int end_sessions(std::int64_t number) = 0;
};

}  // namespace adapters
