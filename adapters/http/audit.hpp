// The audit log for whoever wants to check it: checkpoint, tiles and entries, exactly as C2SP's
// tlog-tiles names them, so that a client of any such log can read ours.

#pragma once

#include "adapters/audit_log.hpp"
#include "adapters/web.hpp"

namespace http {

Response give_checkpoint(adapters::AuditLog&, const Request&);
Response give_tile(adapters::AuditLog&, const Request&);  // {tile*}

}  // namespace http
