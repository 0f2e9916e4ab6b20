// When and what fails, by chance that can be repeated.
//
//   DOORSTEP_SEED=N          repeats the choices of an earlier run (not what the kernel's scheduler
//                            made of them)
//   DOORSTEP_FAULTS_TIMES=N  makes N times as many faults, for a night

#pragma once

#include <doctest/doctest.h>

#include <chrono>
#include <cstdlib>
#include <random>
#include <string>
#include <thread>

namespace tests {

inline unsigned seed_of_this_run() {
    static const unsigned seed = [] {
        const auto* given = std::getenv("DOORSTEP_SEED");
        return given ? static_cast<unsigned>(std::stoul(given)) : std::random_device{}();
    }();
    return seed;
}

inline int as_often_as_asked(int faults) {
    const auto* times = std::getenv("DOORSTEP_FAULTS_TIMES");
    return times ? faults * std::stoi(times) : faults;
}

class Chance {
public:
    explicit Chance(unsigned stream = 0) : random_{seed_of_this_run() + stream} {}

    int number(int from, int to) { return std::uniform_int_distribution{from, to}(random_); }
    bool one_in(int many) { return number(1, many) == 1; }
    // For any time between; what happens meanwhile is the test.
    void rest(std::chrono::milliseconds at_least, std::chrono::milliseconds at_most) {
        std::this_thread::sleep_for(std::chrono::milliseconds{
            number(static_cast<int>(at_least.count()), static_cast<int>(at_most.count()))});
    }

private:
    std::mt19937 random_;
};

}  // namespace tests
