// Papers that leave the house, as they left it: drawn once, kept, and never drawn anew.
//
// So a second attempt sends the same bytes, and a text that is changed later changes nothing that
// somebody has signed or paid.  adapters/postgres keeps them (sql/100_sent_papers.sql).

#pragma once

#include <functional>
#include <optional>
#include <string>

#include "adapters/invoices.hpp"
#include "engine/workflow.hpp"
#include "states/effects.hpp"

namespace adapters {

struct PaperName {
    std::string reference;  // Of the application.
    std::string kind;       // "agreement", "invoice" or "credit_note".
    std::string name;       // Which of them: ".be/1" (product and edition), or its number.
};

PaperName name_of_agreement(const std::string& reference, const std::string& product, int edition);
PaperName name_of_invoice(const InvoicePage&);  // Or of the credit note that it is.

struct SignaturePlace {  // In points (1/72 inch) from the upper left corner of the page.
    int page = 1;        // From 1.
    int x = 0;
    int y = 0;
    int width = 0;
    int height = 0;
    bool operator==(const SignaturePlace&) const = default;
};

struct SentPaper {
    std::string content;           // The PDF.
    std::string document;          // Its SHA-256, in hexadecimal: its id among the documents.
    std::string template_version;  // As the template's file says.
    std::optional<SignaturePlace> signature = {};  // Where the applicant signs, if it has to.
};

class SentPapers {
public:
    virtual ~SentPapers() = default;

    using Draw = std::function<SentPaper()>;

    // What was kept under this name first.  Draws only if nothing was; of two who draw at once, one
    // is kept and both get it.
    virtual SentPaper once(const PaperName&, const Draw&) = 0;

    virtual std::optional<SentPaper> find(const PaperName&) = 0;
};

// -> contract_prepared: what an attempt at the contract has come to, with the paper that was sent.
engine::Event prepared(const states::SendContract&, const std::string& agreement, const SentPaper&);

// What providers of signatures are given: the paper of this contract, for the application of this
// reference.
using DrawContract =
    std::function<SentPaper(const states::SendContract&, const std::string& reference)>;

}  // namespace adapters
