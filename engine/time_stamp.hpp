// Time stamps by RFC 3161: another party's signed word that these bytes were there at that time.

#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/workflow.hpp"

namespace engine {

// What is sent to the authority, DER: the bytes' SHA-256, a number of our own, and that we want its
// certificate with the answer.
std::string time_stamp_query(std::string_view bytes);

struct Stamped {
    Time at;
    std::string trouble;   // Why it proves nothing; empty if all is well.
    bool trusted = false;  // Its signer leads to one of the trusted certificates.
};

// The response is over these bytes, and signed by whom `trusted` (PEM) vouches for, by the
// certificates that were good at that time.  Without trusted certificates nobody knows by whom.
Stamped read_time_stamp(std::string_view response, std::string_view bytes,
                        const std::string& trusted);

}  // namespace engine
