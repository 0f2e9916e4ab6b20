// Papers for the tests of providers: quickly drawn, and kept where a test can look.

#pragma once

#include <map>
#include <string>

#include "adapters/documents.hpp"
#include "adapters/sent_papers.hpp"
#include "adapters/sha256.hpp"
#include "examples/simulators/blank_pdf.hpp"

namespace tests {

inline adapters::SentPaper blank_paper(const std::string& words) {
    auto pdf = simulators::blank_pdf(words);
    auto hash = adapters::sha256_of(pdf);
    return {.content = std::move(pdf), .document = std::move(hash), .template_version = "2026.1"};
}

inline adapters::SentPaper draw_contract(const states::SendContract& contract,
                                         const std::string& reference) {
    return blank_paper(reference + ' ' + contract.product + ' ' + std::to_string(contract.edition));
}

inline adapters::SentPaper draw_invoice(const adapters::InvoicePage& page) {
    return blank_paper(page.number);
}

struct ArchiveInMemory final : adapters::Archive {
    bool keep(const adapters::Document& document, const std::string& from) override {
        kept_from[document.id] = from;
        return documents.emplace(document.id, document.content).second;
    }
    std::map<std::string, std::string> documents;  // Content by id.
    std::map<std::string, std::string> kept_from;
};

}  // namespace tests
