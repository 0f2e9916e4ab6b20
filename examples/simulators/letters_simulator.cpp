// Stands in for a print house, and for the letter box that its letters end in.
//
//   POST   /letters       {external_id, language, country, pages, sha256, pdf}: `pdf` in base64
//   DELETE /letters/{id}  takes it out of the post, or tells that it is void
//   GET    /sim/letters/{external_id}: the latest letter, as the applicant reads it: with the
//          registrar_id and the security_code that stand on the paper (found by pdftotext)
//   POST   /sim/letters/{external_id}/{post|return}  {reason}: the latest that is not void
//
// News: letter.posted, letter.returned.  With --auto letters are posted.

#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <regex>

#include "examples/simulators/front_desk.hpp"

using namespace simulators;

namespace {

constexpr auto letters = "letters";

// By the letter's id; apart from what /sim/log shows, which is read often.
std::map<std::string, std::string>& papers() {
    static std::map<std::string, std::string> all;
    return all;
}

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

// What stands on the paper.  In memory: a code on a disk would be one more to look after.
std::string words_on(const std::string& pdf) {
    const int paper = memfd_create("letter", 0);
    if (paper < 0 || write(paper, pdf.data(), pdf.size()) != static_cast<ssize_t>(pdf.size()))
        throw Refused{500, "no memory for the letter"};
    const auto command = "pdftotext -layout /proc/self/fd/" + std::to_string(paper) + " -";
    std::string words;
    if (auto* reader = popen(command.c_str(), "r")) {
        std::array<char, 4096> part{};
        while (const auto count = fread(part.data(), 1, part.size(), reader))
            words.append(part.data(), count);
        pclose(reader);
    }
    close(paper);
    return words;
}

json as_read(json letter) {
    static const std::regex codes{
        R"((?:^|\s)([0-9]+)\s+([0-9]{4})(?:\s|\xC2\xA0)+([0-9]{4})(?:\s|\xC2\xA0)+([0-9]{4})\s)"};
    const auto& pdf = papers().at(letter["id"].get<std::string>());
    const auto words = words_on(pdf);
    std::smatch found;
    if (!std::regex_search(words, found, codes))
        throw Refused{500, "no code can be read on the letter (is pdftotext there?)"};
    letter["registrar_id"] = found[1].str();
    letter["security_code"] = found[2].str() + found[3].str() + found[4].str();
    letter["words"] = words;
    letter["pdf"] = base64(pdf);
    return letter;
}

Answer print(FrontDesk& desk, const Asked& asked) {
    const auto& wanted = asked.body;
    const auto pdf = unbase64(wanted.at("pdf").get<std::string>());
    if (!pdf.starts_with("%PDF-")) throw Refused{422, "pdf has to be a PDF in base64"};
    if (wanted.contains("security_code")) throw Refused{422, "the code belongs on paper alone"};
    const auto id = desk.next_id("letter");
    papers()[id] = pdf;
    desk.add(letters, id,
             {{"id", id},
              {"external_id", wanted.at("external_id")},
              {"pages", wanted.at("pages")},
              {"sha256", wanted.at("sha256")},
              {"language", wanted.at("language")},
              {"country", wanted.at("country")},
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
        return Answer{200, as_read(latest(desk, asked.path[1]))};
    });
    desk.post(R"(/sim/letters/([^/]+)/(post|return))", [&](const Asked& asked) {
        auto& letter = latest(desk, asked.path[1]);
        const bool post = asked.path[2] == "post";
        move(desk, letter, post ? "posted" : "returned", asked.body.value("reason", ""));
        return Answer{200, {{"id", letter["id"]}, {"status", letter["status"]}}};
    });
    return desk.run();
}
