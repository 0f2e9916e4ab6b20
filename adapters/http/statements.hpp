// /api/v1/statements, /api/v1/movements/{id}/… and /api/v1/refunds: money that goes by bank.

#pragma once

#include "adapters/refunding.hpp"
#include "adapters/statements.hpp"
#include "adapters/web.hpp"

namespace http {

// The body is the file itself.  200 with what came of its movements; 422 for a file that is refused
// as a whole, with the line or the path in it.
Response take_statement(adapters::Statements&, const adapters::Caller&, const Request&);

// {"reference", "reason"}: books a movement that waits for a person; 202 if that only proposes it.
Response book_movement(adapters::Statements&, const adapters::Caller&, const Request&);

// {"reason"}: books what another person has proposed.
Response confirm_movement(adapters::Statements&, const adapters::Caller&, const Request&);

// {"items":[…]}: what finance has to send back by bank.
Response list_refunds(adapters::Refunding&, const adapters::Caller&, const Request&);

// {"reason"}: a person has sent it.
Response note_refund(adapters::Refunding&, const adapters::Caller&, const Request&);

}  // namespace http
