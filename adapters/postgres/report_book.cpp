#include "adapters/postgres/report_book.hpp"

#include "adapters/postgres/ask.hpp"
#include "adapters/postgres/rows.hpp"
#include "engine/fault.hpp"

namespace postgres {
namespace {

using adapters::Cells;
using adapters::LogHead;

std::string text_of(const std::string& name) {
    const auto found = report_files().find(name + ".sql");
    if (found == report_files().end()) throw engine::Rejected{"there is no report " + name};
    return std::string{found->second};
}

Cells columns_of(const pqxx::result& rows) {
    Cells names;
    for (pqxx::row::size_type i = 0; i < rows.columns(); ++i)
        names.emplace_back(rows.column_name(i));
    return names;
}

std::string two_people_above(const states::Catalogue& catalogue) {
    const auto& limit = catalogue.second_person_above;
    return limit ? std::to_string(limit->cents) : "";
}

// For one statement of a report, in milliseconds.  Its first rows may have to wait until all of the
// journal was read, and the limit of our connections is that of a page.
constexpr int patience = 10 * 60 * 1000;

}  // namespace

std::string report_select(const std::string& kind, const states::Catalogue& catalogue,
                          const std::string& head, const std::string& as_of) {
    auto statement = text_of("asked") + text_of(kind);
    const std::vector<std::string> values{head,
                                          "'" + as_of + "'",
                                          "'-infinity'",
                                          "'infinity'",
                                          "0",
                                          "''",
                                          std::to_string(catalogue.keep_drafts.days),
                                          std::to_string(catalogue.keep_ended.days),
                                          std::to_string(catalogue.keep_invoices),
                                          "'" + two_people_above(catalogue) + "'",
                                          "'" + catalogue.invoice.time_zone + "'"};
    for (auto i = values.size(); i > 0; --i) {  // $11 before $1.
        const auto parameter = "$" + std::to_string(i);
        const auto& value = values[i - 1];
        for (auto at = statement.find(parameter); at != statement.npos;
             at = statement.find(parameter, at + value.size()))
            statement.replace(at, parameter.size(), value);
    }
    const std::string declared = "cursor for\n";
    return statement.substr(statement.find(declared) + declared.size());
}

void ReportBook::read(const Asked& asked,
                      const std::function<void(const LogHead&, const Cells&)>& begin,
                      const std::function<void(const Cells&)>& row) {
    const auto& query = asked.query;
    const auto statement = text_of("asked") + text_of(query.kind);
    in_transaction(pool_, [&](pqxx::transaction_base& snapshot) {
        snapshot.exec_prepared("report_snapshot");
        snapshot.exec_prepared("report_patience", std::to_string(patience));
        const auto bounds = snapshot.exec_prepared1("report_bounds", query.from, query.until,
                                                    catalogue_.invoice.time_zone, query.head);
        const LogHead head{.size = bounds["size"].as<std::int64_t>(), .at = time_of(bounds["at"])};
        snapshot.exec_params(statement, head.size, bounds["as_of"].as<std::string>(),
                             bounds["since"].as<std::string>(), bounds["before"].as<std::string>(),
                             asked.of.number, query.who, catalogue_.keep_drafts.days,
                             catalogue_.keep_ended.days, catalogue_.keep_invoices,
                             two_people_above(catalogue_), catalogue_.invoice.time_zone);
        for (bool first = true;; first = false) {
            const auto rows = snapshot.exec_prepared("report_rows");
            if (first) begin(head, columns_of(rows));
            for (const auto& each : rows) {
                Cells cells;
                for (const auto& cell : each)
                    cells.emplace_back(cell.is_null() ? "" : cell.c_str());
                row(cells);
            }
            if (rows.empty()) break;
        }
    });
}

std::int64_t ReportBook::note_begun(const adapters::ReportRun& run) {
    return ask(pool_, "note_report", run.who, run.door, run.kind, run.query.dump(), run.format,
               run.language, run.head)[0]["number"]
        .as<std::int64_t>();
}

void ReportBook::note_given(std::int64_t run, std::int64_t rows, const std::string& sha256) {
    ask(pool_, "note_report_given", run, rows, sha256);
}

std::vector<adapters::ReportRun> ReportBook::runs(int most) {
    std::vector<adapters::ReportRun> all;
    for (const auto& row : ask(pool_, "report_runs", most)) {
        adapters::ReportRun run{.number = row["number"].as<std::int64_t>(),
                                .at = time_of(row["at"]),
                                .who = row["who"].as<std::string>(),
                                .door = row["door"].as<std::string>(),
                                .kind = row["kind"].as<std::string>(),
                                .format = row["format"].as<std::string>(),
                                .language = row["language"].as<std::string>(),
                                .query = nlohmann::json::parse(row["query"].as<std::string>()),
                                .head = row["head"].as<std::int64_t>(),
                                .sha256 = row["sha256"].as<std::string>()};
        if (!row["rows"].is_null()) run.rows = row["rows"].as<std::int64_t>();
        all.push_back(std::move(run));
    }
    return all;
}

}  // namespace postgres
