// adapters::WorkDesk on PostgreSQL.

#pragma once

#include "adapters/postgres/pool.hpp"
#include "adapters/work_desk.hpp"

namespace postgres {

class WorkDesk final : public adapters::WorkDesk {
public:
    explicit WorkDesk(Pool& pool) : pool_{pool} {}

    void follow() override;
    adapters::QueueCounts counts(const std::string& who, int soon_within_days) override;
    adapters::QueuePage page(const adapters::QueueFilter&) override;
    adapters::Assigned claim(const std::string& reference, const std::string& who) override;
    std::variant<adapters::Assigned, adapters::Problems> assign(const std::string& reference,
                                                                const std::string& to,
                                                                const std::string& actor,
                                                                const std::string& note) override;
    std::variant<adapters::Assigned, adapters::Problems> give_back(
        const std::string& reference, const std::string& who, const std::string& note) override;
    std::vector<adapters::Assigned> preview(const std::vector<std::string>& references,
                                            const std::string& to) override;
    std::vector<adapters::Assigned> assign_all(const std::vector<std::string>& references,
                                               const std::string& to,
                                               const std::string& actor) override;
    std::vector<adapters::Holding> history(const std::string& reference) override;

private:
    Pool& pool_;
};

}  // namespace postgres
