// A report as a paper for a regulator: the registry's head, what was asked, a table, and the stamp.

#pragma once

#include <string>
#include <vector>

#include "adapters/papers/paper.hpp"
#include "adapters/reports.hpp"

namespace papers {

// A PDF/A; the same bytes for the same input.  Hashes are cut to their first 16 digits, the whole
// ones are in the other formats.
std::string report_paper(const Letterhead&, const adapters::Cells& columns,
                         const std::vector<adapters::Cells>& rows, const adapters::ReportStamp&);

}  // namespace papers
