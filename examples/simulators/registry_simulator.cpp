// Stands in for the registry's own registration system.
//
//   POST /registrars    {external_id, registrar_id, organisation, products}: may register from now
//   POST /handovers     {external_id, registrar_id, first_domain, …}: the complete record
//   POST /sim/register  {external_id, domain}: also for a reseller, which never was in /registrars
//
// News: domain.created.  With --auto a new registrar registers its first domain name.

#include <algorithm>
#include <cctype>

#include "examples/simulators/front_desk.hpp"

using namespace simulators;

namespace {

constexpr auto registrars = "registrars";
constexpr auto handovers = "handovers";
constexpr auto domains = "domains";

std::string lower(std::string text) {
    std::ranges::transform(text, text.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

Answer create_domain(FrontDesk& desk, const json& said) {
    const auto external_id = said.at("external_id").get<std::string>();
    const auto domain = lower(said.at("domain").get<std::string>());
    if (domain.find('.') == std::string::npos || domain.starts_with('.'))
        throw Refused{422, "domain has to be a name below a TLD"};
    if (desk.files(domains).contains(domain)) throw Refused{409, domain + " is taken"};
    const auto& all = desk.files(registrars);
    const auto registrar = all.find(external_id);
    const auto created =
        json{{"domain", domain},
             {"external_id", external_id},
             {"registrar", registrar == all.end() ? json("") : registrar->second["registrar_id"]}};
    desk.add(domains, domain, created);
    desk.tell("domain.created", created);
    return {200, created};
}

Answer open_registration(FrontDesk& desk, const Asked& asked) {
    const auto& wanted = asked.body;
    const auto external_id = wanted.at("external_id").get<std::string>();
    const auto registrar_id = wanted.at("registrar_id").get<std::string>();
    const auto& products = wanted.at("products");
    if (products.empty()) throw Refused{422, "products has to name at least one"};
    desk.add(registrars, external_id,
             {{"external_id", external_id},
              {"registrar_id", registrar_id},
              {"organisation", wanted.at("organisation")},
              {"products", products},
              {"status", "open"}});
    const auto name = lower("first-" + (registrar_id.empty() ? external_id : registrar_id)) +
                      products.front().get<std::string>();
    desk.by_itself([&desk, external_id, name] {
        create_domain(desk, {{"external_id", external_id}, {"domain", name}});
    });
    return {201, {{"external_id", external_id}, {"status", "open"}}};
}

Answer hand_over(FrontDesk& desk, const Asked& asked) {
    const auto id = desk.next_id("handover");
    auto record = asked.body;
    record.at("external_id").get<std::string>();
    record["id"] = id;
    desk.add(handovers, id, record);
    return {201, {{"id", id}}};
}

}  // namespace

int main(int count, char** arguments) {
    end_with_parent();
    FrontDesk desk{read_settings(count, arguments)};
    desk.post("/registrars", [&](const Asked& asked) { return open_registration(desk, asked); });
    desk.post("/handovers", [&](const Asked& asked) { return hand_over(desk, asked); });
    desk.post("/sim/register", [&](const Asked& asked) { return create_domain(desk, asked.body); });
    return desk.run();
}
