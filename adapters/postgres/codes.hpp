// Registrar IDs, security codes and activation codes, kept in PostgreSQL (sql/020_codes.sql).

#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "adapters/codes.hpp"
#include "adapters/postgres/pool.hpp"

namespace postgres {

class Codes final : public adapters::Codes {
public:
    struct Settings {
        std::string sealing_key;  // 32 bytes that are not in the database.
        std::chrono::hours activation_lifetime = std::chrono::days{14};
        std::chrono::hours letter_lifetime = std::chrono::days{60};
        int tries_max = 5;
    };

    // Throws std::invalid_argument if the key has another length.
    Codes(Pool& pool, Settings settings);

    std::string registrar_id(engine::CaseId, const std::string& reference) override;
    std::optional<std::string> security_code(engine::CaseId, const std::string& key) override;
    std::optional<std::string> activation_code(engine::CaseId, const std::string& key) override;
    void confirm(const std::string& key, const std::string& sent_as) override;
    std::optional<std::string> confirmed(const std::string& key) override;
    void void_letter(engine::CaseId, const std::string& letter) override;
    adapters::Verdict check(engine::CaseId, const adapters::Keyed&) override;

private:
    std::optional<std::string> code(engine::CaseId, const std::string& kind, const std::string& key,
                                    const std::string& fresh, std::chrono::hours lifetime);
    adapters::Verdict::Of why_nothing_counts(engine::CaseId, const adapters::Keyed&);

    Pool& pool_;
    Settings settings_;
};

}  // namespace postgres
