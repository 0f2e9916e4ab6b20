// /api/v1/applications/{id}/evidence: why an application is believed, and /api/v1/registrars: what
// IANA's list has.

#pragma once

#include "adapters/grounds.hpp"
#include "adapters/registrars.hpp"
#include "adapters/web.hpp"

namespace http {

Response give_evidence(adapters::Grounds&, const adapters::Caller&, const Request&);

// ?q=: an IANA ID, or words of a name; the likeliest first.
Response give_registrars(adapters::Registrars&, const Request&);

}  // namespace http
