// Whether a representative has the mobile phone whose number was given: a code goes there by SMS
// and comes back through the page.

#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <variant>

#include "adapters/knocks.hpp"
#include "adapters/sms.hpp"
#include "adapters/sms_codes.hpp"
#include "engine/store.hpp"

namespace adapters {

// The words of the message, in a language of the catalogue.
using WriteSms = std::function<std::string(const std::string& language, const std::string& code)>;

class MobileCheck {
public:
    struct Recipient {
        engine::CaseId of;
        std::string reference;
        std::string mobile;  // "+32.497111111"
        std::string language;
    };

    // Without a way to send it is off: then nobody is asked for a code.
    MobileCheck(SendSms send, WriteSms write, SmsCodes& codes, Knocks& knocks)
        : send_{std::move(send)}, write_{std::move(write)}, codes_{codes}, knocks_{knocks} {}

    bool is_on() const { return static_cast<bool>(send_); }

    // Sends a code, at first at once and then after growing pauses.  Throws like SendSms.
    std::optional<Shut> send(const Recipient&);

    SmsVerdict check(engine::CaseId of, const std::string& mobile, const std::string& typed) {
        return codes_.check(of, mobile, typed);
    }

private:
    SendSms send_;
    WriteSms write_;
    SmsCodes& codes_;
    Knocks& knocks_;
};

// "+32 ••••• 11": enough to recognise one's own number, too little to learn somebody else's.
std::string masked_number(const std::string& mobile);

}  // namespace adapters
