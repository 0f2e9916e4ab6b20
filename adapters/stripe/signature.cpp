#include "adapters/stripe/signature.hpp"

#include <algorithm>
#include <utility>

#include "adapters/adapter.hpp"
#include "adapters/hmac.hpp"
#include "adapters/timestamped.hpp"

namespace stripe {
namespace {

struct Header {
    std::optional<std::string_view> timestamp;
    std::vector<std::string_view> signatures;  // Of v1; others are not ours to judge.
};

Header read(std::string_view text) {
    Header header;
    for (std::size_t from = 0; from <= text.size();) {
        const auto to = std::min(text.find(',', from), text.size());
        auto part = text.substr(from, to - from);
        while (part.starts_with(' ')) part.remove_prefix(1);
        if (part.starts_with("t=") && !header.timestamp) header.timestamp = part.substr(2);
        if (part.starts_with("v1=")) header.signatures.push_back(part.substr(3));
        from = to + 1;
    }
    return header;
}

}  // namespace

std::string_view flaw_of(std::string_view header, std::string_view body,
                         const std::vector<std::string>& secrets, std::chrono::sys_seconds now,
                         std::chrono::seconds tolerance) {
    if (header.empty()) return "The header stripe-signature is missing.";
    const auto read_header = read(header);
    if (!read_header.timestamp) return "The header stripe-signature has no t=.";
    const auto timestamp = adapters::read_timestamp(*read_header.timestamp);
    if (!timestamp) return "In stripe-signature, t is not a whole number of seconds.";
    if (read_header.signatures.empty()) return "The header stripe-signature has no v1=.";
    if (now - *timestamp > tolerance) return "In stripe-signature, t is too far in the past.";
    if (*timestamp - now > tolerance) return "In stripe-signature, t is too far in the future.";

    // Every pair is looked at, so that the time does not tell which secret or place was right.
    bool genuine = false;
    for (const auto& secret : secrets) {
        const auto expected = adapters::timestamped_signature(secret, *read_header.timestamp, body);
        for (const auto& given : read_header.signatures)
            genuine |= adapters::same_in_constant_time(given, expected);
    }
    return genuine ? "" : "No v1 of stripe-signature fits the message and a secret of ours.";
}

std::string sign(std::string_view secret, std::chrono::sys_seconds at, std::string_view body) {
    const auto timestamp = std::to_string(at.time_since_epoch().count());
    return "t=" + timestamp + ",v1=" + adapters::timestamped_signature(secret, timestamp, body);
}

adapters::VerifySignature signed_by(std::vector<std::string> secrets) {
    return [secrets = std::move(secrets)](const std::map<std::string, std::string>& headers,
                                          const std::string& body, engine::Time now) {
        const auto header = headers.find("stripe-signature");
        const auto flaw = flaw_of(header == headers.end() ? std::string_view{} : header->second,
                                  body, secrets, std::chrono::floor<std::chrono::seconds>(now));
        if (!flaw.empty()) throw adapters::Forged{std::string{flaw}};
        return adapters::id_in(body);
    };
}

}  // namespace stripe
