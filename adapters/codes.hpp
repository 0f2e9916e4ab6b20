// The registrar ID, the security code of the letter and the activation code of the e-mail.
//
// Whoever sends a code asks for it here, sends it, and confirms.  The key of the effect names the
// sending: until it is confirmed the same key gives the same code, so that a retry after a crash
// does not send another one.  Afterwards nobody can read the code any more, only check it.

#pragma once

#include <optional>
#include <string>

#include "engine/store.hpp"

namespace adapters {

struct Keyed {  // What somebody has keyed in on the activation page; spaces and dashes are ignored.
    std::string registrar_id;
    std::string activation_code;
    std::string security_code;
};

struct Verdict {
    enum class Of {
        right,
        wrong,               // At least one of the three; which one is not told.  One try less.
        locked,              // No tries were left: a new activation code is needed.
        activation_expired,  // A new activation code is needed.
        letter_expired,      // A new letter is needed.
        nothing_sent,        // There is no activation code, or no letter.
        activation_used,     // A password was chosen with it: a new activation code is needed.
    } of;
    int tries_left = 0;
    bool operator==(const Verdict&) const = default;
};

class Codes {
public:
    virtual ~Codes() = default;

    // The next free number the first time, without gaps; then the same for this case for good.
    virtual std::string registrar_id(engine::CaseId, const std::string& reference) = 0;

    // Twelve digits; the letters before this one become void.  Empty if there is nothing to send:
    // the letter is confirmed, or a later one has taken its place meanwhile.
    virtual std::optional<std::string> security_code(engine::CaseId, const std::string& key) = 0;

    // "7KQ2-M9XF"; the same, for the e-mail.  Wrong tries are counted for each code anew.
    virtual std::optional<std::string> activation_code(engine::CaseId, const std::string& key) = 0;

    // It is on its way; `sent_as` is what the one who carries it calls it.
    virtual void confirm(const std::string& key, const std::string& sent_as) = 0;
    virtual std::optional<std::string> confirmed(const std::string& key) = 0;  // `sent_as`, if so.

    // The security code in this letter is not to be accepted any more.
    virtual void void_letter(engine::CaseId, const std::string& letter) = 0;

    virtual Verdict check(engine::CaseId, const Keyed&) = 0;
};

}  // namespace adapters
