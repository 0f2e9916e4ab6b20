// /api/v1/applications/{id}/letters and /api/v1/letters: where the security letters are.

#pragma once

#include "adapters/post_room.hpp"
#include "adapters/web.hpp"

namespace http {

// {"items":[…]} with the custody of each, oldest first.
Response letters_of_application(adapters::PostRoom&, const Request&);

// {"items":[…],"next":…}, newest first; of one custody with ?custody=printed.
Response list_letters(adapters::PostRoom&, const Request&);

// {"reason"}: a person has it on paper.
Response note_printed(adapters::PostRoom&, const adapters::Caller&, const Request&);

}  // namespace http
