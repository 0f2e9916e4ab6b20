// A neighbour's JSON API: where it is, what it is asked, and what its refusals mean to us.

#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "adapters/http_call.hpp"
#include "engine/fault.hpp"

namespace adapters {

class Neighbour {
public:
    struct Access {
        std::string base_url;  // "https://api.example/v1", with or without a slash at the end.
        std::string api_key;   // Brought as bearer token.
    };

    // The name is for people who read what went wrong: "esign".
    Neighbour(std::string name, Access access, HttpCall call);

    // Each answers with the JSON of a 2xx.  Throws engine::Unavailable for what may pass by
    // itself (no answer, 408, 425, 429, 5xx) and engine::Rejected for any other status.
    nlohmann::json get(const std::string& path) const;
    nlohmann::json post(const std::string& path, const nlohmann::json& body,
                        const std::string& idempotency_key) const;
    nlohmann::json remove(const std::string& path) const;

    // A field of an answer.  Throws engine::Rejected if it is missing or of another type: then the
    // neighbour does not speak as agreed, and a person has to look.
    template <class T>
    T field(const nlohmann::json& answer, const char* name) const {
        try {
            return answer.at(name).get<T>();
        } catch (const nlohmann::json::exception&) {
            throw engine::Rejected{name_ + " answered without a proper '" + name + "'"};
        }
    }

private:
    nlohmann::json ask(HttpRequest request) const;

    std::string name_;
    Access access_;
    HttpCall call_;
};

// One part of a path or of a query, with everything escaped that has a meaning there.
std::string url_part(const std::string& text);

}  // namespace adapters
