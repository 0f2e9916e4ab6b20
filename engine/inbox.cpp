#include "engine/inbox.hpp"

#include <algorithm>
#include <span>
#include <vector>

#include "engine/fault.hpp"
#include "engine/retry.hpp"

namespace engine {

namespace {
constexpr auto patience = std::chrono::hours{24};
}  // namespace

Inbox::~Inbox() {
    try {
        store_.stop_listening();
    } catch (const std::exception&) {  // Others get it when the lease is over.
    }
}

int Inbox::understand_some(int limit) {
    const auto arrivals = store_.claim_arrivals(limit, lease_);
    std::vector<Attempted> attempts;
    std::vector<Message> messages;
    for (const auto& arrived : arrivals)
        if (auto attempted = attempt(arrived)) {
            messages.push_back(attempted->message);
            attempts.push_back(std::move(*attempted));
        }
    try {
        const auto outcomes = engine_.submit(messages, Patience::some);
        for (std::size_t i = 0; i < outcomes.size(); ++i) conclude(attempts[i], outcomes[i]);
    } catch (const Unavailable&) {
        throw;
    } catch (const std::exception&) {  // Something in one of them cannot be kept.
        for (const auto& attempted : attempts) conclude_alone(attempted);
    }
    return static_cast<int>(arrivals.size());
}

// One that can never be written must not hold up the others.  Those that were written before are
// found as repeats.
void Inbox::conclude_alone(const Attempted& attempted) {
    try {
        conclude(attempted,
                 engine_.submit(std::span{&attempted.message, 1}, Patience::some).front());
    } catch (const Unavailable&) {
        throw;
    } catch (const std::exception& error) {
        store_.park(attempted.arrived->claim, {error.what()});
    }
}

// What is written has settled its arrival already, unless there is more in it.
void Inbox::conclude(const Attempted& attempted, const Outcome& outcome) {
    const auto& arrived = *attempted.arrived;
    if (outcome.kind == Outcome::Kind::no_case)
        store_.park(arrived.claim, {"there is no such application"});
    else if (outcome.put_off())
        later(arrived, std::nullopt, trouble_of(attempted.message, outcome));
    else if (attempted.more)
        later(arrived, std::nullopt, {"there is more in it than was written so far"});
    else if (outcome.repeated)
        store_.finish(arrived.claim, "repeated");
}

// Empty when there is nothing to submit.
std::optional<Inbox::Attempted> Inbox::attempt(const Arrived& arrived) {
    const auto& arrival = arrived.arrival;
    try {
        auto heard = listener_.understand(arrival);
        if (heard) {
            auto message =
                Message{.to = heard->of,
                        .event = std::move(heard->event),
                        .from = {"provider:" + arrival.provider, heard->role},
                        .source = "webhook:" + arrival.provider,
                        .delivery = heard->fact.empty() ? arrival.delivery : heard->fact};
            if (!heard->more) message.settles = arrived.claim;
            return Attempted{std::move(message), &arrived, heard->more};
        }
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
