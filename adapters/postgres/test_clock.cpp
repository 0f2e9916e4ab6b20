#include "adapters/postgres/test_clock.hpp"

#include <stdexcept>

namespace postgres {

void install_test_clock(Pool& pool) {
    in_transaction(pool, [](pqxx::transaction_base& t) {
        t.exec(std::string{test_clock_files().at("install.sql")});
    });
}

void advance_test_clock(Pool& pool, const std::string& interval) {
    try {
        in_transaction(pool, [&](pqxx::transaction_base& t) {
            t.exec_params(std::string{test_clock_files().at("advance.sql")}, interval);
        });
    } catch (const pqxx::data_exception&) {
        throw std::invalid_argument{"not a length of time: " + interval};
    }
}

}  // namespace postgres
