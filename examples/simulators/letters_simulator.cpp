// Stands in for a print house, and for the letter box that its letters end in.
//
//   POST   /letters       {external_id, registrar_id, security_code, address, language}
//   DELETE /letters/{id}  takes it out of the post, or tells that it is void
//   GET    /sim/letters/{external_id}: the latest letter, as the applicant reads it
//   POST   /sim/letters/{external_id}/{post|return}  {reason}: the latest that is not void
//
// News: letter.posted, letter.returned.  With --auto letters are posted.

#include "examples/simulators/front_desk.hpp"

using namespace simulators;

namespace {

constexpr auto letters = "letters";

json& latest(FrontDesk& desk, const std::string& external_id) {
    json* found = nullptr;
    for (auto& [id, letter] : desk.files(letters))
        if (letter["external_id"] == external_id) found = &letter;
    if (!found) throw Refused{404, "there is no letter for " + external_id};
    return *found;
}

void move(FrontDesk& desk, json& letter, const std::string& status, const std::string& reason) {
    if (letter["status"] == "void")
        throw Refused{409, letter["id"].get<std::string>() + " is void"};
    letter["status"] = status;
    desk.tell(
        "letter." + status,
        {{"letter", letter["id"]}, {"external_id", letter["external_id"]}, {"reason", reason}});
}

Answer print(FrontDesk& desk, const Asked& asked) {
    const auto& wanted = asked.body;
    const auto code = wanted.at("security_code").get<std::string>();
    if (code.size() != 12 || code.find_first_not_of("0123456789") != std::string::npos)
        throw Refused{422, "security_code has to be 12 digits"};
    const auto id = desk.next_id("letter");
    desk.add(letters, id,
             {{"id", id},
              {"external_id", wanted.at("external_id")},
              {"registrar_id", wanted.at("registrar_id")},
              {"security_code", code},
              {"address", wanted.at("address")},
              {"language", wanted.at("language")},
              {"status", "printed"}});
    desk.by_itself([&desk, id] {
        auto& letter = desk.file(letters, id);
        if (letter["status"] == "printed") move(desk, letter, "posted", "");
    });
    return {201, {{"id", id}, {"status", "printed"}}};
}

}  // namespace

int main(int count, char** arguments) {
    end_with_parent();
    FrontDesk desk{read_settings(count, arguments)};
    desk.post("/letters", [&](const Asked& asked) { return print(desk, asked); });
    desk.remove(R"(/letters/([^/]+))", [&](const Asked& asked) {
        auto& letter = desk.file(letters, asked.path[1]);
        letter["status"] = "void";
        return Answer{200, {{"id", letter["id"]}, {"status", letter["status"]}}};
    });
    desk.get(R"(/sim/letters/([^/]+))", [&](const Asked& asked) {
        return Answer{200, latest(desk, asked.path[1])};
    });
    desk.post(R"(/sim/letters/([^/]+)/(post|return))", [&](const Asked& asked) {
        auto& letter = latest(desk, asked.path[1]);
        const bool post = asked.path[2] == "post";
        move(desk, letter, post ? "posted" : "returned", asked.body.value("reason", ""));
        return Answer{200, letter};
    });
    return desk.run();
}
