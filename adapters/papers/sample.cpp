#include "adapters/papers/sample.hpp"

#include <chrono>
#include <nlohmann/json.hpp>

#include "engine/fault.hpp"
#include "engine/journal.hpp"
#include "states/money.hpp"

namespace papers {

const std::map<std::string_view, std::string_view>& sample_files();  // By cmake/Embed.cmake.

namespace {

using nlohmann::json;

states::Money money_in(const json& sample, const char* name) {
    return states::read_money(sample.at(name).get<std::string>()).value();
}

Party party_in(const json& sample) {
    const auto& party = sample.at("party");
    return {.name = party.at("name"),
            .person = party.at("person"),
            .street = party.at("street"),
            .postal_code = party.at("postal_code"),
            .city = party.at("city"),
            .province = {},
            .country = party.at("country"),
            .vat_number = party.at("vat_number")};
}

Sums sums_in(const json& sample, const std::string& currency) {
    constexpr int vat_hundredths = 2100;
    return {.lines = {{sample.at("line"), 1, money_in(sample, "net")}},
            .net = money_in(sample, "net"),
            .vat = money_in(sample, "vat"),
            .total = money_in(sample, "total"),
            .vat_hundredths = vat_hundredths,
            .vat_note = {},
            .currency = currency};
}

}  // namespace

Paper sample_paper(const states::Catalogue& catalogue, const Files& templates,
                   const std::string& kind, const std::string& language) {
    const auto sample = json::parse(sample_files().at("values.json"));
    const auto all = Papers{letterhead_of(catalogue),
                            templates,
                            {catalogue.languages.begin(), catalogue.languages.end()}};
    const auto at = engine::read_rfc3339(sample.at("date"));
    const auto date = Date{std::chrono::floor<std::chrono::days>(at)};
    const auto due = Date{std::chrono::floor<std::chrono::days>(
        catalogue.after(at, catalogue.clock("payment").limit))};
    if (kind == "agreement")
        return all.agreement({.language = language,
                              .date = date,
                              .reference = sample.at("reference"),
                              .product = sample.at("product"),
                              .registrar = party_in(sample),
                              .needs_accreditation = true,
                              .prepayment_min = catalogue.prepayment_min,
                              .currency = catalogue.currency});
    if (kind == "invoice")
        return all.invoice({.language = language,
                            .number = sample.at("number"),
                            .date = date,
                            .due = due,
                            .reference = sample.at("reference"),
                            .customer = party_in(sample),
                            .sums = sums_in(sample, catalogue.currency),
                            .structured_message = sample.at("structured_message"),
                            .rf_reference = sample.at("rf_reference")});
    if (kind == "credit_note")
        return all.credit_note({.language = language,
                                .number = sample.at("credit_number"),
                                .date = date,
                                .reference = sample.at("reference"),
                                .invoice = sample.at("number"),
                                .reason = sample.at("reason"),
                                .customer = party_in(sample),
                                .sums = sums_in(sample, catalogue.currency)});
    if (kind == "security_letter")
        return all.security_letter({.language = language,
                                    .date = date,
                                    .reference = sample.at("reference"),
                                    .recipient = party_in(sample),
                                    .registrar_id = sample.at("registrar_id"),
                                    .security_code = sample.at("security_code")});
    throw engine::Rejected{"there is no paper \"" + kind + '"'};
}

}  // namespace papers
