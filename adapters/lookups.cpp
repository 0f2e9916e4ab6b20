#include "adapters/lookups.hpp"

#include <algorithm>
#include <memory>

#include "adapters/rdap/rdap.hpp"
#include "adapters/vies/vies.hpp"

namespace adapters {
namespace {

VatFinding finding_of(const vies::VatAnswer& answer) {
    using Standing = vies::VatAnswer::Standing;
    switch (answer.standing) {
        case Standing::valid: break;
        case Standing::invalid: return {.kind = VatFinding::Kind::invalid};
        case Standing::unavailable:
            return {.kind = VatFinding::Kind::unavailable,
                    .trouble = answer.why,
                    .retry_after = answer.retry_after};
        case Standing::not_asked: return {.kind = VatFinding::Kind::unasked};
    }
    return {.kind = VatFinding::Kind::valid,
            .listed = answer.name,
            .likeness = answer.name_match,
            .proof = answer.consultation,
            .date = answer.their_date};
}

// Without VIES only the check digits count.
AskVat ask_vat(const config::Config& config, Reading& reading, KeptAnswers& kept,
               const Send& send) {
    const auto service = std::make_shared<vies::Vies>(
        vies::Access{.url = config.vies.url,
                     .requester = config.vies.requester,
                     .keep_for = std::chrono::days{config.vies.cache_days}},
        send, kept, [&reading] { return reading.now(); });
    return [service,
            good_for = std::chrono::days{config.vies.cache_days}](const states::CheckVat& check) {
        // Whoever has it asked again wants to know what is true now.
        const auto may =
            check.edition == 1 ? vies::Vies::May::use_kept : vies::Vies::May::not_use_kept;
        auto finding = finding_of(service->check(check.vat_number, check.organisation, may));
        if (finding.kind == VatFinding::Kind::valid && good_for.count() > 0)
            finding.good_for = good_for;
        return finding;
    };
}

RegistrationFinding finding_of(const rdap::Registration& registration,
                               const rdap::Confirmation& confirmation) {
    using Verdict = rdap::Confirmation::Verdict;
    using Kind = RegistrationFinding::Kind;
    auto finding = RegistrationFinding{.listed = confirmation.found, .source = registration.asked};
    if (registration.found) {
        finding.date = registration.found->registered_at;
        const auto& registrar = registration.found->registrar;
        if (registrar && !registrar->name.empty()) finding.listed = registrar->name;
    }
    switch (confirmation.verdict) {
        case Verdict::confirmed: finding.kind = Kind::confirmed; break;
        case Verdict::another_registrar: finding.kind = Kind::other_registrar; break;
        case Verdict::not_registered: finding.kind = Kind::not_found; break;
        case Verdict::unclear: finding.kind = Kind::unclear; break;
        case Verdict::unfinished:
            finding.kind = Kind::unavailable;
            finding.trouble = word_of(confirmation.verdict);
            break;
    }
    return finding;
}

// Without RDAP, and for products that it has no server of, the word of our staff counts.
AskRegistration ask_registration(const config::Config& config, const Send& send) {
    const auto servers = rdap::read_servers(config.rdap.servers);
    const auto service = std::make_shared<rdap::Rdap>(servers, send);
    return [servers, service](const states::ConfirmRegistration& claim) {
        if (std::ranges::none_of(servers, [&](const rdap::Server& server) {
                return claim.domain.ends_with(server.suffix);
            }))
            return RegistrationFinding{};
        const auto registration = service->look_up(claim.domain);
        return finding_of(registration, rdap::confirm(registration, {.iana_id = claim.iana_id,
                                                                     .handle = claim.registrar_id,
                                                                     .name = claim.organisation}));
    };
}

}  // namespace

std::set<std::string> awaited_checks(const config::Config& config) {
    if (config.vies.url.empty()) return {"iana"};
    return {"iana", "vat"};
}

Lookups::Lookups(const config::Config& config, postgres::Pool& pool, Reading& reading,
                 const Send& send, ReadingLog* readings)
    : reading_{reading},
      book_{pool},
      lists_{pool},
      kept_{pool},
      refresh_{{config.iana.url, std::chrono::seconds{config.iana.every}}, lists_, send},
      ask_vat_{ask_vat(config, reading, kept_, send)},
      registers_{book_, ask_vat_, ask_registration(config, send)},
      early_checks_{desk_, ask_vat_, [&reading] { return reading.now(); }},
      grounds_{reading, book_, readings} {}

}  // namespace adapters
