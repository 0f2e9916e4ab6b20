// adapters::OwnRecords on PostgreSQL: one statement gathers them.

#pragma once

#include <string>

#include "adapters/own_records.hpp"
#include "adapters/postgres/ask.hpp"

namespace postgres {

class OwnRecords final : public adapters::OwnRecords {
public:
    explicit OwnRecords(Pool& pool) : pool_{pool} {}

    std::string of(engine::CaseId id, const std::string& reference) override {
        return ask(pool_, "own_records", id.number, reference)[0][0].as<std::string>();
    }

private:
    Pool& pool_;
};

}  // namespace postgres
