// `doorstep contract` and `doorstep invoice`: the papers of an application, as they were made.

#pragma once

#include <string>

#include "adapters/node.hpp"

namespace cli {

struct InvoiceWanted {
    std::string reference;
    std::string format = "ubl";  // Or "pdf".
    std::string file = "-";      // Stdout.
    bool credit = false;         // The credit note instead.
};

// Each writes the paper to the file and its name to stdout, or the paper itself to stdout, and
// answers with the exit code.  Throws std::runtime_error with words for a paper that is not there,
// and a file that cannot be written.
int write_contract(adapters::Node&, const adapters::ContractWanted&, const std::string& file);
int write_invoice(adapters::Node&, const InvoiceWanted&);

}  // namespace cli
