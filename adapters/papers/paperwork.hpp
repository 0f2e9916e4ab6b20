// The papers of an application, from what its effects say: drawn once, and kept as they were sent.

#pragma once

#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "adapters/invoices.hpp"
#include "adapters/letter_book.hpp"
#include "adapters/papers/papers.hpp"
#include "adapters/sent_papers.hpp"
#include "states/catalogue.hpp"
#include "states/effects.hpp"

namespace papers {

class Paperwork {
public:
    using Today = std::function<std::string()>;  // "2026-11-24", where the registry is.

    // Texts from the templates, letterhead and days by the catalogue.
    Paperwork(const states::Catalogue&, const Files& templates, adapters::SentPapers&, Today);

    const std::vector<std::string>& problems() const { return papers_.problems(); }

    // Dated on the day on which it is drawn.
    adapters::SentPaper agreement(const states::SendContract&, const std::string& reference);

    // An invoice or a credit note, with every figure as on the page.
    adapters::SentPaper invoice(const adapters::InvoicePage&);

    // Kept nowhere: it holds the code.  The same bytes for the same words.
    adapters::DrawnLetter security_letter(const states::PostSecurityLetter&,
                                          const adapters::LetterWords&);

private:
    adapters::SentPaper kept(const adapters::PaperName&, const std::function<Paper()>& draw);

    const states::Catalogue& catalogue_;
    Papers papers_;
    adapters::SentPapers& sent_;
    Today today_;
    std::mutex drawing_;
};

// The page as it is printed.
InvoicePaper invoice_paper(const adapters::InvoicePage&);
CreditNotePaper credit_note_paper(const adapters::InvoicePage&);

}  // namespace papers
