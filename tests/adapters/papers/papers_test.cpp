// Each paper is made, and then looked at by programs of other people: poppler, zbar, PDFBox.

#include "adapters/papers/papers.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "adapters/papers/figures.hpp"
#include "adapters/papers/payment_code.hpp"
#include "adapters/sha256.hpp"
#include "adapters/transfer_text.hpp"
#include "engine/fault.hpp"
#include "tests/adapters/papers/sample.hpp"

namespace papers_test {

using namespace tests;

namespace {

// Every kind, in every language, with names in every script: by the name of its file.
std::map<std::string, papers::Paper> all_papers() {
    const auto made = built_in_papers();
    std::map<std::string, papers::Paper> all;
    for (const auto& [who, party] : std::map<std::string, papers::Party>{
             {"be", flemish()}, {"pl", polish()}, {"gr", greek()}, {"jp", japanese()}})
        for (const std::string language : {who == "be" ? "nl" : who == "pl" ? "fr" : "en"}) {
            const auto name = "_" + language + "_" + who;
            auto contract = agreement();
            contract.language = language;
            contract.registrar = party;
            contract.needs_accreditation = who == "jp";
            if (who == "jp") contract.prepayment_min = {};
            all["agreement" + name] = made.agreement(contract);
            auto bill = invoice(who == "gr" ? 3 : 1);
            bill.language = language;
            bill.customer = party;
            if (who == "pl") {
                bill.sums.vat = {};
                bill.sums.total = bill.sums.net;
                bill.sums.vat_hundredths = 0;
                bill.sums.vat_note =
                    "Reverse charge: VAT is due by the customer (article 196 of Directive "
                    "2006/112/EC).";
            }
            all["invoice" + name] = made.invoice(bill);
            auto note = credit_note();
            note.language = language;
            note.customer = party;
            all["credit_note" + name] = made.credit_note(note);
            auto post = letter();
            post.language = language;
            post.recipient = party;
            all["security_letter" + name] = made.security_letter(post);
        }
    return all;
}

bool says(const std::string& words, const std::string& what) {
    return words.find(what) != std::string::npos;
}

template <class Make>
std::string refusal(Make make) {
    try {
        make();
    } catch (const engine::Rejected& error) {
        return error.what();
    }
    return "nothing was refused";
}

}  // namespace

TEST_CASE("every paper in every language is PDF/A-1b, as PDFBox judges") {
    std::string files;
    for (const auto& [name, paper] : all_papers()) files += ' ' + kept(name, paper);
    const auto ran = run_in_shell("tests/adapters/papers/preflight.sh" + files + " 2>&1");
    CAPTURE(ran.said);
    CHECK_EQ(ran.status, 0);
}

TEST_CASE("preflight is no yes-man: what Cairo writes by itself is no PDF/A") {
    papers::Sheet sheet{{.title = "x",
                         .author = "x",
                         .language = "en",
                         .date = std::chrono::year{2026} / 11 / 24,
                         .foot = {}},
                        1};
    sheet.flow("P", "x", papers::body);
    const auto path = kept("no_pdf_a", {.pdf = sheet.finish()});
    CHECK_NE(run_in_shell("tests/adapters/papers/preflight.sh " + path + " 2>&1").status, 0);
}

TEST_CASE("every paper is sound, tagged, and has all its fonts inside") {
    for (const auto& [name, paper] : all_papers()) {
        CAPTURE(name);
        const auto path = kept(name, paper);
        CHECK_EQ(run_in_shell("qpdf --check " + path).status, 0);
        const auto fonts = run_in_shell("pdffonts " + path + " | tail -n +3").said;
        CHECK_FALSE(fonts.empty());
        CHECK_FALSE(says(fonts, " no  no "));
        CHECK_FALSE(says(fonts, "Type 3"));
        const auto information = run_in_shell("pdfinfo " + path).said;
        CHECK(says(information, "Tagged:          yes"));
        CHECK(says(information, "595.276 x 841.89 pts (A4)"));
        const auto structure = run_in_shell("pdfinfo -struct-text " + path + " 2>&1").said;
        CHECK(says(structure, "H1"));
        CHECK_FALSE(says(structure, "rror"));
        if (name.starts_with("invoice"))
            for (const auto* part : {"Table", "TR", "TH", "TD", "Figure"})
                CHECK(says(structure, part));
    }
}

TEST_CASE("the same input makes the same bytes, and its hash is their name") {
    const auto made = built_in_papers();
    for (int products : {1, 3}) {
        const auto one = made.invoice(invoice(products));
        const auto other = made.invoice(invoice(products));
        CHECK(one.pdf == other.pdf);
        CHECK_EQ(one.sha256, adapters::sha256_of(one.pdf));
        CHECK_EQ(one.sha256, other.sha256);
        CHECK_EQ(one.template_version, "2026.1");
    }
    auto later = invoice();
    later.date = std::chrono::year{2026} / 11 / 25;
    CHECK_NE(made.invoice(later).sha256, made.invoice(invoice()).sha256);
}

#ifndef __SANITIZE_ADDRESS__  // Which keeps for a while what was given back.
TEST_CASE("the hundredth paper needs no more memory than the tenth") {
    const auto megabytes = [] {
        std::ifstream file{"/proc/self/statm"};
        long all = 0, resident = 0;
        file >> all >> resident;
        return resident * 4 / 1024;
    };
    const auto made = tests::built_in_papers();
    long after_ten = 0;
    for (int i = 0; i < 100; ++i) {
        auto contract = agreement();
        contract.reference = "A-2026-" + std::to_string(i);
        made.agreement(contract);
        if (i == 10) after_ten = megabytes();
    }
    CHECK_LE(megabytes() - after_ten, 2);
}
#endif

TEST_CASE("names in any script are on the page as they were given") {
    for (const auto& party : {flemish(), polish(), greek(), japanese()}) {
        auto contract = agreement();
        contract.registrar = party;
        const auto words = words_of("names", built_in_papers().agreement(contract));
        for (const auto& word : {party.person, party.city}) CHECK(says(words, word));
        CHECK(says(words, party.name.substr(0, party.name.find(' '))));
    }
}

TEST_CASE("an invoice says what is to be paid, until when, whereto and with which words") {
    for (const auto& [language, expected] : std::map<std::string, std::vector<std::string>>{
             {"en", {"EUR 3,025.00", "24 December 2026", "2,500.00", "525.00"}},
             {"nl", {"EUR 3.025,00", "24 december 2026", "2.500,00", "525,00"}},
             {"fr", {"3 025,00 EUR", "24 décembre 2026", "2 500,00", "525,00"}}}) {
        auto bill = invoice();
        bill.language = language;
        const auto words = words_of("invoice", built_in_papers().invoice(bill));
        CAPTURE(words);
        for (const auto& part : expected) CHECK(says(words, part));
        for (const auto* part :
             {"+++090/9337/55493+++", "RF18 5390 0754 7034", "BE68 5390 0754 7034", "BIC EXAMBEBB",
              "Voorbeeldregister vzw", "BE0987654394", "BE0123456749", "A-2026-000123", "1/1"})
            CHECK(says(words, part));
    }
}

TEST_CASE("a bank's application reads the payment code off the page") {
    for (int products : {1, 3}) {
        const auto bill = invoice(products);
        const auto path = kept("scanned", built_in_papers().invoice(bill));
        const auto picture = (papers_folder() / "scanned").string();
        REQUIRE_EQ(run_in_shell("pdftoppm -r 110 -png -singlefile " + path + ' ' + picture).status,
                   0);
        const auto read = run_in_shell("zbarimg -q --raw -Sdisable -Sqrcode.enable " + picture +
                                       ".png 2>/dev/null");
        CHECK_EQ(read.status, 0);
        CHECK_EQ(read.said,
                 "BCD\n002\n1\nSCT\nEXAMBEBB\nVoorbeeldregister vzw\nBE68539007547034\nEUR" +
                     std::string{products == 1 ? "3025.00" : "24200.60"} +
                     "\n\nRF18539007547034\n");
    }
}

TEST_CASE("there is no payment code where no bank could read it") {
    auto dollars = invoice();
    dollars.sums.currency = "USD";
    const auto path = kept("dollars", built_in_papers().invoice(dollars));
    CHECK_FALSE(says(run_in_shell("pdfinfo -struct " + path).said, "Figure"));
    const adapters::Transfer transfer{.name = std::string(80, 'x'),
                                      .iban = "BE68539007547034",
                                      .amount = {1},
                                      .reference = "RF18539007547034"};
    CHECK(says(adapters::transfer_text(transfer), '\n' + std::string(70, 'x') + "\nBE68"));
    CHECK_THROWS_AS(papers::qr_code(std::string(332, 'x')), engine::Rejected);
}

TEST_CASE("a security letter shows ID and code, and the code looks like no structured message") {
    for (const auto& language : languages) {
        auto post = letter();
        post.language = language;
        const auto words = words_of("letter", built_in_papers().security_letter(post));
        CHECK(says(words, "100123"));
        CHECK(says(words, "4829 0613 7755"));
        for (const auto* mark : {"+++", "***", "482/9061/37755", "482906137755"})
            CHECK_FALSE(says(words, mark));
    }
}

TEST_CASE("only the address shows in the window of the envelope, however the sheet slides in it") {
    struct Word {
        double left, top, right, bottom;  // In millimetres.
        std::string text;
    };
    const auto words_placed = [](const std::string& path) {
        std::istringstream lines{
            run_in_shell("pdftotext -bbox " + path +
                         " - | sed -nE 's/.*xMin=\"([^\"]*)\" yMin=\"([^\"]*)\" "
                         "xMax=\"([^\"]*)\" yMax=\"([^\"]*)\">(.*)<.word>/\\1 \\2 \\3 \\4 \\5/p'")
                .said};
        std::vector<Word> words;
        for (Word word; lines >> word.left >> word.top >> word.right >> word.bottom;) {
            std::getline(lines, word.text);
            for (auto* length : {&word.left, &word.top, &word.right, &word.bottom})
                *length /= papers::mm;
            words.push_back(word);
        }
        return words;
    };
    for (const auto& language : languages)
        for (const auto& party : {flemish(), polish(), greek(), japanese()}) {
            auto post = letter();
            post.language = language;
            post.recipient = party;
            const auto paper = built_in_papers().security_letter(post);
            CHECK_EQ(paper.pages, 1);
            std::string shown;
            for (const auto& word : words_placed(kept("window", paper))) {
                CAPTURE(word.text);
                // The window is 100 x 35 mm; the sheet slides by 10 mm to each side.
                const bool may_show =
                    word.right > 90 && word.left < 200 && word.bottom > 44 && word.top < 90;
                if (may_show) {
                    CHECK_GE(word.left, 111);  // Of the address, and always seen whole.
                    CHECK_GE(word.top, 55);
                    CHECK_LE(word.right, 190);
                    CHECK_LE(word.bottom, 88);
                    shown += word.text;
                }
                if (says(word.text, "4829")) CHECK_GE(word.top, 99);  // Below the first fold.
            }
            CHECK(says(shown, party.person.substr(0, party.person.find(' '))));
        }
}

TEST_CASE("an agreement has the clauses of its product, and its pages are counted") {
    const auto made = built_in_papers();
    const auto plain = words_of("agreement", made.agreement(agreement()));
    CHECK(says(plain, "EUR 2,500.00"));
    CHECK_FALSE(says(plain, "accredited by ICANN"));
    CHECK_FALSE(says(plain, "invoice for each month"));
    CHECK(says(plain, "3/3"));
    auto other = agreement();
    other.product = ".vlaanderen";
    other.needs_accreditation = true;
    other.prepayment_min = {};
    const auto accredited = words_of("agreement", made.agreement(other));
    CHECK(says(accredited, "the domain .vlaanderen"));
    CHECK(says(accredited, "accredited by ICANN"));
    CHECK(says(accredited, "invoice for each month"));
}

TEST_CASE("a long table goes on overleaf under its head, and no sum stands alone there") {
    for (int lines : {12, 13, 14, 15, 16, 17, 18, 19, 20, 60}) {
        auto bill = invoice();
        bill.sums.lines.assign(static_cast<std::size_t>(lines), {"Domain names", 1, {1'000}});
        bill.sums.net = {1'000 * lines};
        bill.sums.vat = {210 * lines};
        bill.sums.total = bill.sums.net + bill.sums.vat;
        const auto path = kept("long", built_in_papers().invoice(bill));
        CAPTURE(lines);
        bool summed = false;
        for (int page = 1; !summed; ++page) {
            const auto number = std::to_string(page);
            const auto ran = run_in_shell("pdftotext -layout -f " + number + " -l " + number + ' ' +
                                          path + " - 2>&1");
            REQUIRE_EQ(ran.status, 0);
            summed = says(ran.said, "Total without VAT");
            if (summed) CHECK(says(ran.said, "Domain names"));
            CHECK(says(ran.said, "Quantity"));
            CHECK(says(ran.said, number + "/"));
        }
    }
}

TEST_CASE("what must not be printed is refused, with its field and its rule") {
    const auto made = built_in_papers();
    auto bill = invoice();
    bill.sums.net = {250'001};
    CHECK_EQ(refusal([&] { made.invoice(bill); }),
             "the invoice cannot be made: sums.net is 2500.01, but the lines add up to 2500.00");
    bill = invoice();
    bill.sums.total = {302'501};
    CHECK_EQ(refusal([&] { made.invoice(bill); }),
             "the invoice cannot be made: sums.total is 3025.01, but net and VAT make 3025.00");
    bill = invoice();
    bill.structured_message = "+++090/9337/55494+++";
    CHECK(says(refusal([&] { made.invoice(bill); }), "structured_message is"));
    bill = invoice();
    bill.rf_reference = "RF19539007547034";
    CHECK(says(refusal([&] { made.invoice(bill); }), "rf_reference is"));
    bill = invoice();
    bill.due = std::chrono::year{2026} / 11 / 23;
    CHECK(says(refusal([&] { made.invoice(bill); }), "due is before its date"));
    auto post = letter();
    post.security_code = "12345678901";
    const auto why = refusal([&] { made.security_letter(post); });
    CHECK(says(why, "security_code has to be twelve digits"));
    CHECK_FALSE(says(why, "12345678901"));
    post.security_code = "090933755493";  // +++090/9337/55493+++
    CHECK(says(refusal([&] { made.security_letter(post); }),
               "security_code could be taken for a payment's structured message"));
    auto contract = agreement();
    contract.registrar.name.clear();
    CHECK(says(refusal([&] { made.agreement(contract); }), "registrar.name is missing"));
    contract = agreement();
    contract.date = std::chrono::year{2026} / 2 / 30;
    CHECK(says(refusal([&] { made.agreement(contract); }), "date is no day of the calendar"));
    contract = agreement();
    contract.registrar.name = "𓀀𓀁 \xF3\xB0\x80\x80";  // A letter of private use, in no font.
    CHECK(says(refusal([&] { made.agreement(contract); }), "no font on this machine"));
    contract = agreement();
    contract.language = "de";
    CHECK_EQ(refusal([&] { made.agreement(contract); }), "there is no template de/agreement");
}

TEST_CASE("countries have names in every language, and the sender's own is not written") {
    CHECK_EQ(papers::country_name("GR", "nl"), "Griekenland");
    CHECK_EQ(papers::country_name("JP", "fr"), "Japon");
    CHECK_EQ(papers::country_name("XX", "en"), "XX");
    CHECK_EQ(papers::address_of(flemish(), letterhead(), "en").size(), 4);
    CHECK_EQ(papers::address_of(polish(), letterhead(), "fr").back(), "Pologne");
}

}  // namespace papers_test
