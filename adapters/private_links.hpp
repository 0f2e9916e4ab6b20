// The private link by which an applicant reaches its application without an account.
//
// The token comes of a key and the application, so that a mail that has to be sent again says the
// same; the database holds its hash alone, and whoever reads it can open nothing.

#pragma once

#include <optional>
#include <string>

#include "engine/store.hpp"

namespace adapters {

class LinkBook {  // adapters/postgres has one.
public:
    virtual ~LinkBook() = default;
    virtual void keep_link(const std::string& hash, engine::CaseId) = 0;
    virtual std::optional<engine::CaseId> case_of_link(const std::string& hash) = 0;
};

class PrivateLinks {
public:
    // The key is 32 random bytes that stay the same; "https://join.registry.example" has no slash
    // at its end.
    PrivateLinks(std::string key, std::string public_url, LinkBook& book)
        : key_{std::move(key)}, public_url_{std::move(public_url)}, book_{book} {}

    std::string address_of(engine::CaseId);  // public_url + "/a/" + token; good from now on.
    std::string token_of(engine::CaseId);

    // Empty for a token that we never gave, or have revoked.
    std::optional<engine::CaseId> case_of(const std::string& token);

private:
    std::string key_;
    std::string public_url_;
    LinkBook& book_;
};

}  // namespace adapters
