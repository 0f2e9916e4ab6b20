#include "adapters/postgres/renewed_secrets.hpp"

#include <pqxx/pqxx>
#include <stdexcept>

#include "adapters/postgres/secrets.hpp"
#include "adapters/sha256.hpp"

namespace postgres {
namespace {

std::string purpose_of(const std::string& name, const std::string& began_as) {
    return "renewed/" + name + "/" + began_as;
}

}  // namespace

std::optional<std::string> RenewedSecrets::newest(const std::string& name,
                                                  const std::string& configured) {
    const auto began_as = adapters::sha256_of(configured);
    const auto rows = at_once(pool_, [&](pqxx::transaction_base& t) {
        return t.exec_prepared("renewed_secret", name, began_as);
    });
    if (rows.empty()) return std::nullopt;
    try {
        return unseal(sealing_key_, purpose_of(name, began_as), from_bytea(rows[0][0]));
    } catch (const std::runtime_error&) {
        throw std::runtime_error{"the renewed " + name +
                                 " was sealed with another sealing.key: bring that one back, or "
                                 "configure a new secret"};
    }
}

void RenewedSecrets::keep(const std::string& name, const std::string& configured,
                          const std::string& renewed) {
    const auto began_as = adapters::sha256_of(configured);
    const auto sealed = seal(sealing_key_, purpose_of(name, began_as), renewed);
    at_once(pool_, [&](pqxx::transaction_base& t) {
        t.exec_prepared0("keep_renewed_secret", name, began_as, bytea(sealed));
    });
}

}  // namespace postgres
