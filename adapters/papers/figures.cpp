#include "adapters/papers/figures.hpp"

#include <algorithm>
#include <map>
#include <string_view>

#include "adapters/catalogue_text.hpp"
#include "adapters/formats.hpp"

namespace papers {

const std::map<std::string_view, std::string_view>& country_files();  // By cmake/Embed.cmake.

namespace {

constexpr double half = text_width / 2;
constexpr double inset = 5 * mm;  // Of what stands on a panel.

std::string joined(const std::string& one, const std::string& other, std::string_view between) {
    return one + std::string{one.empty() || other.empty() ? "" : between} + other;
}

// Label and value beside each other; the value may take several lines.
void draw_facts(Sheet& sheet, const Facts& facts, double x, double label_width, double width) {
    for (const auto& [label, value] : facts) {
        if (value.empty()) continue;
        const Sheet::Element element{sheet, "P"};
        // Both on one base line, whatever their sizes.
        const auto lower = (body.size - small.size) * 1.08;
        const auto left =
            sheet.place(label, small, x, sheet.y() + lower, label_width - 3 * mm) + lower;
        const auto right =
            sheet.place(value, body, x + label_width, sheet.y(), width - label_width);
        sheet.skip(std::max(left, right) + 0.6 * mm);
    }
}

double height_of_facts(Sheet& sheet, const Facts& facts, double label_width, double width) {
    double height = 0;
    for (const auto& [label, value] : facts)
        if (!value.empty())
            height += std::max(sheet.height_of(label, small, label_width - 3 * mm),
                               sheet.height_of(value, body, width - label_width)) +
                      0.6 * mm;
    return height;
}

}  // namespace

Letterhead letterhead_of(const states::Catalogue& catalogue) {
    const auto text = [&](std::string_view name) { return adapters::text_in(catalogue, name); };
    return {.name = catalogue.registry,
            .street = text("street"),
            .postal_code = text("postal_code"),
            .city = text("city"),
            .country = text("country"),
            .vat_number = text("vat_number"),
            .iban = text("iban"),
            .bic = text("bic"),
            .email = text("support_email"),
            .phone = text("support_phone"),
            .website = text("website")};
}

std::string country_name(const std::string& code, const std::string& language) {
    const auto file = country_files().find(language + ".txt");
    const auto names = file == country_files().end() ? std::string_view{} : file->second;
    const auto line = code.size() == 2 ? names.find('\n' + code + ' ') : names.npos;
    if (line == names.npos) return code;
    const auto begin = line + 2 + code.size();
    return std::string{names.substr(begin, names.find('\n', begin) - begin)};
}

std::string address_line(const Letterhead& from) {
    return joined(from.street, joined(from.postal_code, from.city, " "), ", ");
}

std::vector<std::string> address_of(const Party& to, const Letterhead& from,
                                    const std::string& language) {
    std::vector<std::string> lines{to.name, to.person, to.street,
                                   joined(joined(to.postal_code, to.city, " "), to.province, ", ")};
    if (to.country != from.country) lines.push_back(country_name(to.country, language));
    std::erase(lines, "");
    return lines;
}

std::string grouped_by_four(const std::string& text) {
    std::string grouped;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (i > 0 && i % 4 == 0) grouped += "\xc2\xa0";  // No line is broken inside it.
        grouped += text[i];
    }
    return grouped;
}

void draw_letterhead(Sheet& sheet, const Letterhead& from, const std::string& language,
                     const std::string& vat_label) {
    sheet.bar(margin_left, 15 * mm, 16 * mm, 1.4 * mm);
    const Sheet::Element element{sheet, "P"};
    sheet.place(from.name, {.size = 14, .bold = true, .ink = Ink::accent}, margin_left, 19 * mm,
                95 * mm);
    std::vector<std::string> lines{
        from.street,
        joined(from.postal_code, from.city, " "),
        country_name(from.country, language),
        from.phone,
        from.email,
        from.website,
        from.vat_number.empty() ? "" : vat_label + ' ' + from.vat_number};
    auto at = 15 * mm;
    for (const auto& line : lines)
        if (!line.empty())
            at += sheet.place(line, small, margin_left + 95 * mm, at, text_width - 95 * mm,
                              Side::right);
    sheet.move_to(std::max(at, 40 * mm) + 8 * mm);
}

void draw_address(Sheet& sheet, const std::vector<std::string>& address, const Facts& facts) {
    constexpr double window = margin_left + 90 * mm;
    const auto top = std::max(sheet.y(), 52 * mm);
    auto at = top;
    {
        const Sheet::Element element{sheet, "P"};
        for (const auto& line : address)
            at += sheet.place(line, &line == &address.front() ? strong : body, window, at,
                              text_width - 90 * mm);
    }
    sheet.move_to(top);
    draw_facts(sheet, facts, margin_left, 36 * mm, 84 * mm);
    sheet.move_to(std::max({at, sheet.y(), 92 * mm}) + 6 * mm);
}

