// Makes the registry's papers as PDF/A: agreement, invoice, credit note, security letter.

#pragma once

#include <string>
#include <vector>

#include "adapters/papers/paper.hpp"
#include "adapters/papers/wording.hpp"

namespace papers {

// Each throws engine::Rejected, naming the paper, the field and the rule, for input that must not
// be printed: sums that do not add up, a reference with wrong check digits, a code that is none,
// a language without a template, letters that no font has.
class Papers {
public:
    Papers(Letterhead, const Files& templates, const Names& languages);

    // One sentence for each thing that is wrong with a template; none when all is well.
    const std::vector<std::string>& problems() const { return wordings_.problems(); }

    Paper agreement(const AgreementPaper&) const;
    Paper invoice(const InvoicePaper&) const;
    Paper credit_note(const CreditNotePaper&) const;
    Paper security_letter(const LetterPaper&) const;

private:
    Letterhead letterhead_;
    Wordings wordings_;
};

}  // namespace papers
