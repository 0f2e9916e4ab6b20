// A text message to a mobile phone, for whoever has one to send and must not know by whom.

#pragma once

#include <functional>
#include <string>

#include "engine/fault.hpp"

namespace adapters {

struct Sms {
    std::string to;         // "+32.497111111", as RFC 5733 writes it and as we keep it.
    std::string text;       // At most 160 letters of GSM 03.38, so that it is one message.
    std::string reference;  // Ours, for whoever reads the provider's log.
};

// The provider will not send to this number, today or tomorrow: it has to be another one.
struct RefusedNumber : engine::Rejected {
    using engine::Rejected::Rejected;
};

// Hands it to the provider.  Throws engine::Unavailable to be asked again later, RefusedNumber, and
// engine::Rejected, which names the setting that is wrong.
using SendSms = std::function<void(const Sms&)>;

// "+32497111111", as ITU-T E.164 writes it and as providers want it.
std::string e164(const std::string& kept);

}  // namespace adapters
