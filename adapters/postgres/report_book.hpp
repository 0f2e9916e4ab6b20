// adapters::ReportBook on PostgreSQL: the statements of sql/reports/.

#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "adapters/postgres/pool.hpp"
#include "adapters/reports.hpp"
#include "states/catalogue.hpp"

namespace postgres {

const std::map<std::string_view, std::string_view>& report_files();  // By cmake/Embed.cmake.

// What a report asks, of all applications at all times, up to a head of the log and the time of its
// last line: a statement without parameters, for whoever wants to run it without us.
std::string report_select(const std::string& kind, const states::Catalogue&,
                          const std::string& head, const std::string& as_of);

class ReportBook final : public adapters::ReportBook {
public:
    // Days are those of the registry's time zone; its catalogue says how long what is kept.
    ReportBook(Pool& pool, const states::Catalogue& catalogue)
        : pool_{pool}, catalogue_{catalogue} {}

    void read(const Asked&,
              const std::function<void(const adapters::LogHead&, const adapters::Cells&)>& begin,
              const std::function<void(const adapters::Cells&)>& row) override;
    std::int64_t note_begun(const adapters::ReportRun&) override;
    void note_given(std::int64_t run, std::int64_t rows, const std::string& sha256) override;
    std::vector<adapters::ReportRun> runs(int most) override;

private:
    Pool& pool_;
    const states::Catalogue& catalogue_;
};

}  // namespace postgres
