#include "adapters/postgres/adapter_log.hpp"

namespace postgres {

void note_adapter_try(Pool& pool, const std::string& actor, const adapters::Tried& tried) {
    if (!actor.starts_with("staff:")) return;  // The command line is no member.
    at_once(pool, [&](pqxx::transaction_base& t) {
        return t.exec_prepared("note_adapter_try", actor, tried.adapter,
                               std::string{adapters::name_of(tried.outcome)}, tried.took.count());
    });
}

}  // namespace postgres
