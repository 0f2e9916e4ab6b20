// GET /api/v1/applications/{id}/invoice.xml and …/credit_note.xml: our own invoices, as UBL.

#pragma once

#include "adapters/invoices.hpp"
#include "adapters/reading.hpp"
#include "adapters/web.hpp"

namespace http {

// 404 for an application that has none, and where another system makes the invoices.
Response give_invoice(adapters::Reading&, adapters::Invoices&, const Request&, bool credit);

}  // namespace http
