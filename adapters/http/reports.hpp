// For auditors: GET /api/v1/reports and /api/v1/reports/{kind}, and how an application was seen at
// a time gone by, GET /api/v1/applications/{id}/then.

#pragma once

#include "adapters/reports.hpp"
#include "adapters/time_machine.hpp"
#include "adapters/web.hpp"

namespace http {

Response list_reports(adapters::Reports&, const adapters::Caller&, const Request&);
Response give_report(adapters::Reports&, const adapters::Caller&, const Request&);
Response look_back(adapters::TimeMachine&, const adapters::Caller&, const Request&);

}  // namespace http
