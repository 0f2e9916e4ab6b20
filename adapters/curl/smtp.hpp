// Hands a finished message to the mail server that the configuration names.

#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace curl {

struct SmtpSettings {
    std::string url;  // "smtps://mail.example:465", or "smtp://mail.example:587" with starttls.
    std::string user = {};  // Empty: no authentication.
    std::string password = {};
    bool starttls = true;  // Needed, not tried: without it nothing is sent over smtp://.
    std::string ca_file = {};
    std::string helo = {};  // Our name; empty takes the machine's.
    std::chrono::milliseconds connect_timeout{5'000};
    std::chrono::milliseconds total_timeout{60'000};
};

struct Envelope {
    std::string from;             // Empty for messages that nobody shall answer automatically.
    std::vector<std::string> to;  // All of them or none.
};

// The message has CRLF line ends; dots are stuffed here.  The mail server may stand in a private
// network: its address is the administrator's choice and not an applicant's.  Throws
// engine::Unavailable if it cannot be reached, says 4xx, or does not know us, and engine::Rejected
// with its words if it says 5xx.  A connection that breaks after the last dot leaves open whether
// the message was taken: it is sent again, with the same Message-ID, rather than lost.
void send_mail(const SmtpSettings&, const Envelope&, std::string_view message);

}  // namespace curl
