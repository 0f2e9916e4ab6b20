// The parts of papers that are drawn and not written: letterhead, panels, tables.
//
// Each is drawn at the sheet's place and moves it on, unless it says otherwise.

#pragma once

#include <string>
#include <utility>
#include <vector>

#include "adapters/papers/paper.hpp"
#include "adapters/papers/payment_code.hpp"
#include "adapters/papers/sheet.hpp"
#include "adapters/papers/wording.hpp"

namespace papers {

using Facts = std::vector<std::pair<std::string, std::string>>;  // Label and value.

// The country's name in this language; the code itself if it is none.
std::string country_name(const std::string& code, const std::string& language);

std::string address_line(const Letterhead&);  // "Voorbeeldstraat 1, 3000 Leuven"

// As on an envelope: name, person, street, postal code and city, and abroad the country.
std::vector<std::string> address_of(const Party&, const Letterhead& from,
                                    const std::string& language);

std::string grouped_by_four(const std::string& text);  // "BE68 5390 0754 7034"

void draw_letterhead(Sheet&, const Letterhead&, const std::string& language,
                     const std::string& vat_label);

// The address where the window of an envelope is, facts beside it.
void draw_address(Sheet&, const std::vector<std::string>& address, const Facts&);

// For letters that leave in a window envelope: the address in the right-hand window that Belgian
// envelopes have, and nothing else that could show in it, however the folded sheet slides.  Marks
// at the left edge show where to fold the sheet in three.
//
// A DL or C5/6 envelope has its window 20 mm from the right edge, 100 mm wide, from 55 to 90 mm
// below the upper edge; the sheet has 10 mm to slide in both directions.  bpost wants the address
// at least 15 mm from the right and 40 mm from the upper edge (MassPost guide, Small Format).
void draw_window_address(Sheet&, const std::vector<std::string>& address, const Facts&);

void draw_sums(Sheet&, const Wording&, const Sums&, const std::string& language);

struct Payment {
    std::string amount;  // As written.
    std::string due;
    std::string beneficiary;
    std::string iban;
    std::string bic;
    std::string structured_message;
    std::string rf_reference;
    Modules code;  // No picture if it is empty.
};
void draw_payment(Sheet&, const Wording&, const Payment&);

void draw_codes(Sheet&, const Wording&, const LetterPaper&);

void draw_parties(Sheet&, const Wording&, const Letterhead&, const AgreementPaper&);
// Answers with the place of the registrar's signature.
adapters::SignaturePlace draw_signatures(Sheet&, const Wording&, const Letterhead&,
                                         const AgreementPaper&);

}  // namespace papers
