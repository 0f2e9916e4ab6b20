// Rows of the engine's tables as the engine's values.

#pragma once

#include <optional>
#include <pqxx/pqxx>
#include <string>

#include "engine/store.hpp"

namespace postgres {

engine::Time time_of(const pqxx::field& microseconds);
std::optional<engine::Time> time_if_any(const pqxx::field& microseconds);
engine::Hash hash_of(const std::string& bytes);

// Columns id, reference, state, waiting_for, facts, version, lines, head, now.
engine::Snapshot read_snapshot(const pqxx::row&);

// A journal line from its canonical bytes and what stands beside them.
engine::Line read_line(std::string entry, const std::string& hash, std::string salt,
                       std::string data);

}  // namespace postgres
