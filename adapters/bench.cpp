#include "adapters/bench.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <variant>
#include <vector>

#include "adapters/bench_load.hpp"
#include "adapters/config/catalogue.hpp"
#include "adapters/postgres/measuring.hpp"
#include "adapters/postgres/migrate.hpp"
#include "adapters/postgres/pool.hpp"
#include "adapters/postgres/store.hpp"
#include "states/workflow.hpp"

namespace adapters {
namespace {

using nlohmann::json;
using postgres::Floor;
using postgres::Scratch;

constexpr int steps_a_batch = 32;
constexpr int workers = 8;

struct Comparison {  // One row of the table.
    Load::Work work;
    Floor::Kind floor_kind;
    int clients;
    Compared figures = {};
    std::int64_t transitions = 0;  // Of ours; as many journal lines were found.
    std::int64_t lines = 0;

    bool in_batches() const { return floor_kind == Floor::Kind::d32; }
    const char* work_name() const { return work == Load::Work::stays ? "stays" : "moves"; }
    const char* floor_name() const { return in_batches() ? "d32" : "e"; }
};

double rounded(double value, double to) { return std::round(value * to) / to; }

// The engine as `serve` runs it, without its neighbours.
struct Ours {
    Ours(const std::string& address, const states::Catalogue& terms)
        : pool{address, connections}, workflow{terms}, load{engine, store, terms} {}

    static constexpr std::size_t connections = 16;  // As many as `serve` has.
    postgres::Pool pool;
    postgres::Store store{pool};
    states::OnboardingWorkflow workflow;
    engine::Engine engine{workflow, store, 16'384};  // As `serve` has it.
    Load load;
};

class TransitionBench {
public:
    explicit TransitionBench(const BenchSettings& settings) : settings_{settings} {
        std::cerr << "making " << settings_.applications << " applications …\n";
        Ours{ours_.address(), catalogue_}.load.open(settings_.applications);
        postgres::make_floor(floor_.address(), settings_.applications);
    }

    void run() {
        for (int round = 0; round < settings_.rounds; ++round) {
            std::cerr << "round " << round + 1 << " of " << settings_.rounds << " …\n";
            for (auto& comparison : comparisons_)
                compare(
                    comparison.figures, round, [&] { return measure_ours(comparison); },
                    [&] { return measure_floor(comparison); });
            onboardings_.push_back(measure_onboarding());
        }
    }

    void print() const {
        std::cout << postgres::explanation() << '\n';
        for (const auto& [work, rows] : our_rows_)
            print_sizes(work == Load::Work::stays ? "ours, stays" : "ours, moves", rows);
        print_sizes("floor", floor_rows_);
        std::printf("\n%-6s %7s %5s %9s %9s %6s   %s\n", "work", "clients", "floor", "ours/s",
                    "floor/s", "ratio", "ratios of the rounds");
        for (const auto& row : comparisons_) {
            std::printf("%-6s %7d %5s %9.0f %9.0f %6.2f  ", row.work_name(), row.clients,
                        row.floor_name(), median(row.figures.ours), median(row.figures.floor),
                        median(row.figures.ratios));
            for (const auto ratio : row.figures.ratios) std::printf(" %.2f", ratio);
            std::printf("\n");
        }
        std::printf(
            "\nWhole onboardings, %d steps each, 4 of them by webhook; %d workers, %d at a time:\n"
            "%.0f onboardings/s, %.0f steps/s\n",
            Load::steps_of_onboarding, workers, steps_a_batch,
            median(onboardings_) / Load::steps_of_onboarding, median(onboardings_));
    }

