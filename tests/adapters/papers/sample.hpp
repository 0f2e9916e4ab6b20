// Papers as an applicant would get them, in every language and with names in other scripts.

#pragma once

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "adapters/papers/papers.hpp"
#include "tests/end_to_end/shell.hpp"

namespace tests {

inline const papers::Names languages{"en", "nl", "fr"};

inline papers::Letterhead letterhead() {
    return {.name = "Voorbeeldregister vzw",
            .street = "Voorbeeldstraat 1",
            .postal_code = "3000",
            .city = "Leuven",
            .country = "BE",
            .vat_number = "BE0987654394",
            .iban = "BE68539007547034",
            .bic = "EXAMBEBB",
            .email = "registrars@registry.example",
            .phone = "+32.16000000",
            .website = "https://registry.example"};
}

inline papers::Papers built_in_papers() {
    return {letterhead(), papers::template_files(), languages};
}

inline papers::Party flemish() {
    return {.name = "Voorbeeld Hosting BV",
            .person = "An Peeters",
            .street = "Philipssite 5",
            .postal_code = "3001",
            .city = "Leuven",
            .country = "BE",
            .vat_number = "BE0123456749"};
}
inline papers::Party polish() {
    return {.name = "Łódź Hosting i Usługi Internetowe Świętokrzyskie Sp. z o.o.",
            .person = "Żaneta Brzęczyszczykiewicz-Ściegienna",
            .street = "ul. Piotrkowska 104a/17",
            .postal_code = "90-001",
            .city = "Łódź",
            .country = "PL",
            .vat_number = "PL1234567883"};
}
inline papers::Party greek() {
    return {.name = "Ελληνική Φιλοξενία Ιστοσελίδων & Τηλεπικοινωνιών Α.Ε.",
            .person = "Γιώργος Παπαδόπουλος",
            .street = "Λεωφόρος Βασιλίσσης Σοφίας 12",
            .postal_code = "106 74",
            .city = "Αθήνα",
            .country = "GR",
            .vat_number = "EL094259216"};
}
inline papers::Party japanese() {
    return {.name = "日本レジストラ株式会社",
            .person = "山田 太郎",
            .street = "千代田区丸の内一丁目1番1号 丸の内ビルディング20階",
            .postal_code = "100-0005",
            .city = "東京都",
            .country = "JP"};
}

inline papers::AgreementPaper agreement() {
    return {.language = "en",
            .date = std::chrono::year{2026} / 11 / 24,
            .reference = "A-2026-000123",
            .product = ".be",
            .registrar = flemish(),
            .prepayment_min = {250'000}};
}

inline papers::InvoicePaper invoice(int products = 1) {
    papers::Sums sums{.lines = {{"Prepayment for domain names under .be", 1, {250'000}}},
                      .vat_hundredths = 2100};
    if (products > 1) {
        sums.lines.push_back({"Prepayment for domain names under .vlaanderen", 1, {1'250'050}});
        sums.lines.push_back({"Prepayment for domain names under .brussels", 2, {500'000}});
    }
    for (const auto& line : sums.lines) sums.net = sums.net + line.net;
    sums.vat = {sums.net.cents * 21 / 100};
    sums.total = sums.net + sums.vat;
    return {.language = "en",
            .number = "2026-000123",
            .date = std::chrono::year{2026} / 11 / 24,
            .due = std::chrono::year{2026} / 12 / 24,
            .reference = "A-2026-000123",
            .customer = flemish(),
            .sums = sums,
            .structured_message = "+++090/9337/55493+++",
            .rf_reference = "RF18539007547034"};
}

inline papers::CreditNotePaper credit_note() {
    const auto taken_back = invoice();
    return {.language = taken_back.language,
            .number = "C-2026-000007",
            .date = taken_back.due,
            .reference = taken_back.reference,
            .invoice = taken_back.number,
            .reason = "The application was withdrawn.",
            .customer = taken_back.customer,
            .sums = taken_back.sums};
}

inline papers::LetterPaper letter() {
    return {.language = "en",
            .date = std::chrono::year{2026} / 11 / 24,
            .reference = "A-2026-000123",
            .recipient = flemish(),
            .registrar_id = "100123",
            .security_code = "482906137755"};
}

inline std::filesystem::path papers_folder() {
    const auto* build = std::getenv("DOORSTEP_BUILD");
    const auto folder = std::filesystem::path{build ? build : "build/debug"} / "papers";
    std::filesystem::create_directories(folder);
    return folder;
}

// The paper as a file, to be looked at by other programs and by people.
inline std::string kept(const std::string& name, const papers::Paper& paper) {
    const auto path = papers_folder() / (name + ".pdf");
    std::ofstream{path, std::ios::binary} << paper.pdf;
    return path.string();
}

// Its words in the order of the page, each gap one space.
inline std::string words_of(const std::string& name, const papers::Paper& paper) {
    const auto ran = run_in_shell("pdftotext " + kept(name, paper) +
                                  " - | tr -s ' \\n\\f' ' ' | sed 's/\\xc2\\xa0/ /g'");
    REQUIRE_EQ(ran.status, 0);
    return ran.said;
}

}  // namespace tests
