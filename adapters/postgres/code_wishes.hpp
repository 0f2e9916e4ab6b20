// Who has asked for a new activation code, kept in PostgreSQL (sql/140_accounts.sql).

#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "adapters/postgres/pool.hpp"
#include "adapters/reissue.hpp"

namespace postgres {

class CodeWishes final : public adapters::CodeWishes {
public:
    explicit CodeWishes(Pool& pool) : pool_{pool} {}

    void wish(const std::string& registrar_id) override;
    std::optional<adapters::CodeWish> claim(std::chrono::seconds lease) override;
    void finish(const adapters::CodeWish&) override;
    void put_off(const adapters::CodeWish&, std::chrono::seconds) override;

private:
    Pool& pool_;
};

}  // namespace postgres
