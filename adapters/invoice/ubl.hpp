// An invoice or a credit note as UBL 2.1 by EN 16931 and Peppol BIS Billing 3.0.

#pragma once

#include <string>

#include "adapters/invoices.hpp"

namespace invoice {

// UTF-8 with its declaration.  A character that XML 1.0 does not know is left out.
std::string ubl(const adapters::InvoicePage&);

}  // namespace invoice
