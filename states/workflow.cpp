// The only file that includes the Boost.MSM back-end, and so the only one that is slow to compile.

#include "states/workflow.hpp"

#include <boost/mp11/algorithm.hpp>
#include <boost/msm/back/state_machine.hpp>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

#include "states/description.hpp"
#include "states/onboarding.hpp"

namespace states {
namespace {

namespace back = boost::msm::back;
namespace mp = boost::mp11;
using Reason = engine::Refusal::Reason;

struct Definition : boost::msm::front::state_machine_def<Definition> {
    explicit Definition(Draft& writing) : draft{writing} {}
    Draft& draft;

    using initial_state = New;
    using transition_table = Onboarding;

    // An event without a row is an answer, not an accident; decide() reports it as a refusal.
    template <class Machine, class Event>
    void no_transition(const Event&, Machine&, int) {}

    using no_exception_thrown = int;  // Let exceptions pass; MSM would assert on them.
    using no_message_queue = int;     // One event a decision.
};
using Machine = back::state_machine<Definition>;

// serialize() is MSM's one public door to the active state.  This "archive" carries nothing else:
// no entry action runs again, so a restored case asks for nothing twice.
struct Restore {
    int state;
    Restore& operator&(int (&active)[1]) {
        active[0] = state;
        return *this;
    }
    template <class T>
    Restore& operator&(T&) {
        return *this;
    }
};

// MSM's state numbers depend on the order of the rows, so only names leave this file.
void restore(Machine& machine, std::string_view name) {
    auto archive = Restore{-1};
    boost::mpl::for_each<Machine::state_list, boost::msm::wrap<boost::mpl::_1>>(
        [&]<class S>(boost::msm::wrap<S>) {
            if (S::name == name) archive.state = back::get_state_id<Machine::stt, S>::value;
        });
    if (archive.state < 0) throw std::logic_error{"no such state: " + std::string{name}};
    machine.serialize(archive, 0);
}

template <class E>
std::optional<engine::Refusal> process(Machine& machine, std::string_view state,
                                       const engine::Json& data) {
    auto& draft = machine.draft;
    if (!E::by.contains(draft.told.actor.role)) return engine::Refusal{Reason::not_allowed};
    if (state == Erased::name) return engine::Refusal{Reason::too_late};  // Whatever it carries.
    auto event = E{};
    try {
        event = decode<E>(data);
    } catch (const nlohmann::json::exception& error) {
        return engine::Refusal{Reason::malformed_event, {}, error.what()};
    }
    const auto handled = machine.process_event(event);
    if (handled & back::HANDLED_TRUE) return std::nullopt;
    if (handled & back::HANDLED_GUARD_REJECT)
        return engine::Refusal{Reason::not_permitted, draft.failed};
    return engine::Refusal{still_ahead(state, E::name) ? Reason::too_early : Reason::too_late};
}

std::optional<engine::Refusal> process(Machine& machine, std::string_view state,
                                       const engine::Event& event) {
    auto refusal = std::optional{engine::Refusal{Reason::unknown_event}};
    mp::mp_for_each<mp::mp_transform<mp::mp_identity, Events>>([&]<class E>(mp::mp_identity<E>) {
        if (E::name == event.name) refusal = process<E>(machine, state, event.data);
    });
    return refusal;
}

// The words by which staff looks for an application.
engine::Listing listing_of(const Facts& facts) {
    const auto& organisation = facts.sign_up.organisation;
    const auto& representative = facts.sign_up.representative;
    auto listing = engine::Listing{
        .title = organisation.name,
        .terms = {organisation.name, organisation.vat_number, organisation.address.city,
                  representative.first_name + " " + representative.last_name, representative.email,
                  facts.sign_up.current_account, facts.registrar_id, facts.invoice.number,
                  facts.invoice.structured_message, facts.first_domain}};
    for (const auto& agreement : facts.agreements)
        if (!agreement.provider_id.empty()) listing.terms.push_back(agreement.provider_id);
    return listing;
}

}  // namespace

engine::Answer OnboardingWorkflow::decide(const engine::Case& current, const engine::Event& event,
                                          const engine::Actor& actor, engine::Time at) const {
    auto draft =
        Draft{.facts = decode<Facts>(current.facts), .told = {actor, at, catalogue_at_(at)}};
    if (const auto since = draft.facts.submitted_at; since != 0)
        draft.told.since_submission = &catalogue_at_(time_of(since));
    const auto listed = listing_of(draft.facts);
    auto machine = Machine{std::ref(draft)};
    restore(machine, current.state);
    if (auto refusal = process(machine, current.state, event)) return std::move(*refusal);

    auto decision = engine::Decision{.next = {.state = current.state},
                                     .entered = !draft.entered.empty(),
                                     .effects = std::move(draft.effects),
                                     .guards = std::move(draft.checked)};
    if (decision.entered) {
        decision.next.state = draft.entered;
        for (const auto& deadline : draft.facts.running)
            decision.deadlines.push_back({deadline.event, time_of(deadline.at)});
    }
    decision.next.facts = encode(draft.facts);
    auto listing = listing_of(draft.facts);
    if (listing != listed) decision.listing = std::move(listing);
    decision.next.waiting_for = name_of(ball_of(decision.next.state, draft.facts, draft.told));
    return decision;
}

bool OnboardingWorkflow::is_forgotten(std::string_view state) const {
    return state == Erased::name;
}

engine::Case first_case() { return {.state = std::string{New::name}, .facts = encode(Facts{})}; }

}  // namespace states
