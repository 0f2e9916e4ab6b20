// Text messages through a gateway of one's own, in the plainest format that does the job:
//
//   POST /messages  {"to": "+32497111111", "text": …, "reference": …, "sender": …}
//
// with the key as bearer token.  201 or 202 say that it is on its way.  A number that cannot get
// any is refused with 422 and {"error": …, "field": "to"}.

#pragma once

#include <string>

#include "adapters/neighbour.hpp"
#include "adapters/sms.hpp"

namespace sms {

class Gateway {
public:
    // `sender` is what the phone shows; empty: the gateway's own.
    Gateway(adapters::Neighbour::Access, const adapters::Send&, std::string sender);

    void send(const adapters::Sms&) const;  // As adapters::SendSms.

private:
    adapters::Neighbour gateway_;
    std::string sender_;
};

}  // namespace sms
