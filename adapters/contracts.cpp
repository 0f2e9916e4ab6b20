#include "adapters/contracts.hpp"

#include <vector>

#include "states/codec.hpp"
#include "states/facts.hpp"

namespace adapters {
namespace {

std::variant<states::Agreement, std::string> agreement_of(
    const std::vector<states::Agreement>& agreements, const std::string& product) {
    if (agreements.empty()) return "it has no contract";
    if (product.empty() && agreements.size() == 1) return agreements.front();
    std::string products;
    for (const auto& agreement : agreements) {
        if (agreement.product == product) return agreement;
        products += (products.empty() ? "" : ", ") + agreement.product;
    }
    return (product.empty() ? "name the product: " : "there is no contract for " + product + ": ") +
           products;
}

// The id of the document; empty if there is none yet.
std::string paper_of(const states::Agreement& agreement, const std::string& paper) {
    const auto& papers = agreement.papers;
    if (paper == "signed" || (paper.empty() && !papers.empty()))
        return papers.empty() ? "" : papers.front();
    if (paper == "audit-trail") return papers.size() < 2 ? "" : papers[1];
    return agreement.document;
}

}  // namespace

std::variant<Document, std::string> contract_of(Reading& reading, const ContractWanted& wanted) {
    const auto id = reading.find(wanted.reference);
    const auto dossier = id ? reading.dossier(*id) : std::nullopt;
    if (!dossier) return "there is no application " + wanted.reference;
    const auto facts = states::decode<states::Facts>(dossier->snapshot.state.facts);
    const auto agreement = agreement_of(facts.agreements, wanted.product);
    if (const auto* why = std::get_if<std::string>(&agreement)) return *why;
    const auto paper = paper_of(std::get<states::Agreement>(agreement), wanted.paper);
    auto found = paper.empty() ? std::nullopt : reading.document(paper);
    if (!found)
        return wanted.paper.empty() || wanted.paper == "sent" ? "the contract is not sent yet"
                                                              : "the contract is not signed yet";
    return std::move(*found);
}

}  // namespace adapters
