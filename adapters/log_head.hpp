// The head of the audit log that reports and samples stand on.

#pragma once

#include <cstdint>
#include <string>

#include "adapters/audit_log.hpp"
#include "engine/workflow.hpp"

namespace adapters {

struct LogHead {
    std::int64_t size = 0;  // Entries of the audit log.
    engine::Time at;        // Of the last line in it.
    std::string root = {};  // Of the tree of these entries (RFC 6962), in base64.
};

void bring_up_to_date(AuditLog&);  // As far as the journal goes.
std::string root_at(AuditLog&, std::int64_t size);

}  // namespace adapters
