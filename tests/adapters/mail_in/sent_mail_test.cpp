// A mail of ours is read again, though its words were never kept.

#include "adapters/sent_mail.hpp"

#include <doctest/doctest.h>

#include "adapters/postgres/reading_book.hpp"
#include "tests/adapters/mail_in/desk.hpp"

namespace sent_mail_test {

using adapters::NotFound;
using adapters::SentMail;
using nlohmann::json;

namespace {

const adapters::Caller staff{.id = "staff:1", .roles = {"clerk"}, .door = "page"};

struct Office : tests::Desk {
    postgres::ReadingBook reading_book{pool};
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
    void note(const std::string& reference, int line, int number) {
        const auto key = engine::effect_key(reference, line, number);
        correspondence.note({.of = *reading.find(reference),
                             .key = key,
                             .text = "text",
                             .language = "nl",
                             .template_version = "1",
                             .subject = "Received",
                             .message_id = key + "@registry.example"},
                            adapters::Fate::sent);
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
}

}  // namespace sent_mail_test
