// Machines, lists, bounces and loops, told from people: what may never open an application, nor be
// answered.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "adapters/intake/mail_reading.hpp"
#include "adapters/intake/mime.hpp"

namespace intake {

struct Known {
    Kind kind;
    std::string why;
};

// Empty for what a person may have written.
std::optional<Known> known_by_headers(const Mail&, const Ours&);

// Of a report that a mail has not arrived: RFC 3464, or as servers wrote before it.  Empty if the
// mail is none.
struct Bounce {
    std::string why;
    std::vector<Bounced> bounced;
};
std::optional<Bounce> bounce_in(const Mail&, const Ours&);

bool is_ours(std::string_view message_id, const Ours&);

}  // namespace intake
