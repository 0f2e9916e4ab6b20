#include "adapters/sms/gateway.hpp"

#include <utility>

#include "adapters/sha256.hpp"

namespace sms {
namespace {

using nlohmann::json;

bool is_about_the_number(const std::string& body) {
    const auto said = json::parse(body, nullptr, false);
    return said.is_object() && said.value("field", json{}) == "to";
}

}  // namespace

Gateway::Gateway(adapters::Neighbour::Access access, const adapters::Send& send, std::string sender)
    : gateway_{"sms", std::move(access), send}, sender_{std::move(sender)} {}

void Gateway::send(const adapters::Sms& message) const {
    json body{{"to", adapters::e164(message.to)},
              {"text", message.text},
              {"reference", message.reference}};
    if (!sender_.empty()) body["sender"] = sender_;
    // Each text has a code of its own: a repetition of the same one is the same message.
    const auto key = message.reference + "/" + adapters::sha256_of(body.dump()).substr(0, 16);
    try {
        gateway_.post("/messages", body, key);
    } catch (const adapters::RefusedCall& refused) {
        if (is_about_the_number(refused.body)) throw adapters::RefusedNumber{refused.what()};
        throw;
    }
}

}  // namespace sms
