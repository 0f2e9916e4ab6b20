// A fax gateway that is reached by mail: the PDF goes to NUMBER@GATEWAY.

#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "adapters/adapter.hpp"
#include "adapters/letters/spool.hpp"

namespace letters {

// "+32.16284970" (as RFC 5733 writes it) is 3216284970@fax.example for the gateway "fax.example".
// Throws engine::Rejected for a number without digits.
std::string fax_address(const std::string& phone, const std::string& gateway);

// RFC 5322 with MIME, CRLF line ends: the PDF is its only part.
std::string fax_message(const std::string& from, const std::string& to, const std::string& name,
                        std::string_view pdf);

class Fax : public NoNews {
public:
    // As the mail server takes it.  Throws engine::Unavailable and engine::Rejected.
    using SendMail = std::function<void(const std::string& from, const std::string& to,
                                        std::string_view message)>;

    Fax(std::string gateway, std::string from, SendMail send, Spool spool);

    std::optional<engine::Event> perform(const states::PostSecurityLetter&, const engine::Work&);
    std::optional<engine::Event> perform(const states::VoidSecurityLetter&, const engine::Work&);

private:
    std::string gateway_;
    std::string from_;
    SendMail send_;
    Spool spool_;
};

}  // namespace letters
