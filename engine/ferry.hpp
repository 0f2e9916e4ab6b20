// Things that come while others are on their way cross together.
//
// Threads that write at the same time would each wait for a commit of its own.  Here the first
// ones go at once, each as the pilot of a boat of its own; who comes while all boats are away waits
// at the landing, and the next boat takes all who stand there.  A boat never waits for company, so
// a lone passenger loses nothing, and a crowd shares its commits.  Who is about to come and lacks
// only a core gets it before the boat leaves: that is a fifth more of eight who cross all day.

#pragma once

#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <span>
#include <thread>
#include <vector>

#include "engine/fault.hpp"

namespace engine {

// May be used by many threads.
template <class Cargo>
class Ferry {
public:
    explicit Ferry(int boats) : boats_{boats} {}

    // Returns when `carry`, called by this thread or another, has seen to the cargo; throws what it
    // threw.  carry(span of Cargo*) sees to several.  If it throws, those that are not `done` by
    // then each go once more by themselves, so that one does not sink the others; but not after
    // Unavailable, which is everybody's.  Two cross in one boat only if `apart` holds for them.
    template <class Carry, class Done, class Apart>
    void cross(Cargo& cargo, const Carry& carry, const Done& done, const Apart& apart) {
        auto me = Passenger{&cargo};
        auto boat = Boat{};
        boat.reserve(seats);  // Before anything is taken that would have to be given back.
        auto lock = std::unique_lock{mutex_};
        if (boats_ > 0) {
            --boats_;
            lock.unlock();
            std::this_thread::yield();
            lock.lock();
        } else {
            landing_.push_back(&me);
            me.called.wait(lock, [&] { return me.is_pilot || me.is_over; });
        }
        if (!me.is_over) {
            board(boat, me, apart);
            lock.unlock();
            sail(boat, carry, done);
            lock.lock();
            for (auto* passenger : boat) {
                passenger->is_over = true;
                if (passenger != &me) passenger->called.notify_one();
            }
            hand_over();
        }
        lock.unlock();
        if (me.trouble) std::rethrow_exception(me.trouble);
    }

private:
    static constexpr std::size_t seats = 32;

    struct Passenger {
        Cargo* cargo;
        bool is_pilot = false;
        bool is_over = false;
        std::exception_ptr trouble = {};
        std::condition_variable called = {};
    };
    using Boat = std::vector<Passenger*>;

    // Under the mutex.  Who may not sit with somebody stays, in its place.
    void board(Boat& boat, Passenger& pilot, const auto& apart) {
        boat.push_back(&pilot);
        for (auto next = landing_.begin(); next != landing_.end() && boat.size() < seats;) {
            bool fits = true;
            for (const auto* passenger : boat) fits &= apart(*passenger->cargo, *(*next)->cargo);
            if (fits) boat.push_back(*next);
            next = fits ? landing_.erase(next) : next + 1;
        }
    }

    static void sail(const Boat& boat, const auto& carry, const auto& done) {
        try {
            std::vector<Cargo*> all;
            for (auto* passenger : boat) all.push_back(passenger->cargo);
            carry(std::span<Cargo* const>{all});
        } catch (const Unavailable&) {
            for (auto* passenger : boat)
                if (!done(*passenger->cargo)) passenger->trouble = std::current_exception();
        } catch (...) {
            if (boat.size() == 1) {
                boat.front()->trouble = std::current_exception();
                return;
            }
            for (auto* passenger : boat)
                if (!done(*passenger->cargo)) sail({passenger}, carry, done);
        }
    }

    // Under the mutex.
    void hand_over() {
        if (landing_.empty()) {
            ++boats_;
            return;
        }
        landing_.front()->is_pilot = true;
        landing_.front()->called.notify_one();
        landing_.pop_front();
    }

    std::mutex mutex_;
    std::deque<Passenger*> landing_;  // In the order they came.
    int boats_;                       // At the landing; none while somebody waits there.
};

}  // namespace engine
