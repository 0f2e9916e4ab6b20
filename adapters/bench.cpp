#include "adapters/bench.hpp"

#include <array>
#include <cmath>
#include <cstdio>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <vector>

#include "adapters/bench_crew.hpp"
#include "adapters/bench_engine.hpp"
#include "adapters/bench_fill.hpp"
#include "adapters/bench_load.hpp"
#include "adapters/bench_plays.hpp"
#include "adapters/postgres/measuring.hpp"
#include "adapters/postgres/migrate.hpp"
#include "adapters/postgres/our_statements.hpp"
#include "states/workflow.hpp"

namespace adapters {
namespace {

using nlohmann::json;
using postgres::Floor;
using postgres::Scratch;

constexpr int steps_a_batch = 32;
constexpr auto crew = Crew{.workers = 4, .batch = 100};  // For whole workflows.

struct Comparison {  // One row of the table.
    Load::Work work;
    Floor::Kind floor_kind;
    int clients;
    Compared figures = {};         // Beside the floor.
    Compared same_rows = {};       // Beside our own statements, sent by pgbench.
    std::int64_t transitions = 0;  // Of ours; as many journal lines were found.
    std::int64_t lines = 0;

    bool in_batches() const { return floor_kind == Floor::Kind::d32; }
    const char* work_name() const { return work == Load::Work::stays ? "stays" : "moves"; }
    const char* floor_name() const { return in_batches() ? "d32" : "e"; }
};

double rounded(double value, double to) { return std::round(value * to) / to; }

class TransitionBench {
public:
    explicit TransitionBench(const BenchSettings& settings) : settings_{settings} {
        std::cerr << "making " << settings_.applications << " applications …\n";
        open_applications(ours_.address(), settings_.applications);
        postgres::make_floor(floor_.address(), settings_.applications);
        for (const auto work : {Load::Work::stays, Load::Work::moves}) take_samples(work);
    }

    void run() {
        for (int round = 0; round < settings_.rounds; ++round) {
            std::cerr << "round " << round + 1 << " of " << settings_.rounds << " …\n";
            for (auto& comparison : comparisons_) {
                compare(
                    comparison.figures, round, [&] { return measure_ours(comparison); },
                    [&] { return measure_floor(comparison); });
                comparison.same_rows.add(comparison.figures.ours.back(),
                                         measure_our_statements(comparison));
            }
            onboardings_.push_back(measure_play(workflow_, onboarding(catalogue_)));
            sevens_.push_back(measure_play(SevenSteps{}, seven_steps()) * steps_of_seven /
                              lines_of_seven);
        }
    }

    void print() const {
        std::cout << postgres::explanation() << '\n';
        for (const auto& [work, rows] : our_rows_)
            print_sizes(work == Load::Work::stays ? "ours, stays" : "ours, moves", rows);
        print_sizes("floor", floor_rows_);
        std::printf("\n%-6s %7s %9s %6s %9s %6s %9s %6s   %s\n", "work", "clients", "ours/s",
                    "floor", "floor/s", "ratio", "same/s", "ratio", "ratios of the rounds");
        for (const auto& row : comparisons_) {
            std::printf("%-6s %7d %9.0f %6s %9.0f %6.2f %9.0f %6.2f  ", row.work_name(),
                        row.clients, median(row.figures.ours), row.floor_name(),
                        median(row.figures.floor), median(row.figures.ratios),
                        median(row.same_rows.floor), median(row.same_rows.ratios));
            for (std::size_t i = 0; i < row.figures.ratios.size(); ++i)
                std::printf(" %.2f/%.2f", row.figures.ratios[i], row.same_rows.ratios[i]);
            std::printf("\n");
        }
        std::printf("\n%d workers, %d at a time:\n", crew.workers, crew.batch);
        print_play("onboardings, 4 steps of which by webhook", onboardings_, steps_of_onboarding);
        print_play("bare workflows, 3 steps of which by webhook", sevens_, steps_of_seven);
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
                            {"same", rounded(median(row.same_rows.floor), 1)},
                            {"same_ratio", rounded(median(row.same_rows.ratios), 1000)},
                            {"transitions", row.transitions},
                            {"journal_lines", row.lines}});
        std::cout << json{{"runs", runs},
                          {"onboarding", as_json(onboardings_, steps_of_onboarding)},
                          {"seven_steps", as_json(sevens_, steps_of_seven)}}
                         .dump()
                  << '\n';
    }

private:
    void take_samples(Load::Work work) {
        const auto copy = Scratch{postgres_, "ours_now", ours_};
        auto ours = BenchEngine{copy.address(), workflow_};
        const auto first = engine::CaseId{1};
        const auto turns = work == Load::Work::stays ? 1 : 2;
        for (int turn = 0; turn < turns; ++turn) {
            decided(ours.engine(),
                    std::array{Load::message(work, turn, first, std::to_string(turn))});
            samples_[work].push_back(postgres::last_transition(copy.address(), first.number));
        }
    }

