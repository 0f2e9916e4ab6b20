#include "adapters/demo_stories.hpp"

#include <cstddef>
#include <utility>

namespace adapters {
namespace {

using nlohmann::json;

json sign_up_of(int number, const std::string& organisation, const std::string& city,
                const std::string& postal_code, const std::string& language, json products,
                const states::Catalogue& catalogue) {
    const auto label = "applicant-" + std::to_string(number) + ".example";
    static const std::vector<std::string> vat_numbers = {"BE0123456749", "BE0428759497",
                                                         "BE0403019261", "BE0466158640",
                                                         "BE0123456749", "BE0428759497"};
    return {{"organisation",
             {{"name", organisation},
              {"vat_number", vat_numbers.at(static_cast<std::size_t>(number - 1))},
              {"website", "https://" + label},
              {"address",
               {{"street", "Philipssite " + std::to_string(number)},
                {"postal_code", postal_code},
                {"city", city},
                {"state", nullptr},
                {"country", "BE"}}}}},
            {"representative",
             {{"first_name", "An"},
              {"last_name", "Peeters"},
              {"email", "an@" + label},
              {"phone", "+32.16284970"},
              {"mobile", "+32 497 11 11 11"}}},
            {"contract_language",
             catalogue.languages.contains(language) ? language : *catalogue.languages.begin()},
            {"prepayment",
             {{"amount", states::write_money(catalogue.prepayment_min)},
              {"currency", catalogue.currency}}},
            {"current_account", nullptr},
            {"standing_order", false},
            {"products", std::move(products)}};
}

}  // namespace

std::vector<Story> stories_for(const states::Catalogue& catalogue) {
    std::string plain, accredited, resold;
    auto all_resold = json::array();
    const auto resale = [](const std::string& product) {
        return json{{"name", product},
                    {"role", "reseller"},
                    {"iana_id", 292},
                    {"document", "contract-with-partner"}};
    };
    for (const auto& product : catalogue.products) {
        if (product.direct && !product.needs_accreditation && plain.empty()) plain = product.name;
        if (product.direct && product.needs_accreditation) accredited = product.name;
        if (product.reseller) {
            if (resold.empty()) resold = product.name;
            all_resold.push_back(resale(product.name));
        }
    }
    const auto direct = [](const std::string& product) {
        return json{{"name", product}, {"role", "direct"}};
    };
    std::vector<Story> stories;
    const auto tell = [&](std::string title, const std::string& organisation,
                          const std::string& city, const std::string& code,
                          const std::string& language, json products,
                          Story::Review review = Story::Review::approve) {
        stories.push_back(
            {.title = std::move(title),
             .sign_up = sign_up_of(static_cast<int>(stories.size()) + 1, organisation, city, code,
                                   language, std::move(products), catalogue),
             .review = review});
    };
    if (!plain.empty())
        tell(plain + " directly", "Voorbeeld Hosting BV", "Leuven", "3001", "nl", {direct(plain)});
    if (!accredited.empty())
        tell(accredited + " directly, accredited", "Registraire Éclair SA", "Namur", "5000", "fr",
             {{{"name", accredited}, {"role", "direct"}, {"iana_id", 1497}, {"document", "raa"}}});
    if (!plain.empty() && !resold.empty())
        tell(plain + " directly, " + resold + " resold", "Łódź Domains NV", "Gent", "9000", "en",
             {direct(plain), resale(resold)});
    if (!all_resold.empty()) {
        tell("resold only, by an existing account", "Ελλάδα Names", "Antwerpen", "2000", "nl",
             all_resold);
        stories.back().sign_up["current_account"] = "100042";
        stories.back().sign_up["prepayment"] = nullptr;
    }
    if (!plain.empty()) {
        tell(plain + ", asked for missing information", "Slow Paper BV", "Hasselt", "3500", "fr",
             {direct(plain)}, Story::Review::ask_first);
        tell(plain + ", rejected", "Doubtful Deals", "Brugge", "8000", "en", {direct(plain)},
             Story::Review::reject);
    }
    return stories;
}

}  // namespace adapters
