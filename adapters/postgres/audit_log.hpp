// adapters::AuditLog on PostgreSQL; sql/180_audit_log.sql explains the tables.

#pragma once

#include <atomic>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/audit_log.hpp"
#include "adapters/postgres/pool.hpp"

namespace postgres {

class AuditLog final : public adapters::AuditLog {
public:
    explicit AuditLog(Pool& pool) : pool_{pool} {}

    // For who is about to write lines under these rules.
    AuditLog(Pool& pool, std::string_view version, const std::string& definition) : pool_{pool} {
        declare_rules(std::string{version}, definition);
    }

    void declare_rules(const std::string& version, const std::string& definition) override;
    using adapters::AuditLog::seal_some;
    int seal_some(int most) override;
    std::uint64_t size() override;
    std::string tile(int level, std::uint64_t number) override;
    std::vector<adapters::LogEntry> entries(std::uint64_t begin, std::uint64_t end,
                                            bool with_data) override;
    std::vector<std::uint64_t> positions_of(const std::string& reference,
                                            std::uint64_t size) override;
    std::vector<adapters::DeclaredRules> rules(std::uint64_t size) override;
    std::vector<adapters::Standing> standings(std::uint64_t size, std::int64_t after, int most,
                                              const std::string& reference) override;
    std::optional<std::string> checkpoint() override;
    void publish(std::uint64_t size, const std::string& checkpoint) override;
    void add_stamp(const adapters::TimeStamp&) override;
    std::vector<adapters::TimeStamp> stamps(std::uint64_t size) override;
    LatestStamp latest_stamp(const std::string& authority) override;

private:
    enum class Look { since_seen, at_all };
    int seal_batch(int most, Look);

    Pool& pool_;
    std::atomic<bool> has_looked_at_all_ = false;  // And there is a line that does not follow.
};

}  // namespace postgres
