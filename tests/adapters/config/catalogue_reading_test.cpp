// Reading a registry's catalogue: both examples, and every mistake in its place.

#include "adapters/config/catalogue.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "adapters/config/catalogue_rules.hpp"
#include "tests/golden.hpp"

namespace catalogue_reading_test {

using config::Problem;
using states::Catalogue;
using states::Span;
using namespace std::chrono_literals;

namespace {

Catalogue good(const std::filesystem::path& path) {
    auto read = config::load_catalogue(path);
    if (const auto* problems = std::get_if<std::vector<Problem>>(&read))
        for (const auto& problem : *problems) FAIL_CHECK(config::sentence(problem));
    return std::get<Catalogue>(read);
}

// The built-in catalogue with one place changed.
std::vector<Problem> problems_with(const std::string& old_text, const std::string& new_text) {
    auto text = std::string{config::catalogue_files().at("be.toml")};
    const auto place = text.find(old_text);
    REQUIRE_NE(place, std::string::npos);
    text.replace(place, old_text.size(), new_text);
    const auto read = config::read_catalogue(text, "x.toml");
    const auto* problems = std::get_if<std::vector<Problem>>(&read);
    return problems ? *problems : std::vector<Problem>{};
}

std::chrono::sys_days easter(int year) {  // Gauss, in the form of Lichtenberg.
    const int k = year / 100;
    const int m = 15 + (3 * k + 3) / 4 - (8 * k + 13) / 25;
    const int s = 2 - (3 * k + 3) / 4;
    const int a = year % 19;
    const int d = (19 * a + m) % 30;
    const int r = (d + a / 11) / 29;
    const int og = 21 + d - r;
    const int sz = 7 - (year + year / 4 + s) % 7;
    const int oe = 7 - (og - sz) % 7;
    return std::chrono::sys_days{std::chrono::year{year} / std::chrono::March / 1} +
           std::chrono::days{og + oe - 1};
}

}  // namespace

TEST_CASE("the built-in catalogue says what the rule book says") {
    const auto be = good({});
    CHECK_EQ(be.currency, "EUR");
    CHECK_EQ(be.languages, std::set<std::string>{"en", "fr", "nl"});
    CHECK_EQ(be.prepayment_min, states::Money{250'000});
    CHECK(be.four_eyes);
    CHECK_EQ(be.appeal_period, Span{15, false});
    CHECK_EQ(be.second_person_above, states::Money{1'000'000});
    CHECK_EQ(be.refund_period, Span{14, false});
    CHECK_EQ(be.keep_drafts, Span{90, false});
    CHECK_EQ(be.keep_ended, Span{730, false});
    CHECK_EQ(be.keep_invoices, 10);

    REQUIRE_EQ(be.products.size(), 3);
    const auto& ccTld = be.products[0];
    CHECK_EQ(ccTld.name, ".be");
    CHECK(ccTld.direct);
    CHECK_FALSE(ccTld.reseller);
    CHECK_FALSE(ccTld.needs_accreditation);
    CHECK(ccTld.standing_order);
    CHECK_FALSE(ccTld.product_url_required);
    CHECK_EQ(ccTld.contacts, std::set<std::string>{"billing", "technical"});
    for (const auto& gTld : {be.products[1], be.products[2]}) {
        CHECK(gTld.direct);
        CHECK(gTld.reseller);
        CHECK(gTld.needs_accreditation);
        CHECK(gTld.prepaid);
        CHECK_FALSE(gTld.standing_order);
        CHECK(gTld.product_url_required);
        CHECK_EQ(gTld.contacts, std::set<std::string>{"abuse", "administrative", "technical"});
    }

    CHECK_EQ(be.clocks.size(), 8);
    CHECK_EQ(be.clocks.at("review").limit, Span{5, true});
    CHECK_EQ(be.clocks.at("information").limit, Span{15, false});
    CHECK_EQ(be.clocks.at("signature").reminders, std::vector<Span>{{5, false}, {10, false}});
    CHECK_EQ(be.clocks.at("payment").reminders, std::vector<Span>{{15, false}, {25, false}});
    CHECK_EQ(be.clocks.at("first_domain").limit, Span{90, false});
    CHECK_EQ(be.clocks.at("draft").reminders, std::vector<Span>{{83, false}});
    CHECK_EQ(be.texts.at("bic"), "EXAMBEBB");
}

TEST_CASE("the built-in holidays are Belgium's ten of each year") {
    std::set<std::chrono::year_month_day> expected;
    for (const int number : {2026, 2027}) {
        const auto year = std::chrono::year{number};
        for (const auto day :
             {std::chrono::January / 1, std::chrono::May / 1, std::chrono::July / 21,
              std::chrono::August / 15, std::chrono::November / 1, std::chrono::November / 11,
              std::chrono::December / 25})
            expected.insert(year / day);
        for (const int after_easter : {1, 39, 50})
            expected.insert(easter(number) + std::chrono::days{after_easter});
    }
    CHECK(good({}).holidays == expected);
}

TEST_CASE("another registry is another file") {
    const auto land = good("examples/second_registry/catalogue.toml");
    CHECK_EQ(land.currency, "CHF");
    CHECK_EQ(land.languages, std::set<std::string>{"en", "fr"});
    CHECK_EQ(land.prepayment_min, states::Money{75'000});
    CHECK_FALSE(land.four_eyes);
    CHECK_EQ(land.clocks.at("information").limit, Span{21, false});
    CHECK_EQ(land.clocks.at("review").reminders, std::vector<Span>{{7, true}});
    REQUIRE_EQ(land.products.size(), 3);
    CHECK(land.products[0].prepaid);
    CHECK_FALSE(land.products[1].prepaid);
    CHECK(land.products[2].needs_accreditation);
    CHECK_EQ(land.texts.at("city"), "Zürich");
}

TEST_CASE("one mistake is one problem, with its key and its line") {
    struct Mistake {
        std::string old_text, new_text, key, reason;
    };
    for (const auto& [old_text, new_text, key, reason] : std::vector<Mistake>{
             {"currency = \"EUR\"", "currency = \"euro\"", "currency", "ISO 4217"},
             {"\"nl\", \"fr\"", "\"nl\", \"de\"", "languages", "has \"de\"; there are en, fr, nl"},
             {"\"nl\", \"fr\"", "\"nl\", \"nl\"", "languages", "twice"},
             {"\"2500.00\"", "2500.00", "prepayment_min", "in quotes"},
             {"\"2500.00\"", "\"2500.5\"", "prepayment_min", "two decimals"},
             {"four_eyes = true", "four_eyes = 1", "four_eyes", "true or false"},
             {"four_eyes", "four_eye", "four_eye", "is not a key here"},
             {"\"10000.00\"", "10000", "second_person_above", "in quotes"},
             {"refund_period = \"14d\"", "refund_period = 14", "refund_period", "\"15d\""},
             {"keep_ended = \"730d\"", "keep_ended = \"500wd\"", "keep_ended", "calendar days"},
             {"keep_invoices = 10", "keep_invoices = \"10y\"", "keep_invoices", "years"},
             {"appeal_period = \"15d\"", "appeal_period = \"15\"", "appeal_period", "\"15d\""},
             {"2026-01-01,", "\"2026-01-01\",", "holidays", "without quotes"},
             {"2026-04-06,", "2026-01-01,", "holidays", "twice"},
             {"\"5wd\"", "\"0wd\"", "clocks.review.limit", "1 to 3650"},
             {"information = { limit", "information = { limits", "clocks.information.limits",
              "is not a key here"},
             {"[\"5d\", \"10d\"]", "[\"10d\", \"5d\"]", "clocks.signature.reminders", "rise"},
             {"[\"5d\", \"10d\"]", "[\"5d\", \"14d\"]", "clocks.signature.reminders",
              "before the limit"},
             {"[\"5d\", \"10d\"]", "[\"5wd\"]", "clocks.signature.reminders", "the same kind"},
             {"payment = {", "payments = {", "clocks.payments", "is not a key here"},
             {"\".brussels\"", "\"brussels\"", "products[2].name", "starts with a dot"},
             {"\".brussels\"", "\".be\"", "products[2].name", "a product already"},
             {"\"billing\"", "\"cook\"", "products[0].contacts", "has \"cook\""},
             {"direct = true ", "direct = false ", "products[0]", "neither"},
             {"prepaid = true ", "prepayed = true ", "products[0].prepayed", "is not a key here"},
             {"BE68539007547034", "BE68539007547035", "texts.iban", "check digits"},
             {"EXAMBEBB", "EXAM", "texts.bic", "not a BIC"},
             {"BE0987654394", "BE0987654395", "texts.vat_number", "VAT"},
             {"\"BE\"", "\"XX\"", "texts.country", "ISO 3166-1"},
             {"\"21.00\"", "21.00", "texts.vat_rate", "in quotes"},
             {"registrars@", "registrars", "texts.support_email", "e-mail"},
             {"https://registry", "registry", "texts.website", "http"},
             {"support_phone", "#", "texts.support_phone", "is missing"},
             {"series = \"V\"", "series = \"v1\"", "invoice.series", "capital letters"},
             {"series = \"V\"", "series = \"C\"", "invoice.credit_series", "must differ"},
             {"type = \"380\"", "type = \"325\"", "invoice.type", "386"},
             {"type = \"380\"", "type = 380", "invoice.type", "in quotes"},
             {"Europe/Brussels", "Europe/Leuven", "invoice.time_zone", "a time zone"},
             {"\"80\"", "\"08\"", "invoice.reference_prefix", "4 digits"},
             {"peppol_id = \"\"", "peppol_id = \"BE\"", "invoice.peppol_id", "0208:"},
             {"[invoice]", "[invoices]", "invoices", "is not a key here"},
             {"credit_series", "credits", "invoice.credits", "is not a key here"},
         }) {
        INFO(new_text);
        const auto problems = problems_with(old_text, new_text);
        REQUIRE_FALSE(problems.empty());
        CHECK(std::ranges::any_of(problems, [&](const Problem& problem) {
            return problem.source == "x.toml" && problem.line > 0 && problem.key == key &&
                   problem.reason.find(reason) != std::string::npos;
        }));
    }
    CHECK_EQ(problems_with("2500.00", "2600.00"), std::vector<Problem>{});
}

TEST_CASE("all mistakes are named at once, in the order of the file") {
    const auto read = config::read_catalogue("registry = \"\"\ncurrency = 5\ncolour = 1\n", "x");
    const auto& problems = std::get<std::vector<Problem>>(read);
    std::set<std::string> keys;
    for (const auto& problem : problems) keys.insert(problem.key);
    for (const auto* key : {"registry", "currency", "colour", "languages", "prepayment_min",
                            "holidays", "clocks", "products", "texts"})
        CHECK(keys.contains(key));
    CHECK(std::ranges::is_sorted(problems, {}, &Problem::line));
}

TEST_CASE("a catalogue that is no TOML or not there is a problem too") {
    const auto broken = config::read_catalogue("registry = \"x\"\n= 5\n", "x.toml");
    CHECK(config::sentence(std::get<std::vector<Problem>>(broken).at(0)).starts_with("x.toml:2: "));
    const auto missing = config::load_catalogue("no/such.toml");
    CHECK_EQ(config::sentence(std::get<std::vector<Problem>>(missing).at(0)),
             "no/such.toml: cannot be read");
}

TEST_CASE("an IBAN is judged by its check digits") {
    CHECK(config::is_iban("BE68 5390 0754 7034"));
    CHECK(config::is_iban("CH9300762011623852957"));
    CHECK_FALSE(config::is_iban("CH9300762011623852958"));
    CHECK_FALSE(config::is_iban("BE6853900754703"));
    CHECK_FALSE(config::is_iban("be68539007547034"));
    CHECK_FALSE(config::is_iban(""));
}

}  // namespace catalogue_reading_test
