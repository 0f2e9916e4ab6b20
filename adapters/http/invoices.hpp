// GET /api/v1/applications/{id}/invoice.xml, invoice.pdf, credit_note.xml, credit_note.pdf: our own
// invoices, as UBL and on paper.

#pragma once

#include "adapters/invoices.hpp"
#include "adapters/reading.hpp"
#include "adapters/reading_log.hpp"
#include "adapters/sent_papers.hpp"
#include "adapters/web.hpp"

namespace http {

struct Books {
    adapters::Reading& reading;
    adapters::Invoices& invoices;
    adapters::SentPapers& sent_papers;
    adapters::ReadingLog* readings = nullptr;
};

// Both 404 for an application that has none, and where another system makes the invoices.
Response give_invoice(const Books&, const adapters::Caller&, const Request&, bool credit);
Response give_invoice_paper(const Books&, const adapters::Caller&, const Request&, bool credit);

}  // namespace http
