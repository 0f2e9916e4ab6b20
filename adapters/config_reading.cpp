#include "adapters/config_reading.hpp"

#include <stdexcept>
#include <vector>

#include "adapters/config/catalogue.hpp"
#include "adapters/mail/mail.hpp"
#include "adapters/papers/wording.hpp"
#include "adapters/rdap/servers.hpp"
#include "adapters/services.hpp"
#include "adapters/webhooks/standard_webhooks.hpp"

namespace adapters {

config::Config read_configuration(const std::string& file,
                                  const std::map<std::string, std::string>& flags) {
    auto read =
        config::read_config({.file = file, .environment = config::environment(), .flags = flags});
    if (auto* problems = std::get_if<std::vector<config::Problem>>(&read)) {
        std::string words = "the configuration cannot be used:";
        for (const auto& problem : *problems) words += "\n  " + config::sentence(problem);
        throw std::runtime_error{words};
    }
    return std::get<config::Config>(std::move(read));
}

std::vector<std::string> flaws_in_files(const config::Config& config) {
    std::vector<std::string> flaws;
    const auto catalogue = config::load_catalogue(config.catalogue);
    if (const auto* problems = std::get_if<std::vector<config::Problem>>(&catalogue)) {
        for (const auto& problem : *problems) flaws.push_back(config::sentence(problem));
    } else {
        const auto& terms = std::get<states::Catalogue>(catalogue);
        flaws = mail::renderer_for(terms, mail::template_files(config.mail.templates)).problems();
        const papers::Wordings wordings{papers::template_files(config.mail.templates),
                                        {terms.languages.begin(), terms.languages.end()}};
        for (const auto& problem : wordings.problems()) flaws.push_back(problem);
    }
    const auto named = std::map<std::string, const config::Service*>{
        {"letters", &config.letters}, {"registry", &config.registry}};
    for (const auto& [name, service] : named) {
        if (service->webhook_secret.value.empty()) continue;
        try {
            webhooks::read_secret(service->webhook_secret.value);
        } catch (const std::invalid_argument& error) {
            flaws.push_back(name + ".webhook_secret: " + error.what());
        }
    }
    try {
        rdap::read_servers(config.rdap.servers);
    } catch (const std::invalid_argument& error) {
        flaws.push_back(std::string{"rdap.servers: "} + error.what());
    }
    const auto& letters = config.letters;
    const auto needs = [&](const char* way, const char* key, bool is_there) {
        if (letters.by == way && !is_there)
            flaws.push_back(std::string{key} + " is empty, and letters go that way (letters.by)");
    };
    needs("printer", "letters.printer", !letters.printer.empty());
    needs("folder", "letters.folder", !letters.folder.empty());
    needs("fax", "letters.fax_gateway", !letters.fax_gateway.empty());
    try {  // The scheme of these secrets depends on the provider.
        verifier_of(config.esign);
    } catch (const std::invalid_argument& error) {
        flaws.push_back(std::string{"esign.webhook_secret: "} + error.what());
    }
    try {
        payments_by(config, {}, {}, {});
    } catch (const std::invalid_argument& error) {
        flaws.push_back(std::string{"payments.webhook_secret: "} + error.what());
    }
    return flaws;
}

}  // namespace adapters
