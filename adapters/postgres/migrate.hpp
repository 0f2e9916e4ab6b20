// Brings a database's schema up to what this program knows (sql/*.sql).
//
// Each migration runs once, in its number's order and in a transaction of its own, and leaves its
// name and hash behind: so that a changed text or a database from the future is seen and refused.

#pragma once

#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/sql_files.hpp"

namespace postgres {

using Migrations = std::map<std::string_view, std::string_view>;  // "NNN_words.sql" to its text.

struct CannotMigrate : std::runtime_error {  // Its text is for an operator.
    using std::runtime_error::runtime_error;
};

// Applies what is missing and returns the names of it.  May be run by many nodes at once: an
// advisory lock lets one at a time work.
std::vector<std::string> migrate(const std::string& address,
                                 const Migrations& = adapters::sql_files());

// What migrate() would apply; changes nothing, and refuses what migrate() refuses.
std::vector<std::string> pending(const std::string& address,
                                 const Migrations& = adapters::sql_files());

}  // namespace postgres
