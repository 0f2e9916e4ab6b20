#include "adapters/mail/mail.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "adapters/curl/smtp.hpp"
#include "adapters/postgres/codes.hpp"
#include "adapters/postgres/correspondence.hpp"
#include "adapters/scratch_folder.hpp"
#include "engine/fault.hpp"
#include "states/codec.hpp"
#include "states/events.hpp"
#include "tests/adapters/mail/reading.hpp"
#include "tests/adapters/mail/sample.hpp"
#include "tests/database.hpp"

namespace mail_test {

using namespace std::chrono;
using nlohmann::json;

namespace {

engine::Work work(const std::string& key) {
    return {.claim = {engine::Claim::Of::effect, 7, 1},
            .key = key,
            .of = {123},
            .reference = "A-2026-000123",
            .effect = {}};
}

states::Tell invoice(const std::string& language) {
    return {.text = "invoice_sent",
            .language = language,
            .email = "zaneta@voorbeeld.example",
            .values = {{"first_name", "Żaneta"},
                       {"last_name", "O'Brien & Søn"},
                       {"organisation", "日本 <Łódź> B.V."},
                       {"invoice", "2026/0042"},
                       {"amount", "3025.00"},
                       {"structured_message", "+++090/9337/55493+++"},
                       {"link", "https://pay.example/p?a=1&b=2"}}};
}

states::SendActivation activation() {
    return {.language = "fr",
            .email = "an@voorbeeld.example",
            .first_name = "An",
            .last_name = "Peeters",
            .organisation = "Voorbeeld Hosting BV"};
}

// Our adapter on real codes, a real log and a real mail server.
struct Office {
    Office()
        : sink{{"/usr/bin/python3", "examples/simulators/smtp_sink.py", "--folder", folder.path()}},
          smtp{.url = "smtp://127.0.0.1:" + std::to_string(sink.port()),
               .starttls = false,
               .helo = "doorstep.example"},
          pool{database.address(), 2},
          codes{pool, {.sealing_key = std::string(32, 'k')}},
          log{pool},
          mail{{.from = "onboarding@registry.example",
                .page_of =
                    [](const auto& work) {
                        return "https://join.registry.example/a/" + work.reference;
                    },
                .activation_lifetime = std::chrono::days{14}},
               catalogue,
               mail::renderer_for(catalogue, mail::template_files()),
               [this](const mail::Envelope& envelope, std::string_view message) {
                   curl::send_mail(smtp, {.from = envelope.from, .to = envelope.to}, message);
                   if (crash_after_sending) throw engine::Unavailable{"the connection broke"};
               },
               codes,
               log,
               [] { return engine::Time{sys_days{2026y / 11 / 24} + 10h}; }} {}

    std::string bytes(const std::string& name) const {
        return tests::read_file(folder / (name + ".eml"));
    }
    json received(const std::string& name) const { return tests::read_mail(bytes(name)); }
    json envelope(const std::string& name) const {
        return json::parse(tests::read_file(folder / (name + ".json")));
    }
    std::size_t count() const {
        std::size_t found = 0;
        for (const auto& entry : std::filesystem::directory_iterator{folder.path()})
            if (entry.path().extension() == ".eml") ++found;
        return found;
    }

