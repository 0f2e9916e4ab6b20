// Private links in PostgreSQL, as hashes (sql/130_mail_in.sql).

#pragma once

#include <optional>
#include <string>

#include "adapters/postgres/pool.hpp"
#include "adapters/private_links.hpp"

namespace postgres {

class LinkBook final : public adapters::LinkBook {
public:
    explicit LinkBook(Pool& pool) : pool_{pool} {}

    void keep_link(const std::string& hash, engine::CaseId) override;
    std::optional<engine::CaseId> case_of_link(const std::string& hash) override;

private:
    Pool& pool_;
};

}  // namespace postgres
