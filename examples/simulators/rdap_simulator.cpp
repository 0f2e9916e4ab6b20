// Stands in for a registry's RDAP server (RFC 9082, 9083).
//
//   GET  /domain/{name}
//
//   POST /sim/domain   {name, handle, iana_id, registrar, status, nested}: registered by it; with
//                      nested the registrar stands within another entity
//   POST /sim/instead  {name, body}: the answer about the name, whatever it is
//   POST /sim/status   {name, status}: the HTTP status about the name
//
// What was asked for stands in /sim/log as "asked".

#include <algorithm>
#include <cctype>

#include "examples/simulators/front_desk.hpp"

using namespace simulators;

namespace {

constexpr auto asked_for = "asked";
constexpr auto domains = "domains";
constexpr auto instead = "instead";
constexpr auto statuses = "statuses";

json card_of(const json& name) {
    const json none = json::object();
    return json::array({"vcard", json::array({json::array({"version", none, "text", "4.0"}),
                                              json::array({"fn", none, "text", name})})});
}

json registrar_of(const json& said) {
    json entity = {{"objectClassName", "entity"},
                   {"handle", said.value("handle", "")},
                   {"roles", {"registrar"}},
                   {"vcardArray", card_of(said.value("registrar", ""))}};
    const auto iana_id = said.value("iana_id", "");
    if (!iana_id.empty())
        entity["publicIds"] = {{{"type", "IANA Registrar ID"}, {"identifier", iana_id}}};
    entity["entities"] = {{{"objectClassName", "entity"},
                           {"roles", {"abuse"}},
                           {"vcardArray", card_of("Abuse desk")}}};
    return entity;
}

json domain_of(const json& said) {
    auto name = said.at("name").get<std::string>();
    std::ranges::transform(name, name.begin(),
                           [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    auto registrar = registrar_of(said);
    json entities = json::array({registrar});
    if (said.value("nested", false))
        entities = {{{"objectClassName", "entity"},
                     {"handle", "R-1"},
                     {"roles", {"registrant"}},
                     {"entities", json::array({registrar})}}};
    return {{"rdapConformance", {"rdap_level_0"}},
            {"objectClassName", "domain"},
            {"handle", "D-1"},
            {"ldhName", name},
            {"status", said.value("status", json::array({"active"}))},
            {"entities", entities},
            {"events", {{{"eventAction", "registration"}, {"eventDate", "2026-11-28T07:00:00Z"}}}}};
}

Answer look_up(FrontDesk& desk, const std::string& name) {
    desk.add(asked_for, desk.next_id(asked_for), {{"name", name}});
    if (const auto found = desk.files(statuses).find(name); found != desk.files(statuses).end())
        return {found->second["status"], json::object()};
    for (const auto* kind : {instead, domains})
        if (const auto found = desk.files(kind).find(name); found != desk.files(kind).end())
            return {200, found->second};
    return {404, {{"errorCode", 404}, {"title", "Not Found"}}};
}

}  // namespace

int main(int count, char** arguments) {
    end_with_parent();
    FrontDesk desk{read_settings(count, arguments)};
    desk.get("/domain/([^/]+)", [&](const Asked& asked) { return look_up(desk, asked.path[1]); });
    desk.post("/sim/domain", [&](const Asked& asked) {
        return Answer{200, desk.add(domains, asked.body.at("name"), domain_of(asked.body))};
    });
    desk.post("/sim/instead", [&](const Asked& asked) {
        return Answer{200, desk.add(instead, asked.body.at("name"), asked.body.at("body"))};
    });
    desk.post("/sim/status", [&](const Asked& asked) {
        return Answer{
            200, desk.add(statuses, asked.body.at("name"), {{"status", asked.body.at("status")}})};
    });
    return desk.run();
}
