#include "adapters/adobe_sign/session.hpp"

#include <nlohmann/json.hpp>
#include <utility>

#include "adapters/field.hpp"
#include "adapters/neighbour.hpp"

namespace adobe_sign {
namespace {

using adapters::Call;
using adapters::RefusedCall;
using adapters::text_in;
using nlohmann::json;

constexpr auto api = "/api/rest/v6";
constexpr auto unauthorised = 401;
constexpr auto token_name = "adobe_sign/refresh_token";

std::string without_slash(std::string url) {
    while (url.ends_with('/')) url.pop_back();
    return url;
}

// What Adobe calls the trouble; its message is for people.
std::string code_of(const RefusedCall& refused) {
    return text_in(json::parse(refused.body, nullptr, false), "code");
}

// What a repetition may change although it is no 429 and no 5xx: the document is being prepared.
bool may_pass_by_itself(int status, const std::string& code) {
    constexpr auto request_timeout = 408;
    constexpr auto too_early = 425;
    return status == request_timeout || status == too_early || code == "AGREEMENT_NOT_AVAILABLE" ||
           code == "DOCUMENT_NOT_AVAILABLE" || code == "DOCUMENT_NOT_EXPOSED";
}

[[noreturn]] void translate(const RefusedCall& refused) {
    const auto body = json::parse(refused.body, nullptr, false);
    const auto code = text_in(body, "code");
    const auto what = "adobe_sign answered " + std::to_string(refused.status) + " " + code + ": " +
                      text_in(body, "message").substr(0, 200);
    if (may_pass_by_itself(refused.status, code)) throw engine::Unavailable{what};
    throw Refusal{what, refused.status, code};
}

json object_of(const adapters::Reply& reply, const char* asked) {
    auto body = json::parse(reply.body, nullptr, false);
    if (!body.is_object())
        throw engine::Rejected{"adobe_sign answered " + std::string{asked} +
                               " with something else than a JSON object"};
    return body;
}

}  // namespace

Session::Session(Access access, adapters::Send send, adapters::RenewedSecrets& renewed)
    : access_{std::move(access)}, send_{std::move(send)}, renewed_{renewed} {
    access_.url = without_slash(access_.url);
}

adapters::Reply Session::ask(Call call) {
    if (access_.url.empty()) throw engine::Rejected{"no esign is configured: esign.url is empty"};
    const auto path = std::exchange(call.url, {});
    const auto headers = call.headers;
    auto at = place();
    bool renewed = false;
    bool moved = false;
    while (true) {
        call.url = at.url + api + path;
        call.headers = headers;
        call.headers.push_back("Authorization: Bearer " + at.token);
        try {
            return send_(call);
        } catch (const RefusedCall& refused) {
            if (refused.status == unauthorised && access_.integration_key.empty() &&
                !std::exchange(renewed, true)) {
                at = renewed_after(at.token);
                continue;
            }
            if (code_of(refused) == "INVALID_API_ACCESS_POINT" && !std::exchange(moved, true)) {
                left(at.url);
                at = place();
                continue;
            }
            translate(refused);
        }
    }
}

void Session::renew() {
    if (!access_.integration_key.empty() || access_.url.empty()) return;
    const auto lock = std::lock_guard{mutex_};
    refresh();
}

Session::Place Session::place() {
    const auto lock = std::lock_guard{mutex_};
    if (!access_.integration_key.empty())
        token_ = access_.integration_key;
    else if (token_.empty())
        refresh();
    keep_unkept();
    if (shard_.empty()) find_shard();
    return {shard_, token_};
}

// Threads that were refused with the same token renew it once.
Session::Place Session::renewed_after(const std::string& token) {
    const auto lock = std::lock_guard{mutex_};
    if (token_ == token) refresh();
    if (shard_.empty()) find_shard();
    return {shard_, token_};
}

// Another node may have renewed it meanwhile, and what it was made from is good no longer.
void Session::refresh() {
    const auto token = refresh_token();
    try {
        refresh_with(token);
    } catch (const engine::Rejected&) {
        const auto newer = refresh_token();
        if (newer == token) throw;
        refresh_with(newer);
    }
}

std::string Session::refresh_token() {
    if (unkept_) return *unkept_;
    const auto& configured = access_.refresh_token;
    if (configured.empty()) return configured;
    return renewed_.newest(token_name, configured).value_or(configured);
}

void Session::keep_unkept() {
    if (!unkept_) return;
    renewed_.keep(token_name, access_.refresh_token, *unkept_);
    unkept_.reset();
}

// The answer may name a new refresh token; if it does not, the old one stays good.
void Session::refresh_with(const std::string& refresh_token) {
    using adapters::url_part;
    for (const auto& [name, value] :
         {std::pair{"client_id", std::as_const(access_.client_id)},
          std::pair{"client_secret", std::as_const(access_.client_secret)},
          std::pair{"refresh_token", refresh_token}})
        if (value.empty())
            throw engine::Rejected{"adobe_sign needs esign.api_key, or esign." + std::string{name}};
    Call call{.method = "POST",
              .url = (shard_.empty() ? access_.url : shard_) + "/oauth/v2/refresh",
              .body = "grant_type=refresh_token&refresh_token=" + url_part(refresh_token) +
                      "&client_id=" + url_part(access_.client_id) +
                      "&client_secret=" + url_part(access_.client_secret),
              .content_type = "application/x-www-form-urlencoded"};
    try {
        const auto answer = object_of(send_(call), "/oauth/v2/refresh");
        const auto token = text_in(answer, "access_token");
        if (token.empty())
            throw engine::Rejected{"adobe_sign refreshed without a proper 'access_token'"};
        token_ = token;
        if (const auto next = text_in(answer, "refresh_token"); !next.empty()) unkept_ = next;
        keep_unkept();
        if (const auto point = text_in(answer, "api_access_point"); !point.empty()) move_to(point);
    } catch (const RefusedCall& refused) {  // Its body may repeat what we have sent: no word of it.
        throw engine::Rejected{"adobe_sign does not accept the refresh token: " +
                               std::to_string(refused.status)};
    }
}

void Session::find_shard() {
    try {
        const auto reply = send_({.url = access_.url + api + std::string{"/baseUris"},
                                  .headers = {"Authorization: Bearer " + token_}});
        const auto point = text_in(object_of(reply, "/baseUris"), "apiAccessPoint");
        if (point.empty())
            throw engine::Rejected{"adobe_sign answered without a proper 'apiAccessPoint'"};
        move_to(point);
    } catch (const RefusedCall& refused) {
        // A token that has run out is noticed here as anywhere; the next attempt gets a new one.
        if (refused.status == unauthorised && access_.integration_key.empty()) {
            token_.clear();
            throw engine::Unavailable{"adobe_sign wants a new access token"};
        }
        translate(refused);
    }
}

// Our token goes there: never in clear, unless we were told to talk in clear from the start.
void Session::move_to(const std::string& access_point) {
    if (!access_point.starts_with("https://") && !access_.url.starts_with("http://"))
        throw engine::Rejected{"adobe_sign names an access point without TLS"};
    shard_ = without_slash(access_point);
}

void Session::left(const std::string& url) {
    const auto lock = std::lock_guard{mutex_};
    if (shard_ == url) shard_.clear();
}

}  // namespace adobe_sign
