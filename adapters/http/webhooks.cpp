#include "adapters/http/webhooks.hpp"

#include <algorithm>
#include <string_view>

#include "adapters/adapter.hpp"
#include "adapters/http/answers.hpp"
#include "adapters/http/problem.hpp"

namespace http {
namespace {

constexpr auto no_such_provider = "No provider of this name sends webhooks here.";

Manners manners_of(const ApiParts& parts, const std::string& provider) {
    const auto found = parts.manners.find(provider);
    return found == parts.manners.end() ? Manners{} : found->second;
}

std::map<std::string, std::string> headers_for(const Manners& manners, const Request& request) {
    std::map<std::string, std::string> headers;
    for (const auto& [name, value] : request.headers)
        if (name.starts_with("webhook-") || name == "content-type" ||
            std::ranges::find(manners.headers, name) != manners.headers.end())
            headers[name] = value;
    return headers;
}

Response disbelief(const adapters::Forged& why) {
    auto response = problem(401, "", why.what());
    response.headers.emplace_back("WWW-Authenticate", "Signature realm=\"webhooks\"");
    return response;
}

}  // namespace

// Nothing is kept of a message that is not believed, and nothing is acknowledged that is not kept:
// with the database away the neighbour gets a 503 and sends it again.
Response take_webhook(const ApiParts& parts, const Request& request) {
    const auto provider = std::string{request.parameter("provider")};
    const auto verify = parts.verifiers.find(provider);
    if (verify == parts.verifiers.end()) return problem(404, "", no_such_provider);

    const auto manners = manners_of(parts, provider);
    engine::Arrival arrival{.provider = provider,
                            .delivery = {},
                            .headers = headers_for(manners, request),
                            .body = request.body};
    std::vector<std::pair<std::string, std::string>> greeting;
    try {
        arrival.delivery = verify->second(arrival);
        if (manners.greet) greeting = manners.greet(arrival.headers);
    } catch (const adapters::Forged& why) {
        return disbelief(why);
    }
    const bool is_new = parts.store.keep(arrival);
    auto response = json_answer(200, {{"status", is_new ? "kept" : "repeated"}});
    response.headers.insert(response.headers.end(), greeting.begin(), greeting.end());
    return response;
}

Response greet_provider(const ApiParts& parts, const Request& request) {
    const auto provider = std::string{request.parameter("provider")};
    if (!parts.verifiers.contains(provider)) return problem(404, "", no_such_provider);
    const auto manners = manners_of(parts, provider);
    auto response = json_answer(200, {{"status", "listening"}});
    if (!manners.greet) return response;
    try {
        const auto greeting = manners.greet(headers_for(manners, request));
        response.headers.insert(response.headers.end(), greeting.begin(), greeting.end());
        return response;
    } catch (const adapters::Forged& why) {
        return disbelief(why);
    }
}

}  // namespace http