    // Each measurement has a fresh copy of the same database.
    double measure_ours(Comparison& comparison) {
        const auto copy = Scratch{postgres_, "ours_now", ours_};
        auto ours = BenchEngine{copy.address(), workflow_};
        const auto speed = Load{ours.engine(), catalogue_}.transitions(
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

    Floor floor(const Comparison& comparison) const {
        return {.kind = comparison.floor_kind,
                .clients = comparison.clients,
                .seconds = settings_.seconds,
                .applications = settings_.applications};
    }

    double measure_floor(const Comparison& comparison) {
        const auto copy = Scratch{postgres_, "floor_now", floor_};
        const auto speed = postgres::measure(postgres_, copy, floor(comparison));
        floor_rows_ = postgres::floor_rows(copy.address());
        return speed;
    }

    double measure_our_statements(const Comparison& comparison) {
        const auto copy = Scratch{postgres_, "ours_now", ours_};
        return postgres::measure_our_statements(postgres_, copy,
                                                {samples_.at(comparison.work), floor(comparison)});
    }

    double measure_play(const engine::Workflow& workflow, const Play& what) {
        const auto copy = Scratch{postgres_, "ours_now", empty_};
        auto ours = BenchEngine{copy.address(), workflow};
        const auto speed =
            play(what, ours.engine(), ours.store(), crew, std::chrono::seconds{settings_.seconds});
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

    static void print_play(const char* what, const std::vector<double>& figures, int steps) {
        std::printf("%.0f %s, a second: %.0f steps/s\n", median(figures) / steps, what,
                    median(figures));
    }

    static json as_json(const std::vector<double>& figures, int steps) {
        return {{"steps_per_second", rounded(median(figures), 1)},
                {"steps", steps},
                {"workers", crew.workers},
                {"batch", crew.batch}};
    }

    static void print_sizes(const char* whose, const postgres::Rows& rows) {
        std::printf("%-12s mean row: application %4d bytes, journal %3d, job %3d\n", whose,
                    rows.application, rows.journal, rows.work);
    }

    BenchSettings settings_;
    states::Catalogue catalogue_ = built_in_catalogue();
    states::OnboardingWorkflow workflow_{catalogue_};
    postgres::Embedded postgres_ = postgres::Embedded::temporary();
    Scratch empty_{postgres_, "ours_empty"};
    Scratch ours_{postgres_, "ours", (postgres::migrate(empty_.address()), empty_)};
    Scratch floor_{postgres_, "floor"};
    std::vector<Comparison> comparisons_ = {
        {Load::Work::stays, Floor::Kind::e, 1},  {Load::Work::stays, Floor::Kind::e, 8},
        {Load::Work::stays, Floor::Kind::e, 32}, {Load::Work::stays, Floor::Kind::d32, 8},
        {Load::Work::moves, Floor::Kind::e, 1},  {Load::Work::moves, Floor::Kind::e, 8},
        {Load::Work::moves, Floor::Kind::e, 32}, {Load::Work::moves, Floor::Kind::d32, 8}};
    std::map<Load::Work, std::vector<postgres::Sample>> samples_;
    std::vector<double> onboardings_;  // Steps a second, one figure a round.
    std::vector<double> sevens_;
    std::map<Load::Work, postgres::Rows> our_rows_;
    postgres::Rows floor_rows_ = {};
};

}  // namespace

int bench_transitions(const BenchSettings& settings) {
    return run_and_print(TransitionBench{settings}, settings.as_json);
}

}  // namespace adapters
