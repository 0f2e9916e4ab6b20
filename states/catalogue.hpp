// The catalogue: what a registry offers and on what terms.
//
// Amounts, deadlines, products, languages and the calendar are configuration (domain.md), so that
// another registry adopts Doorstep without touching code.  adapters/config reads it from TOML and
// names every mistake; here it is only a value that rules look things up in.

#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/workflow.hpp"
#include "states/money.hpp"

namespace states {

enum class Role { direct, reseller };

struct Product {
    std::string name;                     // As written: ".be".
    bool direct = true;                   // May an applicant have its own contract for it?
    bool reseller = false;                // May it be resold through an accredited registrar?
    bool needs_accreditation = false;     // Direct only with ICANN's RAA and an IANA ID.
    bool prepaid = true;                  // False: monthly invoices, no prepayment for it.
    bool standing_order = false;          // May be paid by standing order.
    std::set<std::string> contacts = {};  // Kinds that its profile needs when offered directly.
    bool product_url_required = false;    // Without it a registrar is not listed.
};

// A length of time as rules state it: in calendar days or in the registry's working days.
struct Span {
    int days = 0;
    bool working = false;
    bool operator==(const Span&) const = default;
};

struct Clock {  // How long a state may take, and when to remind.
    Span limit;
    std::vector<Span> reminders = {};
};

struct InvoiceTerms {  // Of the registry's own invoicing; its address and account are in `texts`.
    std::string series = "V";  // Capital letters; numbers have no gaps within one and a year.
    std::string credit_series = "C";    // Another one.
    std::string type = "380";           // UNTDID 1001: 380 invoice, 386 prepayment invoice.
    std::string time_zone = "UTC";      // Whose date, and whose year, an invoice has.
    std::string reference_prefix = {};  // The first digits of every structured message, 0 to 4.
    std::string peppol_id = {};         // "0208:0987654394"; empty: what the VAT number says.
};

struct Catalogue {
    std::string registry;  // Official name, as on letters.
    std::string currency = "EUR";
    std::set<std::string> languages = {"en", "nl", "fr"};  // Contracts can be had in these.
    Money prepayment_min = {250'000};
    bool four_eyes = true;
    Span appeal_period = {15, false};
    Span keep_drafts = {90, false};  // After they have lapsed: their personal data.
    Span keep_ended = {730, false};  // Of other applications that did not lead to a registrar.
    int keep_invoices = 10;  // Years, from 1 January of the next: Belgian Code of VAT, art. 60.
    std::optional<Money> second_person_above = {};  // Of a person's booking; empty: one is enough.
    Span refund_period = {};  // About how long money is on its way back; 0: not said.
    std::vector<Product> products = {};
    std::map<std::string, Clock, std::less<>> clocks = {};       // By the name a state gives.
    std::set<std::chrono::year_month_day> holidays = {};         // Beside Saturday and Sunday.
    std::map<std::string, std::string, std::less<>> texts = {};  // Letterhead, bank account, …
    InvoiceTerms invoice = {};
    std::set<std::string> awaited_checks = {};  // Registers that a review waits for: "vat", "iana".

    const Product* product(std::string_view name) const;  // Null if it is not offered.
    const Clock& clock(std::string_view name) const;      // Throws std::out_of_range.

    // The moment a span that starts at `from` is over.  Working days skip week-ends and holidays;
    // the hour of the day stays.
    engine::Time after(engine::Time from, Span) const;
};

}  // namespace states
