// POST /api/v1/documents and GET /api/v1/documents/{id}: the files beside a sign-up.

#pragma once

#include "adapters/documents.hpp"
#include "adapters/web.hpp"

namespace http {

// The body is the file itself, the query's `file_name` what its sender calls it.  201 for a new
// one, 200 for one that is there already, under the same id.
Response take_document(adapters::Documents&, const adapters::Caller&, const Request&);

// To be saved and not shown: what strangers send is never opened under our own address.
Response give_document(adapters::Reading&, adapters::ReadingLog*, const adapters::Caller&,
                       const Request&);

}  // namespace http
