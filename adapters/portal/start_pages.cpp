// "Become a registrar": which products, in which role; then the steps, the papers and the costs,
// before anybody gives any personal data.

#include <algorithm>
#include <cmath>

#include "adapters/formats.hpp"
#include "adapters/pages/answer.hpp"
#include "adapters/portal/visit.hpp"
#include "states/messages.hpp"
#include "states/path.hpp"

namespace portal {
namespace {

using nlohmann::json;

// "product=.be&product=.brussels&role.brussels=reseller": in the address, so that it can be
// changed, sent to a colleague and gone back to.
states::SignUp chosen_in(const std::vector<std::string>& products,
                         const std::function<std::string(const std::string&)>& role_of,
                         const states::Catalogue& catalogue) {
    states::SignUp sign_up;
    for (const auto& product : catalogue.products) {
        if (std::ranges::find(products, product.name) == products.end()) continue;
        const bool resold =
            !product.direct || (product.reseller && role_of(product.name) == "reseller");
        sign_up.products.push_back(
            {.product = product.name,
             .role = resold ? states::Role::reseller : states::Role::direct});
    }
    return sign_up;
}

json products_view(const states::SignUp& chosen, const Visit& visit) {
    auto all = json::array();
    for (const auto& product : visit.site.parts.catalogue.products) {
        const auto wish = std::ranges::find(chosen.products, product.name, &states::Wish::product);
        const bool is_chosen = wish != chosen.products.end();
        const bool resold = is_chosen && wish->role == states::Role::reseller;
        all.push_back({{"name", product.name},
                       {"id", anchor_of("product" + product.name)},
                       {"chosen", is_chosen},
                       {"has_roles", product.direct && product.reseller},
                       {"direct", is_chosen && !resold},
                       {"resold", resold},
                       {"needs_accreditation", product.needs_accreditation}});
    }
    return all;
}

json steps_view(const states::Path& path, const Visit& visit) {
    const auto& catalogue = visit.site.parts.catalogue;
    auto steps = json::array();
    for (const auto& step : path.steps) {
        const auto key = "portal.step." + step.name;
        steps.push_back(
            {{"label", visit.word("step." + step.name)},
             {"applies", step.applies},
             {"why_not", step.applies ? "" : visit.word("skip." + step.because)},
             {"what",
              visit.word(key, {{"amount", adapters::write_amount(path.due, catalogue.currency,
                                                                 visit.language)}})}});
    }
    return steps;
}

// What has to be at hand: the rule book's papers for these products and roles.
json papers_view(const states::SignUp& chosen, const Visit& visit) {
    auto papers = json::array();
    papers.push_back(visit.word("portal.paper.vat"));
    papers.push_back(visit.word("portal.paper.mobile"));
    for (const auto& wish : chosen.products) {
        const auto* product = visit.site.parts.catalogue.product(wish.product);
        if (wish.role == states::Role::reseller)
            papers.push_back(visit.word("portal.paper.reseller", {{"product", wish.product}}));
        else if (product && product->needs_accreditation)
            papers.push_back(visit.word("portal.paper.raa", {{"product", wish.product}}));
    }
    return papers;
}

// Of those who asked for the same: how long it takes, once enough of them have come to the end.
std::string expected_view(const states::SignUp& chosen, const Visit& visit) {
    std::vector<std::string> products;
    for (const auto& wish : chosen.products) products.push_back(wish.product);
    const auto days = visit.site.parts.figures.expected_days(products);
    if (!days) return {};
    const auto whole = static_cast<int>(std::max(1L, std::lround(std::ceil(*days))));
    return visit.word("portal.start.expected",
                      {{"time", adapters::write_span({whole, false}, visit.language)}});
}

http::Response start(const Visit& visit) {
    const auto& request = visit.request;
    std::vector<std::string> products;
    const auto [begin, end] = request.query.equal_range("product");
    for (auto each = begin; each != end; ++each) products.push_back(each->second);
    const auto chosen = chosen_in(
        products, [&](const auto& name) { return std::string{request.query_value("role" + name)}; },
        visit.site.parts.catalogue);
    const auto& catalogue = visit.site.parts.catalogue;
    auto priced = chosen;
    priced.prepayment = catalogue.prepayment_min;
    const auto path = states::path_of(priced, catalogue);
    std::vector<states::Problem> problems;
    if (chosen.products.empty() && request.query.contains("chosen"))
        problems.push_back({"products", "products_missing"});
    const auto shown = problems_view(problems, visit.language);
    return visit.page(
        "start", visit.word("portal.start.title"),
        {{"problems", shown},
         {"error", shown.empty() ? "" : shown.front()["sentence"]},
         {"products", products_view(chosen, visit)},
         {"has_chosen", !chosen.products.empty()},
         {"steps", steps_view(path, visit)},
         {"papers", papers_view(chosen, visit)},
         {"has_prepayment", path.due.cents > 0},
         {"prepayment", visit.word("portal.start.prepayment",
                                   {{"amount", adapters::write_amount(path.due, catalogue.currency,
                                                                      visit.language)}})},
         {"expected", chosen.products.empty() ? "" : expected_view(chosen, visit)},
         {"review_time", visit.word("portal.start.review",
                                    {{"time", adapters::write_span(catalogue.clock("review").limit,
                                                                   visit.language)}})}});
}

// Opens the draft and leads to its private link.
http::Response begin(const Visit& visit) {
    const auto form = pages::read_form(visit.request);
    if (!form) return visit.cannot_read();
    auto sign_up = chosen_in(
        form->values("product"), [&](const auto& name) { return form->value("role" + name); },
        visit.site.parts.catalogue);
    if (sign_up.products.empty()) return pages::see_other("/?chosen=1");
    sign_up.contract_language = visit.language;
    const auto opened = visit.site.parts.applications.open_draft(applicant(), sign_up, "");
    const auto* done = std::get_if<adapters::Done>(&opened);
    const auto id = done ? visit.site.parts.reading.find(done->reference) : std::nullopt;
    if (!id) return visit.cannot_read();
    return pages::see_other("/a/" + visit.site.parts.links.token_of(*id));
}

}  // namespace

std::vector<http::Route> start_routes(const std::shared_ptr<const Site>& site) {
    return {page_at(site, "GET", "/", start), page_at(site, "POST", "/begin", begin)};
}

}  // namespace portal