    void print_json() const {
        auto runs = json::array();
        for (const auto& row : comparisons_)
            runs.push_back({{"work", row.work_name()},
                            {"clients", row.clients},
                            {"batch", row.in_batches() ? steps_a_batch : 1},
                            {"ours", rounded(median(row.figures.ours), 1)},
                            {"floor", rounded(median(row.figures.floor), 1)},
                            {"ratio", rounded(median(row.figures.ratios), 1000)},
                            {"floor_name", row.floor_name()},
                            {"transitions", row.transitions},
                            {"journal_lines", row.lines}});
        std::cout << json{{"runs", runs},
                          {"onboarding",
                           {{"steps_per_second", rounded(median(onboardings_), 1)},
                            {"steps", Load::steps_of_onboarding},
                            {"workers", workers},
                            {"batch", steps_a_batch}}}}
                         .dump()
                  << '\n';
    }

private:
    static states::Catalogue load() {
        auto read = config::load_catalogue({});
        if (auto* catalogue = std::get_if<states::Catalogue>(&read)) return std::move(*catalogue);
        throw std::runtime_error{"the built-in catalogue cannot be used"};
    }

    // Each measurement has a fresh copy of the same database.
    double measure_ours(Comparison& comparison) {
        const auto copy = Scratch{postgres_, "ours_now", ours_};
        const auto speed = Ours{copy.address(), catalogue_}.load.transitions(
            {.work = comparison.work,
             .applications = settings_.applications,
             .clients = comparison.clients,
             .batch = comparison.in_batches() ? steps_a_batch : 1},
            std::chrono::seconds{settings_.seconds});
        const auto rows = check(copy, speed.transitions, settings_.applications);
        our_rows_[comparison.work] = rows;
        comparison.transitions += speed.transitions;
        comparison.lines += rows.transitions - settings_.applications;
        return speed.per_second;
    }

    double measure_floor(const Comparison& comparison) {
        const auto copy = Scratch{postgres_, "floor_now", floor_};
        const auto speed = postgres::measure(postgres_, copy,
                                             {.kind = comparison.floor_kind,
                                              .clients = comparison.clients,
                                              .seconds = settings_.seconds,
                                              .applications = settings_.applications});
        floor_rows_ = postgres::floor_rows(copy.address());
        return speed;
    }

    double measure_onboarding() {
        const auto copy = Scratch{postgres_, "ours_now", empty_};
        const auto speed = Ours{copy.address(), catalogue_}.load.onboard(
            workers, steps_a_batch, std::chrono::seconds{settings_.seconds});
        check(copy, speed.transitions, 0);
        return speed.per_second;
    }

    static postgres::Rows check(const Scratch& database, std::int64_t transitions, int before) {
        const auto rows = postgres::our_rows(database.address());
        if (rows.transitions != transitions + before)
            throw std::runtime_error{"counted " + std::to_string(transitions) +
                                     " transitions, and the journal has " +
                                     std::to_string(rows.transitions - before) + " lines"};
        if (!postgres::journal_is_sound(database.address()))
            throw std::runtime_error{"the journal of the measured database has breaks"};
        return rows;
    }

    static void print_sizes(const char* whose, const postgres::Rows& rows) {
        std::printf("%-12s mean row: application %4d bytes, journal %3d, job %3d\n", whose,
                    rows.application, rows.journal, rows.work);
    }

    BenchSettings settings_;
    states::Catalogue catalogue_ = load();
    postgres::Embedded postgres_ = postgres::Embedded::temporary();
    Scratch empty_{postgres_, "ours_empty"};
    Scratch ours_{postgres_, "ours", (postgres::migrate(empty_.address()), empty_)};
    Scratch floor_{postgres_, "floor"};
    std::vector<Comparison> comparisons_ = {
        {Load::Work::stays, Floor::Kind::e, 1},  {Load::Work::stays, Floor::Kind::e, 8},
        {Load::Work::stays, Floor::Kind::e, 32}, {Load::Work::stays, Floor::Kind::d32, 8},
        {Load::Work::moves, Floor::Kind::e, 1},  {Load::Work::moves, Floor::Kind::e, 8},
        {Load::Work::moves, Floor::Kind::e, 32}, {Load::Work::moves, Floor::Kind::d32, 8}};
    std::vector<double> onboardings_;  // Steps a second, one figure a round.
    std::map<Load::Work, postgres::Rows> our_rows_;
    postgres::Rows floor_rows_ = {};
};

}  // namespace

int bench_transitions(const BenchSettings& settings) {
    return run_and_print(TransitionBench{settings}, settings.as_json);
}

}  // namespace adapters
