#include "adapters/bench_reports.hpp"

#include <chrono>
#include <fstream>
#include <string>

#include "adapters/bench_fill.hpp"
#include "adapters/bench_load.hpp"
#include "adapters/postgres/measuring.hpp"
#include "adapters/postgres/migrate.hpp"
#include "adapters/postgres/pool.hpp"
#include "adapters/postgres/report_book.hpp"
#include "adapters/report_formats.hpp"

namespace adapters {
namespace {

using Clock = std::chrono::steady_clock;

constexpr engine::CaseId any_application{1};

// Of this process, in KiB: the most that it ever had, since the last time that was forgotten.
std::int64_t most_memory() {
    std::ifstream file{"/proc/self/status"};
    for (std::string line; std::getline(file, line);)
        if (line.starts_with("VmHWM:")) return std::stoll(line.substr(6));
    return 0;
}
void forget_most_memory() { std::ofstream{"/proc/self/clear_refs"} << '5'; }

std::int64_t write_report(postgres::ReportBook& book, const ReportBook::Asked& asked) {
    std::int64_t rows = 0;
    std::size_t bytes = 0;
    const auto writer = csv_report("en", [&](std::string_view text) { bytes += text.size(); });
    LogHead head;
    book.read(
        asked,
        [&](const LogHead& its_head, const Cells& columns) {
            head = its_head;
            writer->begin(columns);
        },
        [&](const Cells& cells) {
            writer->row(cells);
            ++rows;
        });
    writer->end(
        {.query = asked.query, .who = "bench", .language = "en", .head = head, .rows = rows});
    return rows;
}

}  // namespace

ReportFigures measure_reports(const postgres::Embedded& postgres, int applications, int rounds) {
    const auto catalogue = built_in_catalogue();
    const postgres::Scratch database{postgres, "reports"};
    postgres::migrate(database.address());
    fill(database.address(), applications);
    ReportFigures figures{.lines = postgres::size_of(database.address()).lines};
    postgres::seal_places(database.address());

    postgres::Pool pool{database.address(), 1};
    postgres::ReportBook book{pool, catalogue};
    const ReportBook::Asked year{.query = {.kind = "register", .from = "2001-01-01"}};
    const ReportBook::Asked dossier{.query = {.kind = "dossier"}, .of = any_application};
    write_report(book, dossier);  // The first look warms up.
    forget_most_memory();
    const auto before = most_memory();
    std::vector<double> dossiers;
    for (int round = 0; round < rounds; ++round) {
        const auto ours = [&] {
            const auto start = Clock::now();
            figures.rows = write_report(book, year);
            figures.ours.push_back(static_cast<double>(figures.rows) / seconds_since(start));
        };
        if (round % 2 == 0) ours();
        const auto begin = Clock::now();
        postgres::copy_report(postgres, database, "register", catalogue);
        const auto copying = seconds_since(begin);
        if (round % 2 == 1) ours();
        figures.copy.push_back(static_cast<double>(figures.rows) / copying);
        const auto start = Clock::now();
        write_report(book, dossier);
        dossiers.push_back(seconds_since(start) * 1000);
    }
    figures.grown_kib = most_memory() - before;
    figures.dossier_ms = median(dossiers);
    return figures;
}

}  // namespace adapters
