// adapters::RuleVersions on PostgreSQL.

#pragma once

#include <chrono>

#include "adapters/postgres/pool.hpp"
#include "adapters/rule_versions.hpp"

namespace postgres {

class RuleVersions final : public adapters::RuleVersions {
public:
    // What is approved counts no sooner than `notice` later, and is not withdrawn in the last of
    // it: so every server has heard of it.
    static constexpr std::chrono::seconds notice{10};

    explicit RuleVersions(Pool& pool) : pool_{pool} {}

    std::int64_t propose(const adapters::NewRule&, const std::string& author,
                         const std::string& time_zone) override;
    Outcome approve(std::int64_t number, const std::string& approver) override;
    Outcome withdraw(std::int64_t number, const std::string& who) override;
    std::optional<adapters::RuleVersion> find(std::int64_t number) override;
    std::vector<adapters::RuleVersion> list(const std::string& subject) override;
    std::vector<adapters::RuleVersion> approved() override;
    std::string stand() override;

private:
    Pool& pool_;
};

}  // namespace postgres
