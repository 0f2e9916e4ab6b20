// The routes of workbooks.

#pragma once

#include <vector>

#include "adapters/reading.hpp"
#include "adapters/web.hpp"
#include "adapters/workbook_desk.hpp"

namespace http {

std::vector<Route> workbook_routes(adapters::WorkbookDesk&, adapters::Reading&);

}  // namespace http
