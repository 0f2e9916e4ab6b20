#include "adapters/http/webhooks.hpp"

#include "adapters/adapter.hpp"
#include "adapters/http/answers.hpp"
#include "adapters/http/problem.hpp"

namespace http {
namespace {

// What the body is and what signs it, by any provider; no cookies, no tokens.
bool is_kept(const std::string& header) {
    return header.starts_with("webhook-") || header == "content-type" ||
           header == "stripe-signature" || header == "x-mollie-signature";
}

}  // namespace

// Nothing is kept of a message that is not believed, and nothing is acknowledged that is not kept:
// with the database away the neighbour gets a 503 and sends it again.
Response take_webhook(const ApiParts& parts, const Request& request) {
    const auto provider = std::string{request.parameter("provider")};
    const auto verify = parts.verifiers.find(provider);
    if (verify == parts.verifiers.end())
        return problem(404, "", "No provider of this name sends webhooks here.");

    engine::Arrival arrival{
        .provider = provider, .delivery = {}, .headers = {}, .body = request.body};
    for (const auto& [name, value] : request.headers)
        if (is_kept(name)) arrival.headers[name] = value;
    try {
        arrival.delivery = verify->second(arrival, parts.reading.now());
    } catch (const adapters::Forged& why) {
        auto response = problem(401, "", why.what());
        response.headers.emplace_back("WWW-Authenticate", "Signature realm=\"webhooks\"");
        return response;
    }
    const bool is_new = parts.store.keep(arrival);
    return json_answer(200, {{"status", is_new ? "kept" : "repeated"}});
}

}  // namespace http
