// A mail of ours is read again, though its words were never kept.

#include "adapters/sent_mail.hpp"

#include <doctest/doctest.h>

#include "adapters/postgres/reading_book.hpp"
#include "states/codec.hpp"
#include "states/effects.hpp"
#include "states/events.hpp"
#include "tests/adapters/mail/sample.hpp"
#include "tests/adapters/mail_in/desk.hpp"

namespace sent_mail_test {

using adapters::NotFound;
using adapters::SentMail;
using nlohmann::json;

namespace {

const adapters::Caller staff{.id = "staff:1", .roles = {"clerk"}, .door = "page"};

struct Office : tests::Desk {
    Office() { terms.clocks = tests::mail_catalogue().clocks; }

    postgres::ReadingBook reading_book{pool, "Europe/Brussels"};
    adapters::ReadingLog readings{reading, reading_book};
    adapters::TimeMachine times{workflow, reading, readings, terms};
    std::string version = "1";
    adapters::SentMails mails{reading, desk, times, [this](const auto& tell, const auto&) {
                                  return adapters::MailSample{tell.language, "Subject",
                                                              json(tell.values).dump(), version};
                              }};

    // The number of the first effect of this line that is one of these mails; 0 if there is none.
    int number_of(const std::string& reference, int line, std::string_view effect) {
        const auto asked = times.asked_for(*reading.find(reference), line);
        for (int number = 1; const auto& one : asked) {
            if (one.name == effect) return number;
            ++number;
        }
        return 0;
    }
    void note(const std::string& reference, int line, int number,
              const std::string& text = "sign_up_received",
              adapters::Fate fate = adapters::Fate::sent) {
        const auto key = engine::effect_key(reference, line, number);
        correspondence.note({.of = *reading.find(reference),
                             .key = key,
                             .text = text,
                             .language = "nl",
                             .template_version = "1",
                             .subject = "Received",
                             .message_id = key + "@registry.example"},
                            fate);
    }
    void say(const std::string& reference, const engine::Actor& from, const engine::Event& event) {
        const auto outcome = engine.submit({.to = *reading.find(reference),
                                            .event = event,
                                            .from = from,
                                            .source = "test",
                                            .delivery = event.name});
        REQUIRE_MESSAGE(outcome.kind == engine::Outcome::Kind::decided, event.name);
    }
    SentMail read(const std::string& reference, int line, int number) {
        auto found = mails.look(staff, reference, line, number);
        REQUIRE(std::holds_alternative<SentMail>(found));
        return std::get<SentMail>(found);
    }
};

}  // namespace

TEST_CASE("the words of a mail are made again, of what was said then") {
    Office office;
    const auto reference = office.opened();
    const auto number = office.number_of(reference, 1, states::Tell::name);
    REQUIRE(number > 0);
    office.note(reference, 1, number);
    const auto sent = office.read(reference, 1, number);
    CHECK_EQ(sent.letter.at("subject"), "Received");
    REQUIRE(sent.words.has_value());
    CHECK(sent.words->text.find("Voorbeeld Hosting") != std::string::npos);
    CHECK_FALSE(sent.template_changed);
    office.version = "2";
    CHECK(office.read(reference, 1, number).template_changed);
}

TEST_CASE("of a mail that was refused first, the last try counts") {
    Office office;
    const auto reference = office.opened();
    const auto number = office.number_of(reference, 1, states::Tell::name);
    office.note(reference, 1, number, "sign_up_received", adapters::Fate::refused);
    CHECK_EQ(office.read(reference, 1, number).letter.at("state"), "refused");
    office.note(reference, 1, number);
    CHECK_EQ(office.read(reference, 1, number).letter.at("state"), "sent");
}

TEST_CASE("nobody reads the code of an activation mail") {
    using namespace states;
    Office office;
    const auto reference = office.opened();
    const auto ourselves = engine::Actor{"system", "system"};
    const auto provider = engine::Actor{"webhook:simulator", "provider"};
    const auto total = Money{302'500};
    office.say(reference, {"staff:18", "approver"}, event(Approved{}));
    office.say(reference, ourselves, event(ContractPrepared{".be", "agreement", 1}));
    office.say(reference, provider, event(ContractSigned{"agreement"}));
    office.say(reference, ourselves, event(InvoiceIssued{"2026-1", total, "+++000/0000/00101+++"}));
    office.say(reference, ourselves, event(LetterPrinted{"letter", "registrar"}));
    office.say(reference, provider, event(PaymentReceived{total, "payment"}));
    const auto id = *office.reading.find(reference);
    const auto lines = office.reading.dossier(id)->snapshot.lines;
    const auto number = office.number_of(reference, lines, SendActivation::name);
    REQUIRE(number > 0);
    office.note(reference, lines, number, "activation");
    const auto words = json::parse(office.read(reference, lines, number).words->text);
    CHECK_EQ(words.at("code"), "…");
    CHECK_EQ(words.at("link"), "…");
    CHECK_EQ(words.at("organisation"), office.facts(reference).sign_up.organisation.name);
}

TEST_CASE(
    "a mail that was never sent is not found, and one whose line cannot be decided is empty") {
    Office office;
    const auto reference = office.opened();
    const auto found = [&](const std::string& of, int line, int number) {
        return std::holds_alternative<SentMail>(office.mails.look(staff, of, line, number));
    };
    CHECK_FALSE(found(reference, 1, 99));
    CHECK_FALSE(found(reference, 0, 0));
    CHECK_FALSE(found("A-2026-999999", 1, 1));
    office.note(reference, 7, 1);
    CHECK_FALSE(office.read(reference, 7, 1).words.has_value());
    office.note(reference, 1, 99);
    CHECK_FALSE(office.read(reference, 1, 99).words.has_value());
    const auto number = office.number_of(reference, 1, states::Tell::name);
    office.note(reference, 1, number, "held");  // The rules of then asked for another mail.
    CHECK_FALSE(office.read(reference, 1, number).words.has_value());
}

TEST_CASE("administrators do not read what was written to an applicant") {
    Office office;
    const auto reference = office.opened();
    const auto found =
        office.mails.look({.id = "staff:2", .roles = {"administrator"}}, reference, 1, 1);
    CHECK(std::holds_alternative<adapters::Forbidden>(found));
}

}  // namespace sent_mail_test
