// What the adapters are handed by the composition root, bound to real HTTP for their tests.

#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "adapters/adapter.hpp"
#include "adapters/curl/client.hpp"
#include "adapters/neighbour.hpp"
#include "adapters/signature.hpp"
#include "adapters/webhooks/signed_by.hpp"
#include "states/effects.hpp"
#include "tests/simulator.hpp"
#include "tests/webhook_receiver.hpp"

namespace tests {

constexpr auto secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
constexpr auto api_key = "a key of the test";

inline engine::Time now() {
    return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
}

inline adapters::Reply send(const adapters::Call& call) {
    static curl::Client client{{.allow_http = true, .allow_loopback = true}};
    return client.call(call);
}

inline const adapters::VerifySignature verify =
    webhooks::signed_by({webhooks::read_secret(secret)});

// A simulator that tells its news to `receiver`.
inline Simulator start(const std::string& name, const WebhookReceiver& receiver,
                       std::vector<std::string> flags = {}) {
    for (const auto& flag :
         {std::string{"--api-key"}, std::string{api_key}, std::string{"--webhook-url"},
          receiver.url(), std::string{"--webhook-secret"}, std::string{secret}})
        flags.push_back(flag);
    return Simulator{name, std::move(flags)};
}

inline adapters::Neighbour::Access access(const Simulator& simulator) {
    return {.base_url = simulator.url(), .api_key = api_key};
}

inline engine::Work work(const std::string& key, int attempt = 1,
                         const std::string& reference = "A-2026-000123") {
    return {.claim = {engine::Claim::Of::effect, 7, attempt},
            .key = key,
            .of = {123},
            .reference = reference,
            .effect = {}};
}

inline states::Organisation organisation() {
    return {.name = "Voorbeeld Hosting BV",
            .vat_number = "BE0123456749",
            .website = "https://voorbeeld.example",
            .address = {"Philipssite 5", "3001", "Leuven", "", "BE"}};
}

inline states::Representative representative() {
    return {.first_name = "An",
            .last_name = "Peeters",
            .email = "an@voorbeeld.example",
            .phone = "+32.16284970",
            .mobile = "+32.497111111"};
}

inline states::SendContract contract(int edition = 1) {
    return {.product = ".be",
            .language = "nl",
            .edition = edition,
            .organisation = organisation(),
            .representative = representative()};
}

}  // namespace tests
