// Letters by fax: a mail to the gateway, taken by a real mail server.

#include "adapters/letters/fax.hpp"

#include <filesystem>
#include <fstream>

#include "adapters/base64.hpp"
#include "adapters/curl/smtp.hpp"
#include "adapters/scratch_folder.hpp"
#include "adapters/sha256.hpp"
#include "engine/fault.hpp"
#include "states/codec.hpp"
#include "states/events.hpp"
#include "tests/adapters/letters/spooling.hpp"

namespace fax_test {

using letters::Fax;
using tests::work;

namespace {

const std::string key = "A-2026-000123/6/2";
const std::string name = "A-2026-000123-6-2";

struct Office : tests::Spooling {
    adapters::ScratchFolder mailbox{"fax"};
    tests::Child sink{
        {"/usr/bin/python3", "examples/simulators/smtp_sink.py", "--folder", mailbox.path()}};
    std::string url = "smtp://127.0.0.1:" + std::to_string(sink.port());
    Fax fax = through(url);

    Fax through(const std::string& server) {
        return {"fax.example", "onboarding@registry.example",
                [server](const auto& from, const auto& to, auto message) {
                    curl::send_mail({.url = server, .starttls = false}, {from, {to}}, message);
                },
                spool()};
    }
    std::vector<std::string> mails() const {
        std::vector<std::string> all;
        for (const auto& entry : std::filesystem::directory_iterator{mailbox.path()}) {
            std::ifstream file{entry.path(), std::ios::binary};
            if (entry.path().extension() == ".eml")
                all.emplace_back(std::istreambuf_iterator<char>{file},
                                 std::istreambuf_iterator<char>{});
        }
        return all;
    }
};

std::string attached(const std::string& mail) {
    const auto head = mail.find("Content-Transfer-Encoding: base64");
    const auto begin = mail.find_first_of("\r\n", head);
    std::string encoded;
    for (const char c : mail.substr(begin, mail.rfind("\n--letter-") - begin))
        if (c != '\r' && c != '\n') encoded += c;
    return adapters::read_base64(encoded).value_or("");
}

}  // namespace

TEST_CASE("the gateway is told the number, and gets the letter") {
    Office office;
    const auto event = office.fax.perform(office.letter(), work(key));
    REQUIRE(event);
    CHECK_EQ(states::decode<states::LetterPrinted>(event->data).letter, name);
    const auto mails = office.mails();
    REQUIRE_EQ(mails.size(), 1);
    CHECK_NE(mails[0].find("To: 3216284970@fax.example"), std::string::npos);
    CHECK_EQ(adapters::sha256_of(attached(mails[0])), office.kept().document);
    CHECK_FALSE(office.is_sealed(key));
    CHECK_EQ(office.fax.perform(office.letter(), work(key, 2))->data.text, event->data.text);
    CHECK_EQ(office.mails().size(), 1);
}

TEST_CASE("without a mail server a fax waits; killed while it goes out, a person is asked") {
    Office office;
    auto away = office.through("smtp://127.0.0.1:1");
    CHECK_THROWS_AS(away.perform(office.letter(), work(key)), engine::Unavailable);
    CHECK(office.is_sealed(key));
    office.book.killed_before = "note_handed_over";
    CHECK_THROWS_AS(office.fax.perform(office.letter(), work(key)), tests::Killed);
    CHECK_THROWS_AS(office.fax.perform(office.letter(), work(key)), engine::Rejected);
    CHECK_EQ(office.mails().size(), 1);
}

TEST_CASE("a number is dialled without marks and extension") {
    CHECK_EQ(letters::fax_address("+32.16284970", "fax.example"), "3216284970@fax.example");
    CHECK_EQ(letters::fax_address("+32.16284970x12", "fax.example"), "3216284970@fax.example");
    CHECK_THROWS_AS(letters::fax_address("", "fax.example"), engine::Rejected);
}

}  // namespace fax_test
