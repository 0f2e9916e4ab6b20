#include "states/description.hpp"

#include <algorithm>
#include <optional>
#include <stdexcept>

#include "states/effects.hpp"
#include "states/onboarding.hpp"

namespace states {
namespace {

namespace mp = boost::mp11;

template <class List, class Visit>
void for_each_type(Visit visit) {
    mp::mp_for_each<mp::mp_transform<mp::mp_identity, List>>(visit);
}

template <class T>
using Tag = mp::mp_identity<T>;

// The name a function has in the source, as GCC and Clang print it.
template <auto function>
consteval std::string_view name_of_function() {
    std::string_view text = __PRETTY_FUNCTION__;
    text.remove_prefix(text.find("function = ") + 11);
    text = text.substr(0, text.find_first_of(";]<"));
    return text.substr(text.rfind(':') + 1);
}

template <class State>
constexpr int index_of = static_cast<int>(mp::mp_find<States, State>::value);

int index_named(std::string_view state) {
    const auto& states = all_states();
    const auto found = std::ranges::find(states, state, &StateInfo::name);
    if (found == states.end()) throw std::logic_error{"no such state: " + std::string{state}};
    return static_cast<int>(found - states.begin());
}

// ---- Reading a row ------------------------------------------------------------------------------

template <auto... steps>
std::vector<std::string> steps_of(Do<steps...>) {
    return {std::string{name_of_function<steps>()}...};
}

template <auto question>
void describe(Transition& row, When<question>) {
    row.conditions.emplace_back(name_of_function<question>());
}
template <auto question>
void describe(Transition& row, Unless<question>) {
    row.conditions.push_back("not " + std::string{name_of_function<question>()});
}
template <class... Guards>
void describe(Transition& row, Once<Guards...>) {
    (row.conditions.push_back("once " + std::string{Guards::name}), ...);
}
template <class... Guards>
void describe(Transition& row, Before<Guards...>) {
    std::string text;
    ((text += (text.empty() ? "before " : " and ") + std::string{Guards::name}), ...);
    row.conditions.push_back(text);
}
template <class... Guards>
void describe(Transition& row, Needs<Guards...>) {
    (row.needs.emplace_back(Guards::name), ...);
}
template <class... Parts>
void describe_all(Transition& row, If<Parts...>) {
    (describe(row, Parts{}), ...);
}

template <class From, class Event, class To, class Action, class Guard>
Transition describe_row(Tag<Row<From, Event, To, Action, Guard>>) {
    constexpr bool stays = std::is_same_v<To, Stay>;
    auto row = Transition{.from = From::name, .event = Event::name, .stays = stays};
    if constexpr (stays)
        row.to = From::name;
    else
        row.to = To::name;
    row.steps = steps_of(Action{});
    describe_all(row, Guard{});
    return row;
}

template <class State>
StateInfo info_of(Tag<State>) {
    return {.name = State::name,
            .kind = State::kind == Kind::way     ? "way"
                    : State::kind == Kind::aside ? "aside"
                                                 : "end",
            .step = static_cast<int>(State::step),
            .clock = State::clock};
}

// ---- Asking a row about a case, without an event
// -------------------------------------------------

// Whether the row is meant for this case.  A question about the event's data has no answer yet, so
// it does not rule the row out.
template <auto question>
bool meant(const Draft& draft, When<question>) {
    if constexpr (std::is_invocable_v<decltype(question), const Facts&>)
        return question(draft.facts);
    else
        return true;
}
template <auto question>
bool meant(const Draft& draft, Unless<question>) {
    if constexpr (std::is_invocable_v<decltype(question), const Facts&>)
        return !question(draft.facts);
    else
        return true;
}
template <class... Guards>
bool meant(const Draft&, Once<Guards...>) {
    return true;
}
template <class... Guards>
bool meant(const Draft& draft, Before<Guards...>) {
    return !(Guards::holds(draft.facts, draft.told) && ...);
}
template <class... Guards>
bool meant(const Draft&, Needs<Guards...>) {
    return true;
}

template <class Guard>
void ask(const Draft& draft, std::vector<Blocker>& failing) {
    if (!Guard::holds(draft.facts, draft.told)) failing.push_back({Guard::name, Guard::owner});
}
template <class... Guards>
void collect(const Draft& draft, std::vector<Blocker>& failing, Once<Guards...>,
             [[maybe_unused]] bool progress) {
    if (progress) (ask<Guards>(draft, failing), ...);
}
template <class... Guards>
void collect(const Draft& draft, std::vector<Blocker>& failing, Needs<Guards...>, bool) {
    (ask<Guards>(draft, failing), ...);
}
template <class Other>
void collect(const Draft&, std::vector<Blocker>&, Other, bool) {}

template <class... Parts>
bool meant_for(const Draft& draft, If<Parts...>) {
    return (meant(draft, Parts{}) && ...);
}
// Guards that refuse; with `progress` also those that the way forward still waits for.
template <class... Parts>
std::vector<Blocker> failing(const Draft& draft, If<Parts...>, [[maybe_unused]] bool progress) {
    std::vector<Blocker> found;
    (collect(draft, found, Parts{}, progress), ...);
    return found;
}

template <class From, class To>
constexpr bool leads_forward() {
    if constexpr (std::is_same_v<To, Stay> || From::kind == Kind::end)
        return false;
    else if constexpr (std::is_same_v<From, OnHold>)
        return To::kind != Kind::end;  // Back to where it was held, a detour included.
    else if constexpr (To::kind != Kind::way)
        return false;
    else
        return From::kind == Kind::aside || index_of<To> > index_of<From>;
}

struct WayOn {
    Ball ball;
    std::vector<Blocker> blockers;
};

// The row that leads forward with the least in its way.
std::optional<WayOn> way_on(std::string_view state, const Draft& draft) {
    std::optional<WayOn> best;
    for_each_type<Onboarding>([&]<class From, class Event, class To, class Action, class Guard>(
                                  Tag<Row<From, Event, To, Action, Guard>>) {
        if constexpr (leads_forward<From, To>()) {
            if (From::name != state || !meant_for(draft, Guard{})) return;
            auto blockers = failing(draft, Guard{}, true);
            if (!best || blockers.size() < best->blockers.size())
                best = WayOn{Event::ball, std::move(blockers)};
        }
    });
    return best;
}

}  // namespace

const std::vector<StateInfo>& all_states() {
    static const auto states = [] {
        std::vector<StateInfo> found;
        for_each_type<States>([&](auto tag) { found.push_back(info_of(tag)); });
        return found;
    }();
    return states;
}

const std::vector<EventInfo>& all_events() {
    static const auto events = [] {
        std::vector<EventInfo> found;
        for_each_type<Events>([&]<class E>(Tag<E>) {
            auto info = EventInfo{.name = E::name, .by = {}, .ball = name_of(E::ball)};
            for (const auto party : all_parties)
                if (E::by.contains(party)) info.by.push_back(name_of(party));
            found.push_back(std::move(info));
        });
        return found;
    }();
    return events;
}

const std::vector<std::string_view>& all_effects() {
    static const auto effects = [] {
        std::vector<std::string_view> found;
        for_each_type<Effects>([&]<class E>(Tag<E>) { found.push_back(E::name); });
        return found;
    }();
    return effects;
}

const std::vector<Transition>& all_transitions() {
    static const auto rows = [] {
        std::vector<Transition> found;
        for_each_type<Onboarding>([&](auto tag) { found.push_back(describe_row(tag)); });
        return found;
    }();
    return rows;
}

std::vector<Blocker> blocked_by(std::string_view state, const Facts& facts, const Told& told) {
    const auto way = way_on(state, Draft{.facts = facts, .told = told});
    return way ? way->blockers : std::vector<Blocker>{};
}

Ball ball_of(std::string_view state, const Facts& facts, const Told& told) {
    const auto way = way_on(state, Draft{.facts = facts, .told = told});
    if (!way) return Ball::nobody;
    return way->blockers.empty() ? way->ball : way->blockers.front().owner;
}

std::vector<Offer> offers(std::string_view state, const Facts& facts, const Told& told) {
    const auto draft = Draft{.facts = facts, .told = told};
    std::vector<Offer> found;
    for_each_type<Onboarding>([&]<class From, class Event, class To, class Action, class Guard>(
                                  Tag<Row<From, Event, To, Action, Guard>>) {
        if (From::name != state || !Event::by.contains(told.actor.role) ||
            !meant_for(draft, Guard{}))
            return;
        auto offer = Offer{.event = Event::name};
        for (const auto& blocker : failing(draft, Guard{}, false))
            offer.refused_by.push_back(blocker.guard);
        const auto known = std::ranges::find(found, Event::name, &Offer::event);
        if (known == found.end())
            found.push_back(std::move(offer));
        else if (offer.refused_by.size() < known->refused_by.size())
            *known = std::move(offer);
    });
    return found;
}

bool still_ahead(std::string_view state, std::string_view event) {
    const auto here = index_named(state);
    const auto& states = all_states();
    if (states[static_cast<std::size_t>(here)].kind == "end") return false;
    return std::ranges::any_of(all_transitions(), [&](const Transition& row) {
        const auto there = index_named(row.from);
        return row.event == event && states[static_cast<std::size_t>(there)].kind != "end" &&
               row.from != OnHold::name && (there > here || state == OnHold::name);
    });
}

int step_of(std::string_view state, const Facts& facts) {
    const auto& info = all_states()[static_cast<std::size_t>(index_named(state))];
    if (state == OnHold::name && !facts.held_in.empty()) return step_of(facts.held_in, facts);
    if (info.kind == "end" && !facts.ended_in.empty()) return step_of(facts.ended_in, facts);
    return info.step;
}

}  // namespace states
