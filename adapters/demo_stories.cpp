#include "adapters/demo_stories.hpp"

#include <cstddef>
#include <iomanip>
#include <sstream>
#include <utility>

namespace adapters {
namespace {

using nlohmann::json;

json sign_up_of(int number, const std::string& organisation, const std::string& city,
                const std::string& postal_code, const std::string& language, json products,
                const states::Catalogue& catalogue) {
    const auto label = "applicant-" + std::to_string(number) + ".example";
    static const std::vector<std::string> vat_numbers = {
        "BE0123456749", "BE0428759497", "BE0403019261", "BE0466158640",
        "BE0123456749", "BE0428759497", "BE0403019261"};
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
    std::string plain, accredited, resold, invoiced_later;
    auto all_resold = json::array();
    const auto resale = [](const std::string& product) {
        return json{{"name", product},
                    {"role", "reseller"},
                    {"iana_id", 292},
                    {"document", "Contract with an accredited registrar"}};
    };
    for (const auto& product : catalogue.products) {
        if (product.direct && !product.needs_accreditation && plain.empty()) plain = product.name;
        if (product.direct && !product.needs_accreditation && !product.prepaid)
            invoiced_later = product.name;
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
             {{{"name", accredited},
               {"role", "direct"},
               {"iana_id", 1497},
               {"document", "Registrar Accreditation Agreement"}}});
    if (!plain.empty() && !resold.empty())
        tell(plain + " directly, " + resold + " resold", "Łódź Domains NV", "Gent", "9000", "en",
             {direct(plain), resale(resold)});
    if (!all_resold.empty()) {
        tell("resold only, by an existing account", "Ελλάδα Names", "Antwerpen", "2000", "nl",
             all_resold);
        stories.back().sign_up["current_account"] = "100042";
        stories.back().sign_up["prepayment"] = nullptr;
    }
    if (!invoiced_later.empty()) {
        tell(invoiced_later + " directly, without a prepayment", "Later Billing SA", "Liège",
             "4000", "fr", {direct(invoiced_later)});
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

std::string paper_of(const std::string& title) {
    const auto text = "BT /F1 18 Tf 72 720 Td (" + title + ") Tj ET";
    const std::vector<std::string> objects = {
        "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        ("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
         "/Resources << /Font << /F1 5 0 R >> >> >>"),
        "<< /Length " + std::to_string(text.size()) + " >>\nstream\n" + text + "\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"};
    std::string pdf = "%PDF-1.4\n";
    std::ostringstream table;
    for (std::size_t i = 0; i < objects.size(); ++i) {
        table << std::setw(10) << std::setfill('0') << pdf.size() << " 00000 n \n";
        pdf += std::to_string(i + 1) + " 0 obj\n" + objects[i] + "\nendobj\n";
    }
    const auto start = std::to_string(pdf.size());
    return pdf + "xref\n0 6\n0000000000 65535 f \n" + table.str() +
           "trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n" + start + "\n%%EOF\n";
}

}  // namespace adapters
