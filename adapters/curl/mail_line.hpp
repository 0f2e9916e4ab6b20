// A connection to an IMAP server on which a user has logged in: bytes go out and come in.
//
// libcurl makes it, with TLS, capabilities and the best way to log in that both sides know; what is
// said on it is not libcurl's business.

#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

namespace curl {

struct ImapSettings {
    std::string url;  // "imaps://mail.example", or "imap://mail.example:143" with starttls.
    std::string user;
    std::string password;
    bool starttls = true;  // Needed, not tried: without it nobody logs in over imap://.
    std::string ca_file = {};
    std::chrono::milliseconds connect_timeout{10'000};
    std::chrono::milliseconds silence_timeout{60'000};  // Between two bytes that we wait for.
};

class MailLine {
public:
    // The mail server may stand in a private network: its address is the administrator's choice.
    // Throws engine::Unavailable, also if the server does not know us: that is for the operator.
    explicit MailLine(const ImapSettings&);
    ~MailLine();
    MailLine(const MailLine&) = delete;
    MailLine& operator=(const MailLine&) = delete;

    // Both throw engine::Unavailable if the connection breaks or the server falls silent.
    void say(std::string_view bytes);
    std::string hear();  // At least one byte.

private:
    struct Connection;
    std::unique_ptr<Connection> connection_;
};

}  // namespace curl
