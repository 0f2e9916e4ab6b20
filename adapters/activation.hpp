// Step 5: the registrar keys in its codes and chooses a password; and the same page once more for
// who has forgotten it.  The codes never reach the journal; what came of them does.

#pragma once

#include <chrono>
#include <string>
#include <variant>
#include <vector>

#include "adapters/accounts.hpp"
#include "adapters/applications.hpp"
#include "adapters/codes.hpp"
#include "adapters/knocks.hpp"
#include "adapters/mobile_check.hpp"
#include "states/facts.hpp"

namespace adapters {

struct Activated {
    std::string reference;
};
struct WrongCodes {
    Verdict verdict;
};
struct WrongSmsCode {  // The other three were right.
    bool missing = false;
    SmsVerdict verdict = {};
};
struct WrongPhoneKey {  // Likewise; asked for if the account has one.
    bool missing = false;
};
struct SmsSent {
    std::string to;  // Masked.
};
struct NoSms {};  // Nobody is asked for an SMS code here.

class Activation {
public:
    struct Page {               // As it was filled in; what was left out is empty.
        std::string reference;  // Of the link to the page; without it the registrar ID tells.
        Keyed codes;
        std::string password;
        std::string sms_code;
        std::string phone_key;
        std::string recovery_code;  // For who has lost the phone: the next login shows a new one.
        std::string key;            // Lets who got no answer ask again: what was done is told.
    };
    using Outcome =
        std::variant<Activated, Invalid, WrongCodes, WrongSmsCode, WrongPhoneKey, Shut, Refused>;

    Activation(engine::Engine& engine, Reading& reading, Codes& codes, Accounts& accounts,
               Knocks& knocks, MobileCheck& mobile)
        : engine_{engine},
          reading_{reading},
          codes_{codes},
          accounts_{accounts},
          knocks_{knocks},
          mobile_{mobile} {}

    bool asks_for_sms_code() const { return mobile_.is_on(); }

    // The first time it activates the account.  Later it only sets the password, with a new
    // activation code and the same security code, and a phone key if the account has one.
    Outcome activate(const Page&);

    // Sends a code to the representative's mobile number, for who has the three others right.
    // Throws like SendSms.
    std::variant<SmsSent, NoSms, WrongCodes, Shut> send_sms(const std::string& reference,
                                                            const Keyed&);

private:
    struct Person {  // Whose codes were right.
        Dossier dossier;
        states::Facts facts;
        std::string subject;  // Of its knocks.
    };
    struct Knocking {
        std::optional<Dossier> dossier;
        std::string subject;
        int count;
    };
    std::optional<Dossier> dossier_of(const std::string& reference, const Keyed&);
    std::variant<Knocking, Shut> knock(const std::string& reference, const Keyed&);
    std::variant<Person, WrongCodes> judge(const Knocking&, const Keyed&);
    void tell(const Dossier&, Verdict);

    bool was_done_by(engine::CaseId, const Page&);
    std::optional<WrongSmsCode> flaw_of_sms(const Person&, const std::optional<Account>&,
                                            const Page&);
    std::optional<Outcome> flaw_of_phone(const Person&, const std::optional<Account>&, const Page&);
    std::optional<Refused> note_activated(const Person&, const Page&);

    engine::Engine& engine_;
    Reading& reading_;
    Codes& codes_;
    Accounts& accounts_;
    Knocks& knocks_;
    MobileCheck& mobile_;
};

}  // namespace adapters
