// Stands in for an e-signature service such as Adobe Acrobat Sign.
//
//   POST /agreements                {external_id, product, edition, language, signer, document}
//   GET  /agreements/{id}/papers    {signed, audit_trail}: PDF in Base64, once it is signed
//   GET  /agreements/{id}           GET /agreements?external_id=…&product=…&edition=…
//   POST /agreements/{id}/cancel    {reason}
//   POST /agreements/{id}/remind
//   POST /sim/agreements/{id}/{sign|decline|expire|bounce|recall|delegate}   {detail | to}
//
// News: agreement.signed, .declined, .expired, .bounced, .recalled, .delegated.  With --auto the
// signer signs.

#include "examples/simulators/blank_pdf.hpp"
#include "examples/simulators/front_desk.hpp"

using namespace simulators;

namespace {

constexpr auto agreements = "agreements";
constexpr auto waiting = "out_for_signature";

// What people and the service do to an agreement, and where that leaves it.
const std::map<std::string, std::string> outcomes{{"sign", "signed"},     {"decline", "declined"},
                                                  {"expire", "expired"},  {"bounce", "bounced"},
                                                  {"recall", "recalled"}, {"delegate", waiting}};

void act(FrontDesk& desk, const std::string& id, const std::string& verb, const json& said) {
    auto& agreement = desk.file(agreements, id);
    if (agreement["status"] != waiting)
        throw Refused{409, id + " is " + agreement["status"].get<std::string>()};
    agreement["status"] = outcomes.at(verb);
    auto data = json{{"agreement", id},
                     {"external_id", agreement["external_id"]},
                     {"product", agreement["product"]},
                     {"edition", agreement["edition"]},
                     {"detail", said.value("detail", "")}};
    if (verb == "delegate") {
        data["to"] = said.at("to");
        agreement["signer"]["email"] = said.at("to");
        desk.tell("agreement.delegated", data);
    } else {
        desk.tell("agreement." + outcomes.at(verb), data);
    }
}

Answer create(FrontDesk& desk, const Asked& asked) {
    const auto id = desk.next_id("agreement");
    const auto& wanted = asked.body;
    const auto& signer = wanted.at("signer");
    if (signer.at("email").get<std::string>().find('@') == std::string::npos)
        throw Refused{422, "signer.email is not an address"};
    desk.add(agreements, id,
             {{"id", id},
              {"external_id", wanted.at("external_id")},
              {"product", wanted.at("product")},
              {"edition", wanted.at("edition")},
              {"language", wanted.at("language")},
              {"signer", signer},
              {"document", wanted.at("document")},
              {"status", waiting},
              {"reminders", 0}});
    desk.by_itself([&desk, id] { act(desk, id, "sign", json::object()); });
    return {201, {{"id", id}, {"status", waiting}}};
}

Answer search(FrontDesk& desk, const Asked& asked) {
    auto found = json::array();
    for (const auto& [id, agreement] : desk.files(agreements)) {
        bool fits = true;
        for (const auto& [name, value] : asked.query) {
            const auto& has = agreement.at(name);
            fits = fits && value == (has.is_string() ? has.get<std::string>() : has.dump());
        }
        if (fits) found.push_back(agreement);
    }
    return {200, {{"agreements", found}}};
}

// What was signed is what was sent; the record of it says who and when it was in a comment.
Answer papers(FrontDesk& desk, const Asked& asked) {
    const auto& agreement = desk.file(agreements, asked.path[1]);
    if (agreement["status"] != "signed") throw Refused{409, "it is not signed"};
    const auto words =
        asked.path[1].str() + " was signed by " + agreement["signer"]["email"].get<std::string>();
    return {200, {{"signed", agreement["document"]}, {"audit_trail", base64(blank_pdf(words))}}};
}

Answer cancel(FrontDesk& desk, const Asked& asked) {
    auto& agreement = desk.file(agreements, asked.path[1]);
    if (agreement["status"] == "signed")
        throw Refused{409, "it is signed already and cannot be cancelled"};
    if (agreement["status"] == waiting) {
        agreement["status"] = "cancelled";
        agreement["reason"] = asked.body.value("reason", "");
    }
    return {200, agreement};
}

Answer remind(FrontDesk& desk, const Asked& asked) {
    auto& agreement = desk.file(agreements, asked.path[1]);
    if (agreement["status"] != waiting) throw Refused{409, "nobody has to sign it any more"};
    agreement["reminders"] = agreement["reminders"].get<int>() + 1;
    return {200, agreement};
}

}  // namespace

int main(int count, char** arguments) {
    end_with_parent();
    FrontDesk desk{read_settings(count, arguments)};
    desk.post("/agreements", [&](const Asked& asked) { return create(desk, asked); });
    desk.get("/agreements", [&](const Asked& asked) { return search(desk, asked); });
    desk.get(R"(/agreements/([^/]+))", [&](const Asked& asked) {
        return Answer{200, desk.file(agreements, asked.path[1])};
    });
    desk.get(R"(/agreements/([^/]+)/papers)",
             [&](const Asked& asked) { return papers(desk, asked); });
    desk.post(R"(/agreements/([^/]+)/cancel)",
              [&](const Asked& asked) { return cancel(desk, asked); });
    desk.post(R"(/agreements/([^/]+)/remind)",
              [&](const Asked& asked) { return remind(desk, asked); });
    desk.post(R"(/sim/agreements/([^/]+)/(sign|decline|expire|bounce|recall|delegate))",
              [&](const Asked& asked) {
                  act(desk, asked.path[1], asked.path[2], asked.body);
                  return Answer{200, desk.file(agreements, asked.path[1])};
              });
    return desk.run();
}
