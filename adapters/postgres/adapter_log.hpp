// Who has tried which adapter, in the log of staff.

#pragma once

#include <string>

#include "adapters/adapter_tries.hpp"
#include "adapters/postgres/pool.hpp"

namespace postgres {

// The actor is a member: "staff:17".
void note_adapter_try(Pool&, const std::string& actor, const adapters::Tried&);

}  // namespace postgres
