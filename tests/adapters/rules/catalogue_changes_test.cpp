#include "adapters/catalogue_changes.hpp"

#include <doctest/doctest.h>

#include <string>
#include <variant>

#include "adapters/config/catalogue.hpp"

namespace catalogue_changes_test {

using namespace std::chrono_literals;

namespace {

states::Catalogue built_in() { return std::get<states::Catalogue>(config::load_catalogue({})); }

std::string said(const states::Catalogue& after, const std::string& language) {
    const std::map<std::chrono::year_month_day, std::string> names{{2027y / 5 / 6, "Ascension"}};
    std::string text;
    for (const auto& each :
         adapters::catalogue_changes({built_in(), names}, {after, names}, language))
        text += each.what + ": " + each.before + " -> " + each.after + "\n";
    return text;
}

}  // namespace

TEST_CASE("a catalogue's changes are told in words") {
    CHECK_EQ(said(built_in(), "en"), "");
    auto after = built_in();
    after.prepayment_min = {300'000};
    after.keep_ended = {365, false};
    after.keep_invoices = 7;
    after.clocks.at("review").limit = {7, true};
    after.holidays.erase(2027y / 5 / 6);
    after.texts["slogan"] = "For all.";
    after.second_person_above.reset();
    CHECK_EQ(said(after, "en"),
             "Bookings above this take two people: EUR\u00a010,000.00 -> \n"
             "Data of applications that ended are kept for: 730 days -> 365 days\n"
             "Holiday 2027-05-06: Ascension -> \n"
             "Invoices are kept for: 10 years from 1 January of the next -> 7 years from 1 January "
             "of the next\n"
             "Smallest prepayment: EUR\u00a02,500.00 -> EUR\u00a03,000.00\n"
             "Text: slogan:  -> For all.\n"
             "Time for the review: 5 working days -> 7 working days\n");
    CHECK(said(after, "fr").find("Prépaiement minimal") != std::string::npos);
    CHECK(said(after, "nl").find("Kleinste voorschot") != std::string::npos);
}

TEST_CASE("a product that comes is told with all its traits, one that changes with one") {
    auto after = built_in();
    after.products.at(0).prepaid = false;
    CHECK_EQ(said(after, "en"), ".be: paid in advance: yes -> no\n");
    after = built_in();
    after.products.push_back({.name = ".eu"});
    CHECK(said(after, "en").find(".eu: offered:  -> yes\n") != std::string::npos);
}

TEST_CASE("every term that is compared has its words in every language") {
    auto after = states::Catalogue{.registry = "Another"};
    after.invoice = {.series = "X", .type = "386", .time_zone = "UTC", .peppol_id = "0208:1"};
    for (const std::string language : {"en", "nl", "fr"})
        CHECK(said(after, language).find("rule.") == std::string::npos);
}

}  // namespace catalogue_changes_test
