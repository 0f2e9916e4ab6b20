#include "adapters/sent_papers.hpp"

namespace adapters {

PaperName name_of_agreement(const std::string& reference, const std::string& product, int edition) {
    return {reference, "agreement", product + '/' + std::to_string(edition)};
}

PaperName name_of_invoice(const InvoicePage& page) {
    return {page.reference, page.is_credit() ? "credit_note" : "invoice", page.number};
}

}  // namespace adapters
