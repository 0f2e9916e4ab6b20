#include "engine/outbox.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "engine/fault.hpp"
#include "engine/retry.hpp"

namespace engine {

int Outbox::perform_some(int limit) {
    const auto works = store_.claim_effects(limit, lease_);
    std::vector<Message> messages;
    for (const auto& work : works)
        if (auto message = attempt(work)) messages.push_back(std::move(*message));
    const auto outcomes = engine_.submit(messages, Patience::some);
    for (std::size_t i = 0; i < outcomes.size(); ++i)
        // What the case cannot take yet will be asked for again; the neighbour answers the same.
        // What it can take no more is known all the same, and written down as that.
        if (outcomes[i].put_off())
            again(*messages[i].settles, std::nullopt, trouble_of(messages[i], outcomes[i]));
    return static_cast<int>(works.size());
}

// Empty when there is no event to submit: the work is done without one, or comes again.
std::optional<Message> Outbox::attempt(const Work& work) {
    try {
        auto event = performer_.perform(work);
        if (event)
            return Message{.to = work.of,
                           .event = std::move(*event),
                           .from = {"system", "system"},
                           .source = "outbox",
                           .delivery = work.key,
                           .settles = work.claim};
        store_.finish(work.claim, "");
    } catch (const Unavailable& error) {
        again(work.claim, error.retry_after, {error.what()});
    } catch (const std::exception& error) {  // Rejected, or a surprise: both need a person.
        store_.park(work.claim, {error.what()});
    }
    return std::nullopt;
}

void Outbox::again(const Claim& claim, std::optional<std::chrono::seconds> not_before,
                   const Trouble& trouble) {
    const auto jitter = std::uniform_real_distribution{0.0, 1.0}(random_);
    if (const auto delay = delay_after(claim.token, jitter))
        store_.retry(claim, std::max(*delay, not_before.value_or(std::chrono::seconds{0})),
                     trouble);
    else
        store_.park(claim, trouble);
}

}  // namespace engine
