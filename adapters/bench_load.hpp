// What `doorstep bench` makes the engine do: real applications, real events, the real store.

#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "engine/engine.hpp"
#include "states/catalogue.hpp"
#include "states/sign_up.hpp"

namespace adapters {

double median(std::vector<double> figures);
double seconds_since(std::chrono::steady_clock::time_point);
states::Catalogue built_in_catalogue();

struct Compared {  // Ours and the floor, one figure a round.
    std::vector<double> ours = {}, floor = {}, ratios = {};

    void add(double our, double theirs) {
        ours.push_back(our);
        floor.push_back(theirs);
        ratios.push_back(our / theirs);
    }
};

// Who goes first alternates, so that nobody always inherits the other's cache.
void compare(Compared& figures, int round, const std::function<double()>& ours,
             const std::function<double()>& floor);

// Measures and says what it found; returns the exit code.
template <class Bench>
int run_and_print(Bench bench, bool as_json) {
    bench.run();
    if (as_json)
        bench.print_json();
    else
        bench.print();
    return 0;
}

struct Speed {
    double per_second = 0;         // Transitions, without those that warmed up.
    std::int64_t transitions = 0;  // All of them, to be found again in the journal.
};

// Runs `turn(number of the client)` in as many threads, over and over for this long; a turn says
// how many it made.  The first turn of each warms up its connection and is not timed.
Speed measured(int clients, std::chrono::milliseconds time, const std::function<int(int)>& turn);

// A sign-up that may be approved, and the first product that anybody may offer with a contract of
// its own.
states::SignUp sign_up_for(const std::string& product, const std::string& name);
std::string plain_product(const states::Catalogue&);

// Throws std::runtime_error if any of them is refused, or was here before.
std::vector<engine::Outcome> decided(engine::Engine&, std::span<const engine::Message>);

// Throws as decided().
class Load {
public:
    Load(engine::Engine& engine, const states::Catalogue& catalogue)
        : engine_{engine}, catalogue_{catalogue} {}

    void open(int applications);  // Each submits its sign-up; their ids count from 1.

    enum class Work {
        stays,  // A late review is reported, over and over: case, journal line, effect, no more.
        moves,  // On hold and off again: two states, facts, a line, a mail; a deadline ends or
                // starts.
    };

    // A crowd, each with applications of its own: alone with every message, or `batch` at a time.
    struct Crowd {
        Work work;
        int applications;
        int clients;
        int batch;
    };
    Speed transitions(const Crowd&, std::chrono::milliseconds);

    // What an application is told the how-manyth time; the first is 0.
    static engine::Message message(Work, int turn, engine::CaseId, std::string delivery);

private:
    engine::Engine& engine_;
    const states::Catalogue& catalogue_;
};

}  // namespace adapters
