#include "adapters/papers/papers.hpp"

#include <algorithm>
#include <functional>
#include <stdexcept>

#include "adapters/formats.hpp"
#include "adapters/papers/figures.hpp"
#include "adapters/papers/pdf_a.hpp"
#include "adapters/papers/sheet.hpp"
#include "adapters/sha256.hpp"
#include "adapters/transfer_text.hpp"
#include "engine/fault.hpp"
#include "states/checks.hpp"

namespace papers {
namespace {

using Figures = std::map<std::string, std::function<void(Sheet&)>, std::less<>>;

std::string written(Date date, const std::string& language) {
    return adapters::write_date(engine::Time{std::chrono::sys_days{date}}, language);
}

[[noreturn]] void refuse(const std::string& paper, const std::string& field,
                         const std::string& rule) {
    throw engine::Rejected{"the " + paper + " cannot be made: " + field + ' ' + rule};
}

void require(const std::string& paper, const std::string& field, const std::string& value) {
    if (value.empty()) refuse(paper, field, "is missing");
}

void check_party(const std::string& paper, const std::string& field, const Party& party) {
    require(paper, field + ".name", party.name);
    require(paper, field + ".street", party.street);
    require(paper, field + ".city", party.city);
    require(paper, field + ".country", party.country);
}

void check_date(const std::string& paper, const std::string& field, Date date) {
    if (!date.ok()) refuse(paper, field, "is no day of the calendar");
}

void check_sums(const std::string& paper, const Sums& sums) {
    if (sums.lines.empty()) refuse(paper, "sums.lines", "has no line");
    states::Money net;
    for (const auto& line : sums.lines) net = net + line.net;
    if (net != sums.net)
        refuse(paper, "sums.net",
               "is " + write_money(sums.net) + ", but the lines add up to " + write_money(net));
    if (sums.net + sums.vat != sums.total)
        refuse(paper, "sums.total",
               "is " + write_money(sums.total) + ", but net and VAT make " +
                   write_money(sums.net + sums.vat));
}

void check_reference(const std::string& paper, const std::string& field,
                     const std::string& reference) {
    if (states::check_reference(reference).verdict != states::Verdict::valid)
        refuse(paper, field, "is \"" + reference + "\", whose check digits are wrong");
}

adapters::Values values_of(const Letterhead& from, const Party& to, Date date,
                           const std::string& language, const std::string& reference) {
    return {{"registry", from.name},
            {"registry_address", address_line(from)},
            {"registry_vat_number", from.vat_number},
            {"support_email", from.email},
            {"support_phone", from.phone},
            {"website", from.website},
            {"date", written(date, language)},
            {"reference", reference},
            {"organisation", to.name},
            {"person", to.person}};
}

std::vector<std::string> foot_of(const Letterhead& from) {
    std::vector<std::string> lines{from.name + " · " + address_line(from)};
    if (!from.vat_number.empty()) lines.back() += " · " + from.vat_number;
    if (!from.iban.empty()) {
        lines.push_back("IBAN " + grouped_by_four(from.iban));
        if (!from.bic.empty()) lines.back() += " · BIC " + from.bic;
    }
    return lines;
}

void draw_block(Sheet& sheet, const Block& block, const Figures& figures) {
    constexpr Look title{.size = 17, .bold = true, .ink = Ink::accent};
    constexpr Look heading{.size = 11.5, .bold = true, .ink = Ink::accent};
    constexpr double after_text = 2.2 * mm;
    constexpr double clause_indent = 11 * mm;
    switch (block.is) {
        case Block::Is::figure: return figures.at(block.text)(sheet);
        case Block::Is::title: sheet.flow("H1", block.text, title); return sheet.skip(4 * mm);
        case Block::Is::heading:
            sheet.keep(3.5 * mm + heading.leading() + 3 * body.leading());  // Not at a page's end.
            sheet.skip(3.5 * mm);
            sheet.flow("H2", block.text, heading);
            return sheet.skip(1.2 * mm);
        case Block::Is::clause:
            sheet.flow("P", block.text, body, {.mark = block.mark, .text_at = clause_indent});
            break;
        case Block::Is::item: {
            const auto at = block.mark.empty() ? 0 : clause_indent;
            sheet.flow("P", block.text, body, {.mark = "–", .mark_at = at, .text_at = at + 5 * mm});
            break;
        }
        case Block::Is::paragraph: sheet.flow("P", block.text, body); break;
    }
    sheet.skip(after_text);
}

struct Drawing {
    Cover cover;
    Wording words;
    std::function<void(Sheet&)> top;  // Letterhead and address.
    Figures figures = {};
};

Paper drawn(const Drawing& drawing) {
    const auto draw = [&](Sheet& sheet) {
        drawing.top(sheet);
        for (const auto& block : drawing.words.blocks) draw_block(sheet, block, drawing.figures);
    };
    auto counting = Sheet{drawing.cover, 0};
    draw(counting);
    auto sheet = Sheet{drawing.cover, counting.pages()};
    draw(sheet);
    const auto picture = drawing.words.labels.find("picture");
    auto pdf = archivable(sheet.finish(), drawing.cover,
                          picture == drawing.words.labels.end() ? "" : picture->second);
    auto hash = adapters::sha256_of(pdf);
    return {.pdf = std::move(pdf),
            .template_version = drawing.words.version,
            .sha256 = std::move(hash),
            .pages = counting.pages()};
}

Cover cover_of(const Wording& words, const Letterhead& from, const std::string& language,
               Date date) {
    return {.title = words.title,
            .author = from.name,
            .language = language,
            .date = date,
            .foot = foot_of(from)};
}

// The bank codes of the picture are for euro only (EPC069-12).
Modules code_of(const Letterhead& from, const InvoicePaper& invoice) {
    if (from.iban.empty() || invoice.sums.currency != "EUR" || invoice.sums.total.cents <= 0)
        return {};
    return qr_code(adapters::transfer_text({.bic = from.bic,
                                            .name = from.name,
                                            .iban = from.iban,
                                            .amount = invoice.sums.total,
                                            .reference = invoice.rf_reference}));
}

}  // namespace

Papers::Papers(Letterhead letterhead, const Files& templates, const Names& languages)
    : letterhead_{std::move(letterhead)}, wordings_{templates, languages} {}

Paper Papers::agreement(const AgreementPaper& agreement) const {
    const auto* const paper = "agreement";
    const auto& to = agreement.registrar;
    const auto& language = agreement.language;
    const auto& wording = wordings_.find(language, paper);
    check_party(paper, "registrar", to);
    check_date(paper, "date", agreement.date);
    require(paper, "product", agreement.product);
    auto values = values_of(letterhead_, to, agreement.date, language, agreement.reference);
    values["product"] = agreement.product;
    values["edition"] = std::to_string(agreement.edition);
    values["accreditation"] = agreement.needs_accreditation ? "yes" : "";
    values["prepayment"] =
        agreement.prepayment_min == states::Money{}
            ? ""
            : adapters::write_amount(agreement.prepayment_min, agreement.currency, language);
    const auto words = filled(wording, values);
    adapters::SignaturePlace signature;
    auto made = drawn(
        {.cover = cover_of(words, letterhead_, language, agreement.date),
         .words = words,
         .top =
             [&](Sheet& sheet) {
                 draw_letterhead(sheet, letterhead_, language, words.label("vat_number"));
             },
         .figures = {
             {"parties", [&](Sheet& sheet) { draw_parties(sheet, words, letterhead_, agreement); }},
             {"signatures", [&](Sheet& sheet) {
                  signature = draw_signatures(sheet, words, letterhead_, agreement);
              }}}});
    made.signature = signature;
    return made;
}

Paper Papers::invoice(const InvoicePaper& invoice) const {
    const auto* const paper = "invoice";
    const auto& language = invoice.language;
    const auto& wording = wordings_.find(language, paper);
    check_party(paper, "customer", invoice.customer);
    check_sums(paper, invoice.sums);
    check_date(paper, "date", invoice.date);
    check_date(paper, "due", invoice.due);
    if (invoice.due < invoice.date) refuse(paper, "due", "is before its date");
    require(paper, "number", invoice.number);
    check_reference(paper, "structured_message", invoice.structured_message);
    check_reference(paper, "rf_reference", invoice.rf_reference);
    const auto total = adapters::write_amount(invoice.sums.total, invoice.sums.currency, language);
    const auto due = written(invoice.due, language);
    auto values =
        values_of(letterhead_, invoice.customer, invoice.date, language, invoice.reference);
    values.merge(adapters::Values{{"number", invoice.number},
                                  {"due", due},
                                  {"total", total},
                                  {"vat_note", invoice.sums.vat_note},
                                  {"structured_message", invoice.structured_message},
                                  {"rf_reference", grouped_by_four(invoice.rf_reference)}});
    const auto words = filled(wording, values);
    const Facts facts{{words.label("number"), invoice.number},
                      {words.label("date"), values.at("date")},
                      {words.label("due"), due},
                      {words.label("reference"), invoice.reference},
                      {words.label("your_vat_number"), invoice.customer.vat_number}};
    const Payment payment{.amount = total,
                          .due = due,
                          .beneficiary = letterhead_.name,
                          .iban = letterhead_.iban,
                          .bic = letterhead_.bic,
                          .structured_message = invoice.structured_message,
                          .rf_reference = invoice.rf_reference,
                          .code = code_of(letterhead_, invoice)};
    return drawn(
        {.cover = cover_of(words, letterhead_, language, invoice.date),
         .words = words,
         .top =
             [&](Sheet& sheet) {
                 draw_letterhead(sheet, letterhead_, language, words.label("vat_number"));
                 draw_address(sheet, address_of(invoice.customer, letterhead_, language), facts);
             },
         .figures = {
             {"lines", [&](Sheet& sheet) { draw_sums(sheet, words, invoice.sums, language); }},
             {"payment", [&](Sheet& sheet) { draw_payment(sheet, words, payment); }}}});
}

Paper Papers::credit_note(const CreditNotePaper& note) const {
    const auto* const paper = "credit_note";
    const auto& language = note.language;
    const auto& wording = wordings_.find(language, paper);
    check_party(paper, "customer", note.customer);
    check_sums(paper, note.sums);
    check_date(paper, "date", note.date);
    require(paper, "number", note.number);
    require(paper, "invoice", note.invoice);
    auto values = values_of(letterhead_, note.customer, note.date, language, note.reference);
    values.merge(adapters::Values{
        {"number", note.number},
        {"invoice", note.invoice},
        {"reason", note.reason},
        {"total", adapters::write_amount(note.sums.total, note.sums.currency, language)},
        {"vat_note", note.sums.vat_note}});
    const auto words = filled(wording, values);
    const Facts facts{{words.label("number"), note.number},
                      {words.label("date"), values.at("date")},
                      {words.label("invoice"), note.invoice},
                      {words.label("reference"), note.reference},
                      {words.label("your_vat_number"), note.customer.vat_number}};
    return drawn(
        {.cover = cover_of(words, letterhead_, language, note.date),
         .words = words,
         .top =
             [&](Sheet& sheet) {
                 draw_letterhead(sheet, letterhead_, language, words.label("vat_number"));
                 draw_address(sheet, address_of(note.customer, letterhead_, language), facts);
             },
         .figures = {
             {"lines", [&](Sheet& sheet) { draw_sums(sheet, words, note.sums, language); }}}});
}

Paper Papers::security_letter(const LetterPaper& letter) const {
    const auto* const paper = "security_letter";
    const auto& language = letter.language;
    const auto& wording = wordings_.find(language, paper);
    check_party(paper, "recipient", letter.recipient);
    check_date(paper, "date", letter.date);
    require(paper, "registrar_id", letter.registrar_id);
    if (letter.security_code.size() != 12 ||
        letter.security_code.find_first_not_of("0123456789") != std::string::npos)
        refuse(paper, "security_code", "has to be twelve digits");  // Which nobody repeats here.
    if (states::check_reference(letter.security_code).verdict == states::Verdict::valid)
        refuse(paper, "security_code", "could be taken for a payment's structured message");
    auto values = values_of(letterhead_, letter.recipient, letter.date, language, letter.reference);
    values["registrar_id"] = letter.registrar_id;
    const auto words = filled(wording, values);
    const Facts facts{{words.label("date"), values.at("date")},
                      {words.label("reference"), letter.reference}};
    return drawn({.cover = cover_of(words, letterhead_, language, letter.date),
                  .words = words,
                  .top =
                      [&](Sheet& sheet) {
                          // Its VAT number stands at the foot; here it would come near the window.
                          auto above_window = letterhead_;
                          above_window.vat_number.clear();
                          draw_letterhead(sheet, above_window, language, {});
                          draw_window_address(
                              sheet, address_of(letter.recipient, letterhead_, language), facts);
                      },
                  .figures = {{"codes", [&](Sheet& sheet) { draw_codes(sheet, words, letter); }}}});
}

}  // namespace papers
