// The log of our mails, kept in PostgreSQL (sql/030_correspondence.sql).

#pragma once

#include <string>

#include "adapters/correspondence.hpp"
#include "adapters/postgres/pool.hpp"

namespace postgres {

class Correspondence final : public adapters::Correspondence {
public:
    explicit Correspondence(Pool& pool) : pool_{pool} {}

    bool was_sent(const std::string& key) override;
    void note(const adapters::Outgoing&, adapters::Fate) override;

private:
    Pool& pool_;
};

}  // namespace postgres
