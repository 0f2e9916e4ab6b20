// Text messages through Twilio's Programmable Messaging: "Create a Message resource" of
// https://www.twilio.com/docs/messaging/api/message-resource, API version 2010-04-01.
//
//   POST /2010-04-01/Accounts/{account}/Messages.json   To, Body, From or MessagingServiceSid
//
// as a form, with the account and its token as HTTP Basic.  It has no idempotency keys: a message
// whose answer was lost may come twice, with the same code.  Errors are JSON with Twilio's own
// number beside the status; the numbers are added to now and then, so what is not known to be about
// the recipient is told to the operator in Twilio's words.

#pragma once

#include <string>

#include "adapters/neighbour.hpp"
#include "adapters/sms.hpp"

namespace sms {

class Twilio {
public:
    struct Access {
        std::string url = "https://api.twilio.com";
        std::string account;  // "AC…"
        std::string token;    // Its auth token.
        std::string sender;   // "+32460200000", a name of up to 11 letters, or "MG…": a service.
    };

    Twilio(const Access&, const adapters::Send&);

    void send(const adapters::Sms&) const;  // As adapters::SendSms.

private:
    adapters::Neighbour api_;
    std::string path_;
    std::string sender_;
};

}  // namespace sms
