#include "adapters/mollie/signature.hpp"

#include <algorithm>
#include <utility>

#include "adapters/adapter.hpp"
#include "adapters/hmac.hpp"

namespace mollie {
namespace {

constexpr std::string_view scheme = "sha256=";

std::string_view trimmed(std::string_view text) {
    while (text.starts_with(' ')) text.remove_prefix(1);
    while (text.ends_with(' ')) text.remove_suffix(1);
    return text;
}

}  // namespace

// Several headers of one name are joined with commas on their way in.
std::string_view flaw_of(std::string_view header, std::string_view body,
                         const std::vector<std::string>& secrets) {
    if (header.empty()) return "The header x-mollie-signature is missing.";
    bool has_scheme = false;
    bool genuine = false;
    for (std::size_t from = 0; from <= header.size();) {
        const auto to = std::min(header.find(',', from), header.size());
        const auto given = trimmed(header.substr(from, to - from));
        from = to + 1;
        if (!given.starts_with(scheme)) continue;
        has_scheme = true;
        for (const auto& secret : secrets)
            genuine |= adapters::same_in_constant_time(given.substr(scheme.size()),
                                                       adapters::hmac_sha256_of(body, secret));
    }
    if (!has_scheme) return "The header x-mollie-signature has no sha256=.";
    return genuine ? "" : "No x-mollie-signature fits the message and a secret of ours.";
}

std::string sign(std::string_view secret, std::string_view body) {
    return std::string{scheme} + adapters::hmac_sha256_of(body, secret);
}

adapters::VerifySignature signed_by(std::vector<std::string> secrets) {
    return [secrets = std::move(secrets)](const std::map<std::string, std::string>& headers,
                                          const std::string& body, engine::Time) {
        const auto header = headers.find("x-mollie-signature");
        const auto flaw =
            flaw_of(header == headers.end() ? std::string_view{} : header->second, body, secrets);
        if (!flaw.empty()) throw adapters::Forged{std::string{flaw}};
        return adapters::id_in(body);
    };
}

adapters::VerifySignature hinted() {
    return
        [](const std::map<std::string, std::string>&, const std::string& body, engine::Time now) {
            const auto id = hint_in(body);
            if (id.empty())
                throw adapters::Forged{"The body is not a form with an id of Mollie's."};
            return id + "@" + std::to_string(now.time_since_epoch().count());
        };
}

std::string hint_in(std::string_view body) {
    constexpr std::size_t length_max = 64;
    constexpr std::string_view field = "id=";
    if (!body.starts_with(field)) return "";
    const auto id = body.substr(field.size());
    const bool plain = std::ranges::all_of(id, [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
               c == '_';
    });
    const bool has_kind = id.starts_with("tr_") || id.starts_with("pl_");
    return plain && has_kind && id.size() <= length_max ? std::string{id} : "";
}

}  // namespace mollie
