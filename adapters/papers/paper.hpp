// What goes on the registry's papers: plain values, each paper's own.
//
// Texts are UTF-8 in any script.  `language` is one that the papers have templates for; `date` is
// the day on the paper: nothing here asks a clock, so the same input makes the same bytes.

#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "adapters/sent_papers.hpp"
#include "states/catalogue.hpp"
#include "states/money.hpp"

namespace papers {

using Date = std::chrono::year_month_day;

struct Letterhead {  // Whose papers these are.  Country as ISO 3166-1 alpha-2 everywhere.
    std::string name;
    std::string street;
    std::string postal_code;
    std::string city;
    std::string country;
    std::string vat_number;  // The following may be empty, and are left out then.
    std::string iban;        // Without spaces.
    std::string bic;
    std::string email;
    std::string phone;
    std::string website;
};

Letterhead letterhead_of(const states::Catalogue&);  // From its name and its [texts].

struct Party {
    std::string name;
    std::string person;  // "An Peeters"
    std::string street;
    std::string postal_code;
    std::string city;
    std::string province;  // May be empty, as may postal code and VAT number.
    std::string country;
    std::string vat_number;
};

struct AgreementPaper {  // One for each product that is offered directly.
    std::string language;
    Date date;
    std::string reference;  // Of the application: "A-2026-000123".
    int edition = 1;        // Counts up when it is made again.
    std::string product;    // ".be"
    Party registrar;
    bool needs_accreditation = false;
    states::Money prepayment_min;  // Nothing: the product is not prepaid.
    std::string currency = "EUR";
};

struct Line {
    std::string description;
    int quantity = 1;
    states::Money net;  // Of the whole line, VAT excluded.
};

struct Sums {  // net is the lines' sum, and total is net and VAT.
    std::vector<Line> lines;
    states::Money net;
    states::Money vat;
    states::Money total;
    int vat_hundredths = 0;  // Of a percent: 21 % is 2100.
    std::string vat_note;    // Why there is none: "Reverse charge …"; may be empty.
    std::string currency = "EUR";
};

struct InvoicePaper {
    std::string language;
    std::string number;
    Date date;
    Date due;
    std::string reference;  // Of the application.
    Party customer;
    Sums sums;
    std::string structured_message;  // "+++090/9337/55493+++"
    std::string rf_reference;        // ISO 11649: "RF18539007547034"
};

struct CreditNotePaper {  // Amounts as on the invoice, without a sign.
    std::string language;
    std::string number;
    Date date;
    std::string reference;
    std::string invoice;  // The number of what it takes back.
    std::string reason;
    Party customer;
    Sums sums;
};

struct LetterPaper {
    std::string language;
    Date date;
    std::string reference;
    Party recipient;
    std::string registrar_id;
    std::string security_code;  // Twelve digits.
};

struct Paper {
    std::string pdf;
    std::string template_version;  // As the template's file says.
    std::string sha256;            // Of `pdf`, in hexadecimal: its name in the archive.
    int pages = 0;
    std::optional<adapters::SignaturePlace> signature = {};  // Of the registrar, on an agreement.
};

}  // namespace papers
