// How fast the register of a year is written as CSV, beside PostgreSQL's own COPY of the same
// question; how much memory that takes; and how long one application's dossier takes.

#pragma once

#include <cstdint>
#include <vector>

namespace postgres {
class Embedded;
}

namespace adapters {

struct ReportFigures {
    std::int64_t lines = 0;      // Of all journals.
    std::int64_t rows = 0;       // Of the register: one for each application.
    std::vector<double> ours;    // Rows a second, a figure a round,
    std::vector<double> copy;    // and by `copy (…) to stdout (format csv)`.
    double dossier_ms = 0;       // The median.
    std::int64_t grown_kib = 0;  // By so much this process grew for all of it.
};

ReportFigures measure_reports(const postgres::Embedded&, int applications, int rounds);

}  // namespace adapters
