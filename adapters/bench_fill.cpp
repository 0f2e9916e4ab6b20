#include "adapters/bench_fill.hpp"

#include <algorithm>
#include <chrono>

#include "adapters/bench_engine.hpp"
#include "adapters/bench_load.hpp"
#include "adapters/bench_plays.hpp"
#include "adapters/postgres/measuring.hpp"
#include "states/workflow.hpp"

namespace adapters {
namespace {

constexpr int originals = 200;  // Made by the engine, or some more; the rest are copies.
// So long their journals grow, to some twenty lines each on a small machine.
constexpr auto journals = std::chrono::seconds{3};

}  // namespace

void open_applications(const std::string& address, int applications) {
    const auto catalogue = built_in_catalogue();
    const auto workflow = states::OnboardingWorkflow{catalogue};
    auto ours = BenchEngine{address, workflow};
    Load{ours.engine(), catalogue}.open(applications);
}

void fill(const std::string& address, int applications) {
    const auto catalogue = built_in_catalogue();
    {
        const auto workflow = states::OnboardingWorkflow{catalogue};
        auto ours = BenchEngine{address, workflow};
        auto load = Load{ours.engine(), catalogue};
        load.open(originals / 2);
        play(onboarding(catalogue), ours.engine(), ours.store(),
             {.workers = 1, .batch = originals / 2}, std::chrono::milliseconds{1});
        load.transitions(
            {.work = Load::Work::stays, .applications = originals / 2, .clients = 4, .batch = 1},
            journals);
    }
    const auto made = postgres::size_of(address).applications;
    postgres::multiply(address, std::max(1, static_cast<int>(applications / made) - 1));
}

}  // namespace adapters
