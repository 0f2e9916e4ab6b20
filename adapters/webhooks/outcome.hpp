// What comes of an attempt to deliver a webhook, and when the next one is.  Pure functions.

#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "adapters/webhook_book.hpp"

namespace webhooks {

struct Answer {
    int status = 0;                                        // Of HTTP; 0: there was none.
    std::string body;                                      // As it came.
    std::string trouble;                                   // Empty for a 2xx.
    std::optional<std::chrono::seconds> retry_after = {};  // As they have asked.
};

// The waits of Standard Webhooks' example: 0, 5 s, 5 min, 30 min, 2, 5, 10, 14, 20 and 24 h; empty
// when all ten tries are used up.  `chance` is between 0 and 1 and adds up to a tenth, so that what
// failed at once does not come again at once.
std::optional<std::chrono::seconds> wait_after(int tries, double chance);

// 2xx is a success and everything else is not, redirects included.  410: nothing ever again.  After
// 429, 502 and 504 the endpoint is left alone for a while, as long as it has asked for if it did.
adapters::WebhookOutcome outcome_of(const Answer&, int tries, double chance);

}  // namespace webhooks