    adapters::ScratchFolder folder{"mail"};
    tests::Child sink;
    curl::SmtpSettings smtp;
    tests::Database database;
    postgres::Pool pool;
    states::Catalogue catalogue = tests::mail_catalogue();
    postgres::Codes codes;
    postgres::Correspondence log;
    mail::Mail mail;
    bool crash_after_sending = false;
};

}  // namespace

TEST_CASE("a mail reaches its reader in its language, with every letter and the right amount") {
    Office office;
    CHECK_FALSE(office.mail.perform(invoice("nl"), work("A-2026-000123/7/1")));

    CHECK_EQ(office.envelope("000001")["from"], "onboarding@registry.example");
    CHECK_EQ(office.envelope("000001")["to"], json({"zaneta@voorbeeld.example"}));
    const auto read = office.received("000001");
    CHECK_EQ(read["defects"], json::array());
    CHECK_EQ(read["from"], json({"Rejestr Łódź vzw", "onboarding@registry.example"}));
    CHECK_EQ(read["to"], json({"Żaneta O'Brien & Søn", "zaneta@voorbeeld.example"}));
    CHECK_EQ(read["subject"], "Uw factuur 2026/0042 (A-2026-000123)");
    CHECK_EQ(read["id"], "<A-2026-000123/7/1@registry.example>");
    CHECK_EQ(read["date"], "2026-11-24T10:00:00+00:00");
    CHECK_EQ(read["language"], "nl");
    const auto text = read["text"].get<std::string>();
    for (const auto* part :
         {"Beste Żaneta O'Brien & Søn,", "日本 <Łódź> B.V.", "EUR\u00a03.025,00",
          "+++090/9337/55493+++", "https://pay.example/p?a=1&b=2", "binnen 30 dagen",
          "https://join.registry.example/a/A-2026-000123", "support@registry.example"}) {
        CAPTURE(part);
        CHECK(text.find(part) != std::string::npos);
    }
}

TEST_CASE("a sample is what would be sent, without a private link, and leaves no trace") {
    Office office;
    const auto sample = office.mail.sample(invoice("nl"), "A-2026-000123");
    CHECK_EQ(sample.language, "nl");
    CHECK(sample.text.find("Beste Żaneta") != std::string::npos);
    CHECK(sample.text.find("3.025,00") != std::string::npos);
    CHECK(sample.text.find("/a/A-2026") == std::string::npos);
    CHECK(office.mail.sample(invoice("xx"), "A-2026-000123").language == "en");
    office.mail.perform(invoice("nl"), work("first"));  // Nobody has sent it yet.
    CHECK_EQ(office.received("000001")["subject"], sample.subject);
}

TEST_CASE("the log says what was sent, under which version, and nothing personal") {
    Office office;
    office.mail.perform(invoice("fr"), work("A-2026-000123/7/1"));
    CHECK_EQ(office.database.ask(
                 "select concat_ws('|', case_id, effect_key, direction, channel, language,"
                 " template, subject, message_id, state) from correspondence"),
             "123|A-2026-000123/7/1|out|mail|fr|invoice_sent|"
             "Votre facture 2026/0042 (A-2026-000123)|A-2026-000123/7/1@registry.example|sent");
    CHECK_EQ(
        office.database.ask("select template_version from correspondence"),
        mail::renderer_for(office.catalogue, mail::template_files()).version("fr", "invoice_sent"));
    CHECK_EQ(office.database.ask("select count(*) from correspondence"
                                 " where correspondence::text ~ 'aneta|Hosting|日本'"),
             "0");
    CHECK_THROWS(office.database.ask("update correspondence set state = 'refused'"));
    CHECK_THROWS(office.database.ask("delete from correspondence"));
}

TEST_CASE("what the log has as sent is not sent again") {
    Office office;
    office.mail.perform(invoice("en"), work("A-2026-000123/7/1"));
    office.mail.perform(invoice("en"), work("A-2026-000123/7/1"));
    CHECK_EQ(office.count(), 1);
    office.mail.perform(invoice("en"), work("A-2026-000123/9/1"));
    CHECK_EQ(office.count(), 2);
}

TEST_CASE("a mail that is sent again after a crash is recognised by its Message-ID") {
    Office office;
    office.crash_after_sending = true;
    CHECK_THROWS_AS(office.mail.perform(invoice("en"), work("A-2026-000123/7/1")),
                    engine::Unavailable);
    CHECK_EQ(office.database.ask("select count(*) from correspondence"), "0");
    office.crash_after_sending = false;
    office.mail.perform(invoice("en"), work("A-2026-000123/7/1"));
    CHECK_EQ(office.received("000001")["id"], office.received("000002")["id"]);
    CHECK_EQ(office.database.ask("select count(*) from correspondence"), "1");
}

TEST_CASE("the activation code comes with its page and its last day, the same on a retry") {
    Office office;
    office.crash_after_sending = true;
    CHECK_THROWS_AS(office.mail.perform(activation(), work("A-2026-000123/9/2")),
                    engine::Unavailable);
    office.crash_after_sending = false;
    const auto event = office.mail.perform(activation(), work("A-2026-000123/9/2"));
    REQUIRE(event);
    CHECK_EQ(event->name, states::ActivationSent::name);
    CHECK_EQ(office.bytes("000001"), office.bytes("000002"));

    const auto text = office.received("000002")["text"].get<std::string>();
    CHECK(text.find("https://join.registry.example/a/A-2026-000123/activate\n") !=
          std::string::npos);
    CHECK(text.find("8 décembre 2026") != std::string::npos);
    const auto code = *office.codes.confirmed("A-2026-000123/9/2");
    CHECK_EQ(code, "A-2026-000123/9/2@registry.example");

    // Later the answer is the same, and no mail goes out.
    CHECK(office.mail.perform(activation(), work("A-2026-000123/9/2")));
    CHECK_EQ(office.count(), 2);
}

TEST_CASE("an activation code that a later one has replaced is not sent") {
    Office office;
    office.mail.perform(activation(), work("A-2026-000123/12/1"));
    CHECK_FALSE(office.mail.perform(activation(), work("A-2026-000123/9/2")));
    CHECK_EQ(office.count(), 1);
}

TEST_CASE("an answer goes to who has written, in its language, once and in its thread") {
    Office office;
    const auto reply =
        adapters::MailReply{.of = {123},
                            .reference = "A-2026-000123",
                            .key = "mail/17/answer",
                            .text = "sign_up_incomplete",
                            .language = "nl",
                            .address = "an@voorbeeld.example",
                            .values = {{"items", "- Btw-nummer: ontbreekt.\n"},
                                       {"link", "https://join.registry.example/d/00"}},
                            .in_reply_to = "question@voorbeeld.example",
                            .references = {"question@voorbeeld.example"}};
    office.mail.answer(reply);
    office.mail.answer(reply);
    const auto read = office.received("000001");
    CHECK_EQ(read["auto_submitted"], "auto-replied");
    CHECK_EQ(read["language"], "nl");
    CHECK_EQ(read["id"], "<mail/17/answer@registry.example>");
    const auto text = read["text"].get<std::string>();
    CHECK_NE(text.find("- Btw-nummer: ontbreekt."), std::string::npos);
    CHECK_NE(text.find("https://join.registry.example/d/00"), std::string::npos);
    CHECK_EQ(office.count(), 1);
    CHECK_EQ(office.database.ask("select count(*) from correspondence where case_id = 123"), "1");
}

TEST_CASE("the mail server's no is final and is written down, its later is tried again") {
    Office office;
    auto tell = invoice("en");
    tell.email = "550@voorbeeld.example";
    CHECK_THROWS_AS(office.mail.perform(tell, work("A-2026-000123/7/1")), engine::Rejected);
    tell.email = "451@voorbeeld.example";
    CHECK_THROWS_AS(office.mail.perform(tell, work("A-2026-000123/8/1")), engine::Unavailable);
    CHECK_EQ(office.database.ask("select string_agg(effect_key || ' ' || state, ',')"
                                 " from correspondence"),
             "A-2026-000123/7/1 refused");

    // Once a person has put it right and repeats it, the log has both.
    tell.email = "an@voorbeeld.example";
    office.mail.perform(tell, work("A-2026-000123/7/1"));
    CHECK_EQ(office.database.ask("select string_agg(state, ',' order by id) from correspondence"),
             "refused,sent");
}

TEST_CASE("a draft may have no address, no name and no language yet") {
    Office office;
    auto tell =
        states::Tell{.text = "draft_reminder",
                     .language = "",
                     .email = "",
                     .values = {{"first_name", ""}, {"last_name", ""}, {"organisation", ""}}};
    office.mail.perform(tell, work("A-2026-000123/2/1"));
    CHECK_EQ(office.count(), 0);
    CHECK_EQ(office.database.ask("select state from correspondence"), "unaddressed");

    tell.email = "somebody@voorbeeld.example";
    office.mail.perform(tell, work("A-2026-000123/3/1"));
    const auto read = office.received("000001");
    CHECK_EQ(read["to"], json({"", "somebody@voorbeeld.example"}));
    CHECK_EQ(read["language"], "en");
}

TEST_CASE("money that comes back is named, and nothing is said of none") {
    Office office;
    auto tell = states::Tell{.text = "withdrawn",
                             .language = "en",
                             .email = "an@voorbeeld.example",
                             .values = {{"first_name", "An"},
                                        {"last_name", "Peeters"},
                                        {"organisation", "Voorbeeld"},
                                        {"refund", "0.00"},
                                        {"invoice", ""}}};
    office.mail.perform(tell, work("A-2026-000123/7/1"));
    CHECK(office.received("000001")["text"].get<std::string>().find("You owe us nothing") !=
          std::string::npos);
    tell.values["refund"] = "1234.50";
    office.mail.perform(tell, work("A-2026-000123/8/1"));
    CHECK(office.received("000002")["text"].get<std::string>().find("EUR\u00a01,234.50") !=
          std::string::npos);
}

TEST_CASE("what an applicant typed cannot break out of its mail") {
    Office office;
    auto tell = invoice("en");
    tell.values["first_name"] = "x\r\nBcc: everybody@example.com";
    CHECK_THROWS_AS(office.mail.perform(tell, work("A-2026-000123/7/1")), engine::Rejected);
    tell = invoice("en");
    tell.values.erase("link");
    CHECK_THROWS_WITH_AS(office.mail.perform(tell, work("A-2026-000123/8/1")),
                         "mail template en/invoice_sent: there is no value for {{link}}",
                         engine::Rejected);
    tell = invoice("en");
    tell.values["amount"] = "lots";
    CHECK_THROWS_AS(office.mail.perform(tell, work("A-2026-000123/9/1")), engine::Rejected);
    CHECK_EQ(office.count(), 0);
}

}  // namespace mail_test
