// Everybody whom Doorstep has to do with, as programs of their own that outlive every crash of it.

#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <string>

#include "tests/faults/mailbox.hpp"
#include "tests/simulator.hpp"

namespace tests {

class Neighbourhood {
public:
    // Keeps the mails and the secrets in the folder.
    explicit Neighbourhood(const std::filesystem::path& folder)
        : mailbox_{folder / "mails"},
          api_key_file_{folder / "api_key"},
          webhook_secret_file_{folder / "webhook_secret"},
          mail_server_{
              {"/usr/bin/python3",
               std::string{std::getenv("DOORSTEP_SOURCE")} + "/examples/simulators/smtp_sink.py",
               "--port", "0", "--folder", folder / "mails"}},
          mail_port_{mail_server_.port()} {
        std::ofstream{api_key_file_} << api_key;
        std::ofstream{webhook_secret_file_} << webhook_secret;
        for (const auto* name : {"esign", "accounting", "payments", "letters", "registry"}) {
            const auto& one =
                simulators_
                    .try_emplace(name, name,
                                 std::vector<std::string>{"--api-key", api_key, "--auto",
                                                          "--delay-ms", "150"})
                    .first->second;
            // A call that takes a while can be cut in its middle.
            one.post("/sim/faults", {{"delay_ms", 30}});
        }
    }

    // Where they are, in the words of the configuration.
    std::map<std::string, std::string> keys() const {
        std::map<std::string, std::string> keys;
        keys["smtp.url"] = "smtp://127.0.0.1:" + std::to_string(mail_port_);
        for (const auto& [name, simulator] : simulators_) {
            keys[name + ".url"] = simulator.url();
            keys[name + ".api_key_file"] = api_key_file_;
            keys[name + ".webhook_secret_file"] = webhook_secret_file_;
        }
        return keys;
    }

    // From now on, also for news that nobody has taken yet.
    void send_news_to(const std::string& name, const std::string& server) const {
        simulators_.at(name).post(
            "/sim/webhook", {{"url", server + "/webhooks/" + name}, {"secret", webhook_secret}});
    }
    void send_news_to(const std::string& server) const {
        for (const auto& [name, _] : simulators_) send_news_to(name, server);
    }

    // {"created": {kind: […]}, "keys": {key: {"request", "count", "created"}}}
    nlohmann::json log(const std::string& name) const {
        return simulators_.at(name).get("/sim/log");
    }
    nlohmann::json letter(const std::string& reference) const {
        return simulators_.at("letters").get("/sim/letters/" + reference);
    }
    Mailbox& mailbox() const { return mailbox_; }

private:
    static constexpr auto api_key = "faults-api-key";
    static constexpr auto webhook_secret = "whsec_ZmF1bHRzLWZhdWx0cy1mYXVsdHMtZmF1bHRzLWZhdWx0cw==";

    mutable Mailbox mailbox_;
    const std::string api_key_file_;
    const std::string webhook_secret_file_;
    Child mail_server_;
    int mail_port_;
    std::map<std::string, Simulator> simulators_;
};

}  // namespace tests