void draw_window_address(Sheet& sheet, const std::vector<std::string>& address,
                         const Facts& facts) {
    constexpr double window = 112 * mm;
    constexpr double window_top = 56 * mm;
    constexpr double address_width = 78 * mm;
    constexpr double facts_width = 60 * mm;  // They end before the window begins.
    constexpr double third = 99 * mm;
    auto at = window_top;
    {
        const Sheet::Element element{sheet, "P"};
        for (const auto& line : address)
            at += sheet.place(line, &line == &address.front() ? strong : body, window, at,
                              address_width);
    }
    sheet.move_to(window_top);
    draw_facts(sheet, facts, margin_left, 26 * mm, facts_width);
    for (const auto fold : {third, 2 * third}) sheet.line(5 * mm, fold, 4 * mm);
    sheet.move_to(std::max({at, sheet.y(), third}) + 2 * mm);
}

// "VAT 21 %", in French "TVA 5,5 %".
static std::string vat_text(const Wording& words, const Sums& sums, const std::string& language) {
    auto rate = adapters::write_number({sums.vat_hundredths}, language);
    while (rate.ends_with('0')) rate.pop_back();
    if (const auto last = rate.back(); last < '0' || last > '9') rate.pop_back();
    return words.label("vat_number") + ' ' + (rate.empty() ? "0" : rate) + "\u00a0%";
}

void draw_sums(Sheet& sheet, const Wording& words, const Sums& sums, const std::string& language) {
    const auto money = [&](states::Money amount) {
        return adapters::write_number(amount, language);
    };
    std::vector<Row> rows;
    for (const auto& line : sums.lines)
        rows.push_back({{line.description, std::to_string(line.quantity), money(line.net)}});
    rows.push_back({.cells = {words.label("net"), "", money(sums.net)}, .joined = true});
    rows.push_back(
        {.cells = {vat_text(words, sums, language), "", money(sums.vat)}, .joined = true});
    rows.push_back(
        {.cells = {words.label("total"), "", money(sums.total)}, .strong = true, .joined = true});
    // The last line stays with the sums: a page that begins with a total says nothing.
    if (sums.lines.size() > 1) rows[sums.lines.size() - 1].joined = true;
    sheet.table({{.head = words.label("description"), .width = text_width - 66 * mm},
                 {.head = words.label("quantity"), .width = 28 * mm, .side = Side::right},
                 {.head = words.label("amount") + " (" + sums.currency + ')',
                  .width = 38 * mm,
                  .side = Side::right}},
                rows);
    sheet.skip(5 * mm);
}

void draw_payment(Sheet& sheet, const Wording& words, const Payment& payment) {
    constexpr double picture = 34 * mm;
    constexpr double quiet_zone = 3 * mm;  // Of at least four modules, in white.
    constexpr double label_width = 38 * mm;
    const bool pictured = payment.code.side > 0;
    const auto left = margin_left + inset + (pictured ? picture + 2 * quiet_zone + 6 * mm : 0);
    const auto width = margin_left + text_width - inset - left;
    const Facts facts{{words.label("total"), payment.amount},
                      {words.label("due"), payment.due},
                      {words.label("beneficiary"), payment.beneficiary},
                      {words.label("account"),
                       joined(grouped_by_four(payment.iban),
                              payment.bic.empty() ? "" : "BIC\xc2\xa0" + payment.bic, " · ")},
                      {words.label("structured_message"), payment.structured_message},
                      {words.label("rf_reference"), grouped_by_four(payment.rf_reference)}};
    const Look head{.size = 11, .bold = true, .ink = Ink::accent};
    const auto written =
        head.leading() + 2 * mm + height_of_facts(sheet, facts, label_width, width);
    const auto caption =
        pictured ? sheet.height_of(words.label("scan"), small, picture + 2 * quiet_zone) : 0;
    const auto height =
        2 * inset + std::max(written, pictured ? picture + 2 * quiet_zone + 1.5 * mm + caption : 0);
    sheet.keep(height);
    const auto top = sheet.y();
    sheet.panel(margin_left, top, text_width, height);
    if (pictured) {
        const auto x = margin_left + inset;
        const auto y = top + inset;
        sheet.white(x, y, picture + 2 * quiet_zone, picture + 2 * quiet_zone);
        {
            const Sheet::Element element{sheet, "Figure"};
            sheet.modules(payment.code.dark, payment.code.side, x + quiet_zone, y + quiet_zone,
                          picture);
        }
        const Sheet::Element element{sheet, "P"};
        sheet.place(words.label("scan"), small, x, y + picture + 2 * quiet_zone + 1.5 * mm,
                    picture + 2 * quiet_zone);
    }
    {
        const Sheet::Element element{sheet, "H2"};
        sheet.place(words.label("to_pay"), head, left, top + inset, width);
    }
    sheet.move_to(top + inset + head.leading() + 2 * mm);
    draw_facts(sheet, facts, left, label_width, width);
    sheet.move_to(top + height + 5 * mm);
}

