// The database's clock for tests: every process that uses this database sees the same moved time.

#pragma once

#include <map>
#include <string>
#include <string_view>

#include "adapters/postgres/pool.hpp"

namespace postgres {

void install_test_clock(Pool&);  // On a database of its own; a second time changes nothing.

// By an ISO 8601 duration or another interval that PostgreSQL reads: "P15D".  Throws
// std::invalid_argument for what is none.
void advance_test_clock(Pool&, const std::string& interval);

const std::map<std::string_view, std::string_view>& test_clock_files();

}  // namespace postgres
