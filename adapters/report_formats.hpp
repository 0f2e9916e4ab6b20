// Reports as files that programs and spreadsheets read, written as their rows come.

#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "adapters/reports.hpp"

namespace adapters {

using Write = std::function<void(std::string_view)>;

// For people: headings and stored names in words, formula-safe (csv.hpp).  After an empty line, the
// stamp: label and value.
std::unique_ptr<ReportWriter> csv_report(const std::string& language, Write);

// For programs: {"report","columns":[…],"rows":[[…]],"stamp":{…}}, everything as it is stored.
std::unique_ptr<ReportWriter> json_report(const std::string& kind, Write);

std::string report_heading(const std::string& column, const std::string& language);

// A stored name in words, where its column has such: "payment_due" of a state.
std::string report_cell(const std::string& column, const std::string& value,
                        const std::string& language);

// Label and value, as every format shows them.
std::vector<std::pair<std::string, std::string>> stamp_lines(const ReportStamp&);

}  // namespace adapters
