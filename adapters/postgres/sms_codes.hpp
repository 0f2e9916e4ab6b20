// Codes sent to mobile numbers, kept in PostgreSQL (sql/140_accounts.sql).

#pragma once

#include <chrono>
#include <string>

#include "adapters/postgres/pool.hpp"
#include "adapters/sms_codes.hpp"

namespace postgres {

class SmsCodes final : public adapters::SmsCodes {
public:
    struct Settings {
        std::chrono::seconds lifetime = std::chrono::minutes{10};
        int tries_max = 5;
    };

    SmsCodes(Pool& pool, Settings settings) : pool_{pool}, settings_{settings} {}

    std::string make(engine::CaseId, const std::string& mobile) override;
    adapters::SmsVerdict check(engine::CaseId, const std::string& mobile,
                               const std::string& typed) override;

private:
    Pool& pool_;
    Settings settings_;
};

}  // namespace postgres
