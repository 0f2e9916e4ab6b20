// The documents' shelf in PostgreSQL (sql/006_access.sql, sql/040_documents.sql).

#pragma once

#include <string>

#include "adapters/documents.hpp"
#include "adapters/postgres/pool.hpp"

namespace postgres {

class Archive final : public adapters::Archive {
public:
    explicit Archive(Pool& pool) : pool_{pool} {}

    bool keep(const adapters::Document&, const std::string& from) override;

private:
    Pool& pool_;
};

}  // namespace postgres
