// What comes of a try to log in, whoever tries: a registrar or a member of staff.

#pragma once

#include <string>

namespace adapters {

struct WrongLogin {};  // What was wrong of it is not told.

struct Enrolment {      // The password was right, and there is no phone key yet.
    std::string token;  // To be brought back with the first key.
    std::string otpauth_uri;
    std::string picture;  // The same as a QR code, SVG.
};

// `issuer` and `account` are what the phone shows beside the key.
Enrolment enrolment_with(std::string token, const std::string& secret, const std::string& issuer,
                         const std::string& account);

}  // namespace adapters
