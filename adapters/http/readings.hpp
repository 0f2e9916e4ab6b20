// GET /api/v1/readings: who has read personal data, for auditors and administrators.

#pragma once

#include "adapters/reading_log.hpp"
#include "adapters/web.hpp"

namespace http {

Response list_readings(adapters::ReadingLog&, const adapters::Caller&, const Request&);

}  // namespace http
