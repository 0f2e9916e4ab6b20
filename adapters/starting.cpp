#include "adapters/starting.hpp"

#include <algorithm>
#include <memory>
#include <stdexcept>

#include "adapters/http/server.hpp"
#include "adapters/node.hpp"
#include "adapters/postgres/embedded.hpp"

namespace adapters {
namespace {

bool on_this_machine(const std::string& url) {
    return url.starts_with("http://127.0.0.1") || url.starts_with("http://localhost");
}

}  // namespace

bool has_neighbours_here(const config::Config& config) {
    const auto urls = std::vector{config.esign.url,    config.payments.url,   config.letters.url,
                                  config.registry.url, config.accounting.url, config.iana.url,
                                  config.vies.url,     config.sms.url,        config.oidc.issuer};
    return std::ranges::any_of(urls, on_this_machine) ||
           config.rdap.servers.find(" http://127.0.0.1") != std::string::npos;
}

std::shared_ptr<void> run_own_database(const config::Config& config) {
    if (!config.database.url.empty()) return nullptr;
    return std::make_shared<postgres::Embedded>(config.data);
}

void refuse(const std::string& words, const std::vector<std::string>& problems) {
    if (problems.empty()) return;
    auto all = words;
    for (const auto& problem : problems) all += "\n  " + problem;
    throw std::runtime_error{all};
}

http::Settings server_settings(const config::Config& config) {
    const auto [host, port] = config::listening_on(config);
    http::Settings settings;
    settings.host = host;
    settings.port = port;
    settings.threads = static_cast<std::size_t>(config.server.threads);
    settings.body_limit = static_cast<std::size_t>(config.server.body_limit);
    return settings;
}

}  // namespace adapters
