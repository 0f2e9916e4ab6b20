// The words a transition table is written in.
//
// Boost.MSM wants states, actions and guards as types with templated call operators.  The
// templates below meet that wish once, so that a table holds plain names and plain functions.

#pragma once

#include <algorithm>
#include <boost/mp11/algorithm.hpp>
#include <boost/mp11/list.hpp>
#include <boost/mp11/mpl_list.hpp>
#include <boost/msm/front/functor_row.hpp>
#include <boost/msm/front/state_machine_def.hpp>
#include <cstddef>
#include <string_view>
#include <type_traits>
#include <utility>

#include "states/draft.hpp"
#include "states/path.hpp"

namespace states {

// A string literal as a template argument, so that a state carries the name it has in the database.
template <std::size_t size>
struct Name {
    char text[size];
    consteval Name(const char (&literal)[size]) { std::copy_n(literal, size, text); }
    constexpr operator std::string_view() const { return {text, size - 1}; }
};

enum class Kind {
    way,    // On the main way; rows to a later state of the way are the way forward.
    aside,  // A detour that leads back to the way.
    end,    // Nothing is waited for.
};

template <class Event>
concept PausesClock = requires {
    requires Event::pauses_clock;
};
template <class Event>
concept ResumesClock = requires {
    requires Event::resumes_clock;
};

// A state.  Entering it notes its name and starts its clock, or lets it go on where it stood still;
// that is all a state ever does.
template <Kind which, Name literal, Step in, Name clock_name = "">
struct State : boost::msm::front::state<> {
    static constexpr Kind kind = which;
    static constexpr std::string_view name = literal;
    static constexpr Step step = in;
    static constexpr std::string_view clock = clock_name;

    template <class Event, class Machine>
    void on_entry(const Event&, Machine& machine) {
        machine.draft.enter(name, clock, ResumesClock<Event>);
    }
    template <class Event, class Machine>
    void on_exit(const Event&, Machine& machine) {
        machine.draft.leave(name, PausesClock<Event>);
    }
};

// A function of a row may look at the event or leave it; both kinds can stand in a table.
template <auto function, class Subject, class Event>
decltype(auto) call(Subject& subject, const Event& event) {
    if constexpr (std::is_invocable_v<decltype(function), Subject&, const Event&>)
        return function(subject, event);
    else
        return function(subject);
}

// The action of a row: these steps, in this order.
template <auto... steps>
struct Do {
    template <class Event, class Machine, class From, class To>
    void operator()(const Event& event, Machine& machine, From&, To&) const {
        (call<steps>(machine.draft, event), ...);
    }
};

// ---- When a row is taken ------------------------------------------------------------------------
//
// MSM tries rows bottom up, so alternatives must exclude each other: write them as When and Unless
// of one question, or as Once and Before of the same guards.

template <auto question>
struct When {  // The row is meant for this kind of case.
    template <class Event>
    static bool routes(const Draft& draft, const Event& event) {
        return call<question>(draft.facts, event);
    }
};
template <auto question>
struct Unless {
    template <class Event>
    static bool routes(const Draft& draft, const Event& event) {
        return !call<question>(draft.facts, event);
    }
};

// Whether a guard holds, given the event if it wants to see it.  Guards are in states/guards.hpp.
template <class Guard, class Event>
bool holds(const Draft& draft, const Event& event) {
    if constexpr (requires { Guard::holds(draft.facts, draft.told, event); })
        return Guard::holds(draft.facts, draft.told, event);
    else
        return Guard::holds(draft.facts, draft.told);
}

template <class... Guards>
struct Once {  // The way forward is open as soon as these hold.
    template <class Event>
    static bool routes(const Draft& draft, const Event& event) {
        return (holds<Guards>(draft, event) && ...);
    }
};
template <class... Guards>
struct Before {  // And this happens while they do not.
    template <class Event>
    static bool routes(const Draft& draft, const Event& event) {
        return !(holds<Guards>(draft, event) && ...);
    }
};

template <class... Guards>
struct Needs {  // Whoever causes the event is refused, and told why, unless these hold.
    template <class Event>
    static void check(Draft& draft, const Event& event) {
        (draft.check(Guards::name, holds<Guards>(draft, event)), ...);
    }
};

template <class... Parts>
struct If {
    template <class Event, class Machine, class From, class To>
    bool operator()(const Event& event, Machine& machine, From&, To&) const {
        if (!(routes<Parts>(machine.draft, event) && ...)) return false;
        machine.draft.checked.clear();
        machine.draft.failed.clear();
        (check<Parts>(machine.draft, event), ...);
        return machine.draft.failed.empty();
    }

private:
    template <class Part, class Event>
    static bool routes(const Draft& draft, const Event& event) {
        if constexpr (requires { Part::routes(draft, event); })
            return Part::routes(draft, event);
        else
            return true;
    }
    template <class Part, class Event>
    static void check(Draft& draft, const Event& event) {
        if constexpr (requires { Part::check(draft, event); }) Part::check(draft, event);
    }
};

using boost::msm::front::Row;
using Stay = boost::msm::front::none;  // As a target: handled here, the state is not left.

// An mp_list instead of an mpl::vector: no limit of 20 rows, no macros before the first include.
template <class... Rows>
using Table = boost::mp11::mp_list<Rows...>;

}  // namespace states
