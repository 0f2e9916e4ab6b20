// All that is kept of an application, as one file that can be taken along: for the applicant
// itself, and for a member of staff whom it has asked for it (GDPR, articles 15 and 20).

#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <variant>

#include "adapters/applications.hpp"
#include "adapters/own_records.hpp"
#include "adapters/reading.hpp"
#include "adapters/reading_log.hpp"

namespace adapters {

// For the applicant itself, at any time.  Without the notes of staff, which may be about others: a
// person looks at these before they are given out.
nlohmann::json own_data_of(Reading&, OwnRecords&, const Dossier&);

// With the notes.  For clerks, approvers and auditors who have just shown their phone key; noted as
// a reading.
std::variant<nlohmann::json, NotFound, Forbidden> export_own_data(Reading&, OwnRecords&,
                                                                  ReadingLog&, const Caller&,
                                                                  const std::string& reference);

}  // namespace adapters
