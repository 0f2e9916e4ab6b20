#include "adapters/neighbour.hpp"

#include <utility>

namespace adapters {
namespace {

// Of those that Send takes for a final no.
bool may_pass_by_itself(int status) {
    constexpr auto request_timeout = 408;
    constexpr auto too_early = 425;
    return status == request_timeout || status == too_early;
}

// What was said with a refusal, short enough for a list that people read.
std::string excerpt(const std::string& body) {
    constexpr auto length_max = 200;
    return body.size() <= length_max ? body : body.substr(0, length_max) + "…";
}

}  // namespace

Neighbour::Neighbour(std::string name, Access access, Send send)
    : name_{std::move(name)}, access_{std::move(access)}, send_{std::move(send)} {
    while (access_.base_url.ends_with('/')) access_.base_url.pop_back();
}

nlohmann::json Neighbour::get(const std::string& path) const {
    return ask({.method = "GET", .url = path});
}

nlohmann::json Neighbour::post(const std::string& path, const nlohmann::json& body,
                               const std::string& idempotency_key) const {
    return ask({.method = "POST",
                .url = path,
                .headers = {"Idempotency-Key: " + idempotency_key},
                .body = body.dump(),
                .content_type = "application/json"});
}

nlohmann::json Neighbour::remove(const std::string& path) const {
    return ask({.method = "DELETE", .url = path});
}

nlohmann::json Neighbour::post_form(const std::string& path, const Form& form,
                                    const std::string& idempotency_key) const {
    std::string body;
    for (const auto& [name, value] : form)
        body += (body.empty() ? "" : "&") + url_part(name) + "=" + url_part(value);
    return ask({.method = "POST",
                .url = path,
                .headers = {"Idempotency-Key: " + idempotency_key},
                .body = body,
                .content_type = "application/x-www-form-urlencoded"});
}

std::optional<nlohmann::json> Neighbour::find(const std::string& path) const {
    constexpr auto not_found = 404;
    constexpr auto gone = 410;
    try {
        return get(path);
    } catch (const RefusedCall& refused) {
        if (refused.status == not_found || refused.status == gone) return std::nullopt;
        throw;
    }
}

nlohmann::json Neighbour::ask(Call call) const {
    if (access_.base_url.empty())
        throw engine::Rejected{"no " + name_ + " is configured: " + name_ + ".url is empty"};
    call.url.insert(0, access_.base_url);
    // Mollie's is HAL, which is JSON by another name.
    call.headers.emplace_back("Accept: application/json, application/hal+json");
    call.headers.insert(call.headers.end(), access_.headers.begin(), access_.headers.end());
    if (!access_.api_key.empty())
        call.headers.push_back("Authorization: Bearer " + access_.api_key);
    try {
        const auto reply = send_(call);
        if (reply.body.empty()) return nlohmann::json::object();
        auto answer = nlohmann::json::parse(reply.body, nullptr, false);
        if (answer.is_discarded())
            throw engine::Rejected{name_ + " answered something else than JSON"};
        return answer;
    } catch (const RefusedCall& refused) {
        const auto trouble =
            name_ + " answered " + std::to_string(refused.status) + ": " + excerpt(refused.body);
        if (may_pass_by_itself(refused.status)) throw engine::Unavailable{trouble};
        throw RefusedCall{trouble, refused.status, refused.body};
    }
}

nlohmann::json written(const states::Address& address) {
    return {{"street", address.street},
            {"postal_code", address.postal_code},
            {"city", address.city},
            {"state", address.state},
            {"country", address.country}};
}

std::string url_part(const std::string& text) {
    constexpr auto plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    std::string escaped;
    for (const auto character : text) {
        if (std::string_view{plain}.find(character) != std::string_view::npos) {
            escaped += character;
            continue;
        }
        const auto byte = static_cast<unsigned char>(character);
        escaped += '%';
        escaped += "0123456789ABCDEF"[byte >> 4U];
        escaped += "0123456789ABCDEF"[byte & 15U];
    }
    return escaped;
}

}  // namespace adapters
