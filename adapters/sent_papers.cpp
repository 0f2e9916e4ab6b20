#include "adapters/sent_papers.hpp"

#include "states/codec.hpp"
#include "states/events.hpp"

namespace adapters {

PaperName name_of_agreement(const std::string& reference, const std::string& product, int edition) {
    return {reference, "agreement", product + '/' + std::to_string(edition)};
}

PaperName name_of_invoice(const InvoicePage& page) {
    return {page.reference, page.is_credit() ? "credit_note" : "invoice", page.number};
}

engine::Event prepared(const states::SendContract& contract, const std::string& agreement,
                       const SentPaper& paper) {
    return states::event(states::ContractPrepared{.product = contract.product,
                                                  .agreement = agreement,
                                                  .edition = contract.edition,
                                                  .document = paper.document,
                                                  .template_version = paper.template_version});
}

}  // namespace adapters
