// One prepared statement in a transaction of its own.

#pragma once

#include <pqxx/pqxx>

#include "adapters/postgres/pool.hpp"

namespace postgres {

template <class... Arguments>
pqxx::result ask(Pool& pool, const char* statement, const Arguments&... arguments) {
    return at_once(
        pool, [&](pqxx::transaction_base& t) { return t.exec_prepared(statement, arguments...); });
}

}  // namespace postgres
