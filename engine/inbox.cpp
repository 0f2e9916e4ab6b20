#include "engine/inbox.hpp"

#include <algorithm>
#include <vector>

#include "engine/fault.hpp"
#include "engine/retry.hpp"

namespace engine {

namespace {
constexpr auto patience = std::chrono::hours{24};
}  // namespace

int Inbox::understand_some(int limit) {
    const auto arrivals = store_.claim_arrivals(limit, lease_);
    std::vector<Message> messages;
    std::vector<const Arrived*> of_message;
    for (const auto& arrived : arrivals)
        if (auto message = attempt(arrived)) {
            messages.push_back(std::move(*message));
            of_message.push_back(&arrived);
        }
    const auto outcomes = engine_.submit(messages, Patience::some);
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        const auto& arrived = *of_message[i];
        if (outcomes[i].kind == Outcome::Kind::no_case)
            store_.park(arrived.claim, {"there is no such application"});
        else if (outcomes[i].repeated)
            store_.finish(arrived.claim, "repeated");
        else if (outcomes[i].put_off())
            later(arrived, std::nullopt, trouble_of(messages[i], outcomes[i]));
    }
    return static_cast<int>(arrivals.size());
}

// Empty when there is nothing to submit.
std::optional<Message> Inbox::attempt(const Arrived& arrived) {
    const auto& arrival = arrived.arrival;
    try {
        auto heard = listener_.understand(arrival);
        if (heard)
            return Message{.to = heard->of,
                           .event = std::move(heard->event),
                           .from = {"provider:" + arrival.provider, heard->role},
                           .source = "webhook:" + arrival.provider,
                           .delivery = arrival.delivery,
                           .settles = arrived.claim};
        store_.finish(arrived.claim, "none of our business");
    } catch (const Unavailable& error) {
        later(arrived, error.retry_after, {error.what()});
    } catch (const std::exception& error) {
        store_.park(arrived.claim, {error.what()});
    }
    return std::nullopt;
}

void Inbox::later(const Arrived& arrived, std::optional<std::chrono::seconds> not_before,
                  const Trouble& trouble) {
    const auto jitter = std::uniform_real_distribution{0.0, 1.0}(random_);
    const auto delay = delay_after(arrived.claim.token, jitter);
    if (delay && arrived.now - arrived.received < patience)
        store_.retry(arrived.claim, std::max(*delay, not_before.value_or(std::chrono::seconds{0})),
                     trouble);
    else
        store_.park(arrived.claim, trouble);
}

}  // namespace engine
