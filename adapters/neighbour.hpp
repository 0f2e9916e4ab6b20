// A neighbour's JSON API: where it is, what it is asked, and what its refusals mean to us.

#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "adapters/call.hpp"
#include "adapters/field.hpp"
#include "engine/fault.hpp"
#include "states/sign_up.hpp"

namespace adapters {

class Neighbour {
public:
    struct Access {
        std::string base_url;  // "https://api.example/v1", with or without a slash; empty: none.
        std::string api_key;   // Brought as bearer token.
        std::vector<std::string> headers = {};  // In every call besides: "Name: value".
    };

    // The name is for people who read what went wrong: "esign".
    Neighbour(std::string name, Access access, Send send);

    // Each answers with the JSON of a 2xx.  Throws engine::Unavailable for what may pass by itself
    // (no answer, 408, 425, 429, 5xx), RefusedCall with the neighbour's own words for any other
    // status, and engine::Rejected where no neighbour is configured.
    nlohmann::json get(const std::string& path) const;
    nlohmann::json post(const std::string& path, const nlohmann::json& body,
                        const std::string& idempotency_key) const;
    nlohmann::json remove(const std::string& path) const;

    // The same with a body of application/x-www-form-urlencoded, in this order.
    using Form = std::vector<std::pair<std::string, std::string>>;
    nlohmann::json post_form(const std::string& path, const Form& form,
                             const std::string& idempotency_key) const;

    // Like get(), and empty where the neighbour says that there is no such thing: 404 or 410.
    std::optional<nlohmann::json> find(const std::string& path) const;

    // A field of an answer.  Throws engine::Rejected if it is missing or of another type: then the
    // neighbour does not speak as agreed, and a person has to look.
    template <class T>
    T field(const nlohmann::json& answer, const char* name) const {
        if (const auto value = read_field<T>(answer, name)) return *value;
        throw engine::Rejected{name_ + " answered without a proper '" + name + "'"};
    }

private:
    nlohmann::json ask(Call call) const;

    std::string name_;
    Access access_;
    Send send_;
};

// A postal address, the same in whatever we ask of a neighbour.
nlohmann::json written(const states::Address&);

// One part of a path or of a query, with everything escaped that has a meaning there.
std::string url_part(const std::string& text);

}  // namespace adapters
