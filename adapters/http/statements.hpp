// POST /api/v1/statements and POST /api/v1/movements/{id}/booking: money as the bank tells of it.

#pragma once

#include "adapters/statements.hpp"
#include "adapters/web.hpp"

namespace http {

// The body is the file itself.  200 with what came of its movements; 422 for a file that is refused
// as a whole, with the line or the path in it.
Response take_statement(adapters::Statements&, const adapters::Caller&, const Request&);

// {"reference", "reason"}: books a movement that waits for a person.
Response book_movement(adapters::Statements&, const adapters::Caller&, const Request&);

}  // namespace http
