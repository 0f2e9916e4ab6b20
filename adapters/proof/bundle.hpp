// Writes a proof bundle: the whole log, or one application with its proofs; docs/audit.md says what
// stands in it and why.

#pragma once

#include <functional>
#include <optional>
#include <ostream>
#include <string>

#include "adapters/audit_log.hpp"

namespace proof {

struct BundleWanted {
    std::string reference;    // Empty: the whole log.
    bool with_data = false;   // What was personal, as far as it was not erased.
    std::uint64_t since = 0;  // Size of an older checkpoint that the auditor has; 0: none.
};

// Up to the latest checkpoint.  Throws std::runtime_error with words for what cannot be: no
// checkpoint yet, no such application, lines of it that nobody has signed yet.
void write_bundle(adapters::AuditLog&, const BundleWanted&, std::ostream&,
                  const std::function<void(std::uint64_t done, std::uint64_t all)>& progress = {});

}  // namespace proof
