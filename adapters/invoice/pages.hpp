// What stands on an invoice and on a credit note: who, what, how much, and how it is paid.

#pragma once

#include <string>

#include "adapters/invoices.hpp"
#include "states/catalogue.hpp"
#include "states/effects.hpp"

namespace invoice {

adapters::InvoicePage invoice_page(const states::Catalogue&, const states::IssueInvoice&,
                                   const std::string& reference, const adapters::InvoiceNumber&);

// Takes the whole invoice back, in its own words and at its own rate: what has changed since then
// does not count.
adapters::InvoicePage credit_page(const adapters::InvoicePage& invoice, const std::string& reason,
                                  const adapters::InvoiceNumber&);

}  // namespace invoice
