// The end of the seven steps: what was reached, under which number, and where to go from here.

#include "adapters/catalogue_text.hpp"
#include "adapters/formats.hpp"
#include "adapters/pages/answer.hpp"
#include "adapters/portal/visit.hpp"

namespace portal {
namespace {

using nlohmann::json;

constexpr int lines_max = 1000;

struct NextPlace {
    std::string href;
    std::string label;
    std::string text;
};

json places_view(const Own& own, bool has_papers) {
    const auto& visit = own.visit;
    const auto& parts = visit.site.parts;
    const auto text = [&](std::string_view name) {
        return adapters::text_in(parts.catalogue, name);
    };
    const auto session = pages::cookie(visit.request, session_cookie);
    const bool inside = !session.empty() && parts.login.session(session);
    std::vector<NextPlace> places;
    // Whoever has logged in is there already; an account from elsewhere has no password of ours.
    if (!inside && own.facts.path.letter)
        places.push_back(
            {"/login", visit.word("portal.login.title"), visit.word("portal.completed.log_in")});
    if (const auto website = text("website"); !website.empty())
        places.push_back({website, visit.word("portal.completed.website"),
                          visit.word("portal.completed.website_text")});
    if (has_papers)
        places.push_back(
            {"#papers", visit.word("portal.papers.title"), visit.word("portal.completed.papers")});
    if (const auto email = text("support_email"); !email.empty())
        places.push_back({"mailto:" + email, email,
                          visit.word("portal.completed.help", {{"phone", text("support_phone")}})});
    auto all = json::array();
    for (const auto& place : places)
        all.push_back({{"href", place.href}, {"label", place.label}, {"text", place.text}});
    return all;
}

}  // namespace

json completed_view(const Own& own, bool has_papers) {
    const auto& facts = own.facts;
    const auto& id =
        facts.registrar_id.empty() ? facts.sign_up.current_account : facts.registrar_id;
    auto reached = own.dossier.changed;
    for (const auto& line :
         own.visit.site.parts.reading.journal(own.dossier.snapshot.id, 0, lines_max))
        if (!line.refusal && line.to == "completed" && line.from != line.to) reached = line.at;
    std::string products;
    for (const auto& wish : facts.sign_up.products)
        products += (products.empty() ? "" : ", ") + wish.product;
    return {{"domain", facts.first_domain},
            {"registrar_id", id},
            {"products", products},
            {"since", adapters::write_date(reached, own.visit.language)},
            {"places", places_view(own, has_papers)}};
}

}  // namespace portal
