// The registry's own invoices and credit notes: all that stands on one, and the book that keeps
// them.  What draws a page or writes a file takes an InvoicePage and asks for nothing else.

#pragma once

#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "engine/store.hpp"
#include "states/money.hpp"
#include "states/sign_up.hpp"

namespace adapters {

// Seller or buyer.  What one does not have is empty.
struct InvoiceParty {
    std::string name;
    states::Address address;
    std::string vat_number;       // With its prefix, "BE0123456749"; only one that holds.
    std::string legal_id;         // In its country's register, or another number of its own.
    std::string legal_scheme;     // Which register: ISO 6523, "0208".
    std::string endpoint;         // Where Peppol delivers,
    std::string endpoint_scheme;  // by the list of electronic address schemes (EAS): "0208".
    std::string person;
    std::string email;
    std::string phone;
};

// By EN 16931: the code of UNCL5305, and of VATEX where nothing is charged.
struct InvoiceTax {
    std::string category;        // "S" charged, "AE" reverse charge, "O" outside the scope of VAT.
    int hundredths_percent = 0;  // 21 % is 2100; 0 for all but S.
    std::string exemption;       // "VATEX-EU-AE"; empty for S.
    std::string reason;          // The same in the buyer's language.
};

struct InvoiceLine {
    std::string text;
    states::Money net;
};

struct InvoicePage {
    std::string type;    // UNTDID 1001: "380" invoice, "386" prepayment invoice, "381" credit note.
    std::string number;  // "VF-2026-00001"
    std::string issued_on;  // "2026-11-24", in the registry's own time zone.
    std::string due_on;     // Empty on a credit note.
    std::string language;
    std::string currency;
    std::string reference;  // Of the application.
    InvoiceParty seller;
    InvoiceParty buyer;
    std::vector<InvoiceLine> lines;
    InvoiceTax tax;
    states::Money net;
    states::Money vat;
    states::Money total;
    std::string iban;  // Without spaces.
    std::string bic;
    std::string structured_message;  // "+++800/0000/00141+++"; none on a credit note.
    std::string creditor_reference;  // ISO 11649, for who has no field for the other; likewise.
    std::string terms;               // How it is paid, in words.
    std::string note;                // Why it is credited; empty on an invoice.
    std::string credits;             // Of a credit note: the number of the invoice,
    std::string credits_issued_on;   // and its date.

    bool is_credit() const { return !credits.empty(); }
};

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(InvoiceTax, category, hundredths_percent, exemption, reason)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(InvoiceLine, text, net)
void to_json(nlohmann::json&, const InvoiceParty&);
void from_json(const nlohmann::json&, InvoiceParty&);
void to_json(nlohmann::json&, const InvoicePage&);
void from_json(const nlohmann::json&, InvoicePage&);

struct InvoiceAsked {  // What a number is wanted for.
    engine::CaseId of;
    std::string key;        // Of the effect.  The same key gets the same document.
    std::string series;     // "VF"
    std::string time_zone;  // Whose date counts: "Europe/Brussels".
    std::string credits;    // The number of the invoice that it takes back; empty for an invoice.
};

struct InvoiceNumber {
    std::string number;        // "VF-2026-00001": series, year of issue, position.
    std::string issued_on;     // "2026-11-24"
    std::int64_t payment = 0;  // From 1: what a payment reference is made of, never given twice.
};

struct KeptInvoice {
    InvoicePage page;
    std::string ubl;  // The XML as it was made then.
};

class Invoices {
public:
    virtual ~Invoices() = default;

    using Write = std::function<KeptInvoice(const InvoiceNumber&)>;

    // Gives a number, lets the document be written and keeps it, all or nothing: there is no number
    // without a document.  `write` is not called for a key that has one already.  Throws
    // engine::Rejected for a second credit note for one invoice.
    virtual KeptInvoice keep(const InvoiceAsked&, const Write&) = 0;

    virtual std::optional<KeptInvoice> numbered(const std::string& number) = 0;

    // The latest of an application: its invoice, or its credit note.
    virtual std::optional<KeptInvoice> latest(engine::CaseId, bool credit) = 0;
};

}  // namespace adapters
