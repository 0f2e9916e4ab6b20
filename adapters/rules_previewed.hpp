// Previews of rules, put together from those who write mails and draw papers.  Part of the
// composition, like node.cpp.

#pragma once

#include "adapters/config/config.hpp"
#include "adapters/rule_desk.hpp"
#include "adapters/rule_previews.hpp"

namespace adapters {

RulePreviews rule_previews(const config::Config&, RuleDesk&);  // Which must outlive them.

}  // namespace adapters
