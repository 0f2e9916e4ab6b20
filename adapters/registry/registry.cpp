#include "adapters/registry/registry.hpp"

#include <utility>

#include "adapters/notice.hpp"
#include "states/codec.hpp"
#include "states/events.hpp"

namespace registry {

using nlohmann::json;

Registry::Registry(adapters::Neighbour::Access access, adapters::Send send,
                   adapters::VerifySignature verify)
    : system_{"registry", std::move(access), std::move(send)}, verify_{std::move(verify)} {}

std::optional<engine::Event> Registry::perform(const states::OpenRegistration& opening,
                                               const engine::Work& work) {
    system_.post("/registrars",
                 {{"external_id", work.reference},
                  {"registrar_id", opening.registrar_id},
                  {"organisation", opening.organisation},
                  {"products", opening.products}},
                 work.key);
    return std::nullopt;
}

void Registry::hand_over(const states::HandOver& record, const engine::Work& work) {
    system_.post("/handovers",
                 {{"external_id", work.reference},
                  {"registrar_id", record.registrar_id},
                  {"first_domain", record.first_domain},
                  {"sign_up", states::write_sign_up(record.sign_up)},
                  {"profile", json(record.profile)}},
                 work.key);
}

std::string Registry::verify(const engine::Arrival& arrival, engine::Time now) const {
    return verify_(arrival.headers, arrival.body, now);
}

adapters::Understood Registry::understand(const engine::Arrival& arrival) const {
    const auto notice = adapters::Notice{arrival};
    if (notice.type() == "domain.created")
        return {notice.reference(),
                states::event(states::DomainRegistered{.domain = notice.field("domain")})};
    return {notice.reference(), std::nullopt};
}

}  // namespace registry
