// Accounts of registrars and their sessions, kept in PostgreSQL (sql/140_accounts.sql).

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "adapters/accounts.hpp"
#include "adapters/postgres/credentials.hpp"
#include "adapters/postgres/pool.hpp"

namespace postgres {

class Accounts final : public adapters::Accounts {
public:
    // The key is 32 bytes that are not in the database: it seals secrets, and is the pepper of
    // passwords.  Throws std::invalid_argument if it has another length.
    Accounts(Pool& pool, std::string sealing_key);

    std::optional<adapters::Registrar> registrar(const std::string& registrar_id) override;
    std::optional<adapters::Registrar> registrar(engine::CaseId) override;
    std::optional<adapters::Account> find(engine::CaseId) override;

    std::optional<std::string> code_that_counts(engine::CaseId) override;
    bool open(engine::CaseId, const adapters::NewPassword&) override;
    bool password_is_right(std::optional<engine::CaseId>, const std::string& password) override;

    std::optional<std::string> offer_secret(engine::CaseId) override;
    std::vector<std::string> enrol(engine::CaseId, std::int64_t step) override;
    bool take_step(engine::CaseId, std::int64_t step) override;
    bool use_recovery_code(engine::CaseId, const std::string& typed) override;

    std::string open_session(engine::CaseId, Kind) override;
    std::optional<adapters::Session> see_session(const std::string& token, Kind, Limits) override;
    bool end_session(const std::string& token) override;

private:
    Pool& pool_;
    Keyring keyring_;
};

}  // namespace postgres