void draw_codes(Sheet& sheet, const Wording& words, const LetterPaper& letter) {
    constexpr double height = 26 * mm;
    const Look figures{.size = 23, .bold = true};
    sheet.keep(height);
    const auto top = sheet.y();
    sheet.panel(margin_left, top, text_width, height);
    sheet.bar(margin_left, top, 1.2 * mm, height);
    const auto pair = [&](const std::string& label, const std::string& value, double x,
                          double width) {
        const Sheet::Element element{sheet, "P"};
        sheet.place(label, small, x, top + inset, width);
        sheet.place(value, figures, x, top + inset + 5 * mm, width);
    };
    pair(words.label("registrar_id"), letter.registrar_id, margin_left + inset + 3 * mm, 48 * mm);
    pair(words.label("security_code"), grouped_by_four(letter.security_code), margin_left + 62 * mm,
         text_width - 62 * mm - inset);
    sheet.move_to(top + height + 2.5 * mm);
}

namespace {

// Two columns that begin at the same height; the sheet moves behind the longer one.
void draw_side_by_side(Sheet& sheet, auto draw_left, auto draw_right) {
    const auto top = sheet.y();
    draw_left(margin_left);
    const auto end = sheet.y();
    sheet.move_to(top);
    draw_right(margin_left + half + 3 * mm);
    sheet.move_to(std::max(end, sheet.y()));
}

constexpr double column_width = half - 3 * mm;

void draw_party(Sheet& sheet, const std::string& role, const std::vector<std::string>& lines,
                double x) {
    const Sheet::Element element{sheet, "P"};
    sheet.skip(sheet.place(role, small, x, sheet.y(), column_width) + 0.8 * mm);
    for (const auto& line : lines)
        if (!line.empty())
            sheet.skip(sheet.place(line, &line == &lines.front() ? strong : body, x, sheet.y(),
                                   column_width));
}

}  // namespace

void draw_parties(Sheet& sheet, const Wording& words, const Letterhead& from,
                  const AgreementPaper& agreement) {
    const auto vat = [&](const std::string& number) {
        return number.empty() ? "" : words.label("vat_number") + ' ' + number;
    };
    const auto& to = agreement.registrar;
    const auto& language = agreement.language;
    draw_side_by_side(
        sheet,
        [&](double x) {
            draw_party(sheet, words.label("registry"),
                       {from.name, from.street, joined(from.postal_code, from.city, " "),
                        country_name(from.country, language), vat(from.vat_number)},
                       x);
        },
        [&](double x) {
            draw_party(sheet, words.label("registrar"),
                       {to.name, to.street,
                        joined(joined(to.postal_code, to.city, " "), to.province, ", "),
                        country_name(to.country, language), vat(to.vat_number),
                        to.person.empty() ? "" : words.label("represented_by") + ' ' + to.person},
                       x);
        });
    sheet.skip(4 * mm);
}

adapters::SignaturePlace draw_signatures(Sheet& sheet, const Wording& words, const Letterhead& from,
                                         const AgreementPaper& agreement) {
    constexpr double field = 11 * mm;
    constexpr double signature_field = 22 * mm;
    adapters::SignaturePlace last;
    sheet.keep(75 * mm);
    sheet.skip(4 * mm);
    const auto side = [&](const std::string& role, const std::string& name,
                          const std::string& person, double x) {
        {
            const Sheet::Element element{sheet, "P"};
            sheet.skip(sheet.place(role, small, x, sheet.y(), column_width) + 0.8 * mm);
            sheet.skip(sheet.place(name, strong, x, sheet.y(), column_width) + 2 * mm);
        }
        for (const auto* label : {"name", "function", "day", "signature"}) {
            const bool signature = std::string_view{label} == "signature";
            const Sheet::Element element{sheet, "P"};
            sheet.skip(signature ? signature_field : field);
            if (signature)
                last = {.page = sheet.pages(),
                        .x = static_cast<int>(x),
                        .y = static_cast<int>(sheet.y() - signature_field + 3 * mm),
                        .width = static_cast<int>(column_width),
                        .height = static_cast<int>(signature_field - 3 * mm)};
            sheet.line(x, sheet.y(), column_width);
            if (std::string_view{label} == "name" && !person.empty())
                sheet.place(person, body, x, sheet.y() - body.leading() - 0.6 * mm, column_width);
            sheet.place(words.label(label), {.size = 7.5, .ink = Ink::quiet}, x,
                        sheet.y() + 0.6 * mm, column_width);
            sheet.skip(3 * mm);
        }
    };
    draw_side_by_side(
        sheet, [&](double x) { side(words.label("for_registry"), from.name, "", x); },
        [&](double x) {
            side(words.label("for_registrar"), agreement.registrar.name, agreement.registrar.person,
                 x);
        });
    sheet.skip(4 * mm);
    return last;  // The registrar's stands on the right.
}

}  // namespace papers
