#include "adapters/webhooks/hand_overs.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "adapters/webhook_events.hpp"
#include "engine/fault.hpp"
#include "engine/journal.hpp"
#include "states/codec.hpp"

namespace webhooks {
namespace {

using nlohmann::json;

// "A-2026-000123/14/1": the same for every attempt at the same work.
std::string message_of(const engine::Work& work) {
    auto key = work.key;
    std::ranges::replace(key, '/', '_');
    return "msg_" + key;
}

std::string payload_of(const states::HandOver& record, const engine::Work& work, engine::Time now) {
    return json{{"type", adapters::handed_over},
                {"timestamp", engine::rfc3339(now)},
                {"data",
                 {{"reference", work.reference},
                  {"registrar_id", record.registrar_id},
                  {"first_domain", record.first_domain},
                  {"sign_up", states::write_sign_up(record.sign_up)},
                  {"profile", json(record.profile)}}}}
        .dump();
}

}  // namespace

std::optional<engine::Event> HandOvers::perform(const states::HandOver& record,
                                                const engine::Work& work) {
    const auto receivers = book_.queue(message_of(work), std::string{adapters::handed_over},
                                       work.of, payload_of(record, work, now_()));
    if (system_)
        system_(record, work);
    else if (receivers == 0)
        throw engine::Rejected{
            "nobody takes the hand-over: add a webhook endpoint with the event " +
            std::string{adapters::handed_over} + ", or set registry.url"};
    return std::nullopt;
}

}  // namespace webhooks
