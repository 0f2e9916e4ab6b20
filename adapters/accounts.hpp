// The accounts with which registrars log in: passwords, phone keys, recovery codes, sessions.
//
// adapters/postgres implements it.  Whatever is keyed in is compared with a hash and in constant
// time, and what may be used once is used up in the same statement that looks at it: two servers
// that are asked at once do not both say yes.

#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/store.hpp"

namespace adapters {

struct Registrar {
    engine::CaseId of;
    std::string reference;
    std::string id;
};

struct Account {
    bool enrolled = false;  // A phone key is asked for.
    std::string mobile;     // Has received an SMS code; empty: none has.
    std::string set_by;     // What named the request that chose the password; may be empty.
    std::string secret;     // Of the phone key; empty while none was shown.
};

struct NewPassword {
    std::string code;  // The activation code that it is chosen with, by code_that_counts().
    std::string password;
    std::string set_by;
    std::string mobile;         // That an SMS code has just come to; empty: leaves it as it is.
    bool forget_phone = false;  // The next login shows a new secret.
};

struct Session {
    engine::CaseId of;
    engine::Time opened;
};

class Accounts {
public:
    virtual ~Accounts() = default;

    // As typed; empty if nobody has it.
    virtual std::optional<Registrar> registrar(const std::string& registrar_id) = 0;
    virtual std::optional<Registrar> registrar(engine::CaseId) = 0;
    virtual std::optional<Account> find(engine::CaseId) = 0;

    // ---- Passwords.  At most four are hashed at a time; others wait for their turn. -------------

    virtual std::optional<std::string> code_that_counts(engine::CaseId) = 0;
    // False if the code was used, or replaced, meanwhile.  Ends every session of the account.
    virtual bool open(engine::CaseId, const NewPassword&) = 0;
    // Takes the same time for nobody.
    virtual bool password_is_right(std::optional<engine::CaseId>, const std::string& password) = 0;

    // ---- Phone keys (RFC 6238): 160 bits of secret, each step usable once. ----------------------

    // The same until it is enrolled; empty if it is.
    virtual std::optional<std::string> offer_secret(engine::CaseId) = 0;
    // Ten recovery codes of 120 bits, to be shown once; empty if a colleague was first.
    virtual std::vector<std::string> enrol(engine::CaseId, std::int64_t step) = 0;
    virtual bool take_step(engine::CaseId, std::int64_t step) = 0;
    virtual bool use_recovery_code(engine::CaseId, const std::string& typed) = 0;

    // ---- Sessions -------------------------------------------------------------------------------

    enum class Kind { session, enrolment };
    struct Limits {
        std::chrono::seconds idle;
        std::chrono::seconds absolute;
    };
    virtual std::string open_session(engine::CaseId, Kind) = 0;  // Its token, 256 random bits.
    virtual std::optional<Session> see_session(const std::string& token, Kind, Limits) = 0;
    virtual bool end_session(const std::string& token) = 0;
};

}  // namespace adapters
