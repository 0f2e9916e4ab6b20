// adapters::SavedViews on PostgreSQL.

#pragma once

#include "adapters/postgres/pool.hpp"
#include "adapters/saved_views.hpp"

namespace postgres {

class SavedViews final : public adapters::SavedViews {
public:
    explicit SavedViews(Pool& pool) : pool_{pool} {}

    std::variant<std::int64_t, Problems> add(const adapters::SavedView&) override;
    Problems rename(std::int64_t id, const std::string& owner, const std::string& name) override;
    bool remove(std::int64_t id, const std::string& owner) override;
    std::vector<adapters::SavedView> list(const std::string& who) override;

private:
    Pool& pool_;
};

}  // namespace postgres
