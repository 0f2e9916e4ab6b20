#include "adapters/rdap/rdap.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "adapters/answer.hpp"
#include "adapters/rdap/domain_name.hpp"
#include "engine/fault.hpp"
#include "states/messages.hpp"
#include "states/text.hpp"

namespace rdap {
namespace {

constexpr std::size_t reply_max = 256 * 1024;

// Of the statuses of RFC 8056: the registry has not made up its mind.
bool is_unfinished(const Domain& domain) {
    return std::ranges::any_of(domain.status, [](const auto& status) {
        return states::lower_ascii(status) == "pending create";
    });
}

const Server& server_of(const std::vector<Server>& servers, const std::string& domain) {
    const auto found = std::ranges::find_if(
        servers, [&](const Server& server) { return domain.ends_with(server.suffix); });
    if (found == servers.end())
        throw engine::Rejected{"no RDAP server is configured for " + domain +
                               ": rdap.servers has to name one"};
    const auto labels = domain.substr(0, domain.size() - found->suffix.size());
    if (labels.empty() || labels.find('.') != std::string::npos)
        throw engine::Rejected{domain + " is not a name directly below " + found->suffix};
    return *found;
}

std::string value_of(const Registrar& registrar, By by) {
    switch (by) {
        case By::iana_id: return registrar.iana_id;
        case By::handle: return registrar.handle;
        case By::name: return registrar.name;
    }
    return {};
}

std::string value_of(const Sponsor& sponsor, By by) {
    switch (by) {
        case By::iana_id: return sponsor.iana_id > 0 ? std::to_string(sponsor.iana_id) : "";
        case By::handle: return sponsor.handle;
        case By::name: return sponsor.name;
    }
    return {};
}

}  // namespace

Registration Rdap::look_up(const std::string& name) const {
    const auto domain = a_labels(name);
    const auto& server = server_of(servers_, domain);
    Registration registration{
        .domain = domain, .by = server.by, .asked = server.url + "/domain/" + domain};
    try {
        const auto reply = send_({.method = "GET",
                                  .url = registration.asked,
                                  .headers = {"Accept: application/rdap+json, application/json"},
                                  .reply_max = reply_max});
        registration.found = read_domain(adapters::json_of("rdap", reply), domain);
    } catch (const adapters::RefusedCall& refused) {
        constexpr auto not_found = 404;
        if (refused.status == not_found) return registration;
        constexpr auto redirects = 3;
        if (refused.status / 100 == redirects)
            throw engine::Rejected{registration.asked + " points elsewhere (" +
                                   std::to_string(refused.status) +
                                   "): rdap.servers has to name that place"};
        throw;
    }
    return registration;
}

Confirmation confirm(const Registration& registration, const Sponsor& sponsor) {
    using Verdict = Confirmation::Verdict;
    using Kind = adapters::Likeness::Kind;
    Confirmation confirmation{.by = registration.by,
                              .expected = value_of(sponsor, registration.by)};
    if (!registration.found) {
        confirmation.verdict = Verdict::not_registered;
        return confirmation;
    }
    const auto& registrar = registration.found->registrar;
    if (registrar) confirmation.found = value_of(*registrar, registration.by);
    if (is_unfinished(*registration.found)) {
        confirmation.verdict = Verdict::unfinished;
        return confirmation;
    }
    if (confirmation.expected.empty() || confirmation.found.empty()) return confirmation;
    if (registration.by != By::name) {
        const bool equal =
            states::lower_ascii(confirmation.expected) == states::lower_ascii(confirmation.found);
        confirmation.verdict = equal ? Verdict::confirmed : Verdict::another_registrar;
        return confirmation;
    }
    confirmation.likeness = adapters::likeness_of_names(confirmation.expected, confirmation.found);
    if (confirmation.likeness.kind == Kind::same) confirmation.verdict = Verdict::confirmed;
    if (confirmation.likeness.kind == Kind::different)
        confirmation.verdict = Verdict::another_registrar;
    return confirmation;
}

std::string_view word_of(Confirmation::Verdict verdict) {
    switch (verdict) {
        case Confirmation::Verdict::confirmed: return "confirmed";
        case Confirmation::Verdict::another_registrar: return "another_registrar";
        case Confirmation::Verdict::not_registered: return "not_registered";
        case Confirmation::Verdict::unfinished: return "unfinished";
        case Confirmation::Verdict::unclear: return "unclear";
    }
    return {};
}

nlohmann::json view_of(const Registration& registration, const Confirmation& confirmation) {
    auto view = nlohmann::json{{"domain", registration.domain},
                               {"asked", registration.asked},
                               {"verdict", word_of(confirmation.verdict)},
                               {"by", word_of(confirmation.by)},
                               {"expected", confirmation.expected},
                               {"found", confirmation.found},
                               {"registered", registration.found.has_value()}};
    if (confirmation.by == By::name) view["name_match"] = adapters::view_of(confirmation.likeness);
    if (!registration.found) return view;
    view["registered_at"] = registration.found->registered_at;
    view["status"] = registration.found->status;
    if (const auto& registrar = registration.found->registrar)
        view["registrar"] = {{"handle", registrar->handle},
                             {"iana_id", registrar->iana_id},
                             {"name", registrar->name}};
    return view;
}

std::vector<std::string> in_words(const Registration& registration,
                                  const Confirmation& confirmation, std::string_view language) {
    const auto shown = [](const std::string& text) { return text.empty() ? "–" : text; };
    const auto values =
        std::map<std::string, std::string>{{"domain", registration.domain},
                                           {"expected", shown(confirmation.expected)},
                                           {"found", shown(confirmation.found)}};
    const auto verdict = "rdap." + std::string{word_of(confirmation.verdict)};
    const auto by = "rdap.by." + std::string{word_of(confirmation.by)};
    std::vector<std::string> lines{states::message(language, verdict, values)};
    if (registration.found) lines.push_back(states::message(language, by, values));
    return lines;
}

}  // namespace rdap
