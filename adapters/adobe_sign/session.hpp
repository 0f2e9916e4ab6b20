// Calls of the Acrobat Sign REST API, version 6: the right token at the right place.
//
// An account lives on one shard, which GET /baseUris names and which calls have to go to; it is
// asked once and again when Adobe says INVALID_API_ACCESS_POINT.  An access token lives for an hour
// and is renewed when Adobe does not take it any more; the refresh token lives for 60 days from its
// last use.  Adobe may give a new refresh token for the old one: it is kept, for the next start and
// for the other nodes.

#pragma once

#include <mutex>
#include <optional>
#include <string>

#include "adapters/call.hpp"
#include "adapters/renewed_secrets.hpp"
#include "engine/fault.hpp"

namespace adobe_sign {

struct Access {
    std::string url;  // Any access point: "https://api.adobesign.com"; empty: there is none.
    std::string integration_key = {};  // Instead of the three below, for one account of one's own.
    std::string client_id = {};
    std::string client_secret = {};
    std::string refresh_token = {};
};

// Adobe has answered no: {"code", "message"}.
class Refusal : public engine::Rejected {
public:
    Refusal(const std::string& what, int answered, std::string said)
        : engine::Rejected{what}, status{answered}, code{std::move(said)} {}

    int status;
    std::string code;  // "INVALID_AGREEMENT_ID"
};

class Session {
public:
    Session(Access access, adapters::Send send, adapters::RenewedSecrets& renewed);

    // `call.url` is a path below /api/rest/v6.  Throws engine::Unavailable for what may pass by
    // itself, with the time that Adobe asked for, and Refusal for everything else.
    adapters::Reply ask(adapters::Call call);

    // So that the refresh token does not die of a quiet month.  Nothing with an integration key.
    void renew();

private:
    struct Place {
        std::string url;    // "https://api.eu1.adobesign.com", without a slash.
        std::string token;  // Of the Authorization header.
    };
    Place place();
    Place renewed_after(const std::string& token);
    void refresh();  // With the mutex held, and so those below.
    void refresh_with(const std::string& refresh_token);
    std::string refresh_token();
    void keep_unkept();
    void find_shard();
    void move_to(const std::string& access_point);
    void left(const std::string& url);

    Access access_;
    adapters::Send send_;
    adapters::RenewedSecrets& renewed_;
    std::optional<std::string> unkept_;  // A refresh token that is nowhere but here.
    std::mutex mutex_;
    std::string token_;
    std::string shard_;
};

}  // namespace adobe_sign
