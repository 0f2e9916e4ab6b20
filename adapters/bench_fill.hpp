// A database as full as a bench wants it.

#pragma once

#include <string>

namespace adapters {

// Each submits its sign-up; their ids count from 1.  The database is migrated, and empty.
void open_applications(const std::string& address, int applications);

// About so many applications with some twenty journal lines each, in a migrated database: a few by
// the real engine, then copies of them.
void fill(const std::string& address, int applications);

}  // namespace adapters
