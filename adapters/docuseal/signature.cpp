#include "adapters/docuseal/signature.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>
#include <utility>

#include "adapters/adapter.hpp"
#include "adapters/field.hpp"
#include "adapters/hmac.hpp"
#include "adapters/json_text.hpp"
#include "adapters/sha256.hpp"
#include "adapters/timestamped.hpp"

namespace docuseal {
namespace {

using nlohmann::json;

// The same for every repetition of the message, in which other fields may have moved on.
std::string name_of(const std::string& body) {
    const auto message = adapters::read_json(body);
    const auto type = adapters::read_field<std::string>(message, "event_type");
    const auto time = adapters::read_field<std::string>(message, "timestamp");
    const auto data = adapters::read_field<json>(message, "data").value_or(json{});
    const auto id = adapters::read_field<std::int64_t>(data, "id");
    if (!type || !time || !id) return adapters::sha256_of(body);
    return adapters::sha256_of(*type + "\n" + std::to_string(*id) + "\n" + *time);
}

}  // namespace

std::string_view flaw_of(std::string_view header, std::string_view body,
                         const std::vector<std::string>& secrets, std::chrono::sys_seconds now,
                         std::chrono::seconds tolerance) {
    if (header.empty()) return "The header x-docuseal-signature is missing.";
    const auto dot = header.find('.');
    if (dot == std::string_view::npos)
        return "The header x-docuseal-signature is not a timestamp, a dot and a signature.";
    const auto written = header.substr(0, dot);
    const auto given = header.substr(dot + 1);
    const auto timestamp = adapters::read_timestamp(written);
    if (!timestamp)
        return "In x-docuseal-signature, the timestamp is not a whole number of seconds.";
    if (now - *timestamp > tolerance)
        return "In x-docuseal-signature, the timestamp is too far in the past.";
    if (*timestamp - now > tolerance)
        return "In x-docuseal-signature, the timestamp is too far in the future.";
    // Every secret is tried, so that the time does not tell which one was right.
    bool genuine = false;
    for (const auto& secret : secrets)
        genuine |= adapters::same_in_constant_time(
            given, adapters::timestamped_signature(secret, written, body));
    return genuine ? "" : "The x-docuseal-signature does not fit the message and a secret of ours.";
}

std::string sign(std::string_view secret, std::chrono::sys_seconds at, std::string_view body) {
    const auto timestamp = std::to_string(at.time_since_epoch().count());
    return timestamp + "." + adapters::timestamped_signature(secret, timestamp, body);
}

adapters::VerifySignature signed_by(std::vector<std::string> secrets) {
    if (!std::ranges::all_of(secrets, [](const auto& each) {
            return each.starts_with("whsec_") && each.size() > std::string_view{"whsec_"}.size();
        }))
        throw std::invalid_argument{
            "must be the webhook's secret as DocuSeal shows it, whsec_ and more"};
    return [secrets = std::move(secrets)](const std::map<std::string, std::string>& headers,
                                          const std::string& body, engine::Time now) {
        const auto header = headers.find(signature_header);
        const auto flaw = flaw_of(header == headers.end() ? std::string_view{} : header->second,
                                  body, secrets, std::chrono::floor<std::chrono::seconds>(now));
        if (!flaw.empty()) throw adapters::Forged{std::string{flaw}};
        return name_of(body);
    };
}

}  // namespace docuseal
