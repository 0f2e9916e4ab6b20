#include "adapters/mail_answering.hpp"

#include <doctest/doctest.h>

#include <string>

#include "tests/adapters/mail_in/desk.hpp"

namespace answering_test {

namespace {

using tests::Desk;
using tests::incomplete;
using tests::json;
using tests::sign_up;

json incomplete_mail() { return {{"kind", "sign_up"}, {"sign_up", incomplete()}}; }

std::string token_of(const adapters::MailReply& reply) {
    const auto& link = reply.values.at("link");
    return link.substr(link.rfind('/') + 1);
}

bool says(const std::string& text, const std::string& words) {
    return text.find(words) != std::string::npos;
}

}  // namespace

TEST_CASE("what is missing goes back to the sender, with a link to its draft") {
    Desk desk;
    const auto mail = desk.take(incomplete_mail());
    CHECK_EQ(desk.listed(mail).state, "to_confirm");
    REQUIRE_EQ(desk.written.size(), 1);
    const auto& reply = desk.written.front();
    CHECK_EQ(reply.address, "an@voorbeeld.example");
    CHECK_EQ(reply.language, "nl");
    CHECK_EQ(reply.in_reply_to, "1@applicant.example");
    CHECK_EQ(reply.references.back(), "1@applicant.example");
    CHECK(says(reply.values.at("items"), "- Btw-nummer"));
    CHECK(says(reply.values.at("items"), "\n- "));
    CHECK_EQ(desk.book.find(mail)->answer, "sent");

    const auto draft = desk.answering.draft_of(token_of(reply));
    REQUIRE(draft);
    CHECK_EQ(draft->at("state"), "draft");
    CHECK_EQ(draft->at("sign_up").at("organisation").at("name"), "Voorbeeld Hosting BV");
    CHECK_NE(draft->at("due_at"), nullptr);
    CHECK_EQ(desk.database.ask("select count(*) from private_links where hash = '" +
                               token_of(reply) + "'"),
             "0");
    CHECK_EQ(desk.answering.draft_of(std::string(64, '0')), std::nullopt);
    CHECK_EQ(desk.answering.draft_of(""), std::nullopt);
    const auto of = *desk.reading.find(draft->at("reference"));
    CHECK(desk.answering.tells_of_draft(of));

    SUBCASE("it is sent once") {
        desk.answering.answer_some(10, std::chrono::seconds{60});
        desk.desk.understand_some(10, std::chrono::seconds{60});
        CHECK_EQ(desk.written.size(), 1);
    }
    SUBCASE("a reply to it lands on the same draft, which a clerk then sends in") {
        const auto answer =
            desk.take({{"kind", "reply"}, {"thread", {"mail/1/answer@registry.example"}}});
        CHECK_EQ(desk.listed(answer).state, "attached");
        CHECK_EQ(desk.listed(answer).reference, draft->at("reference"));
        auto whole = sign_up();
        whole["products"].erase(1);
        desk.done(desk.desk.confirm(desk.clerk, answer, whole));
        CHECK_EQ(desk.state(draft->at("reference")), "in_review");
        CHECK_EQ(desk.applications_count(), "1");
        CHECK_EQ(desk.answering.draft_of(token_of(reply))->at("sign_up"), nullptr);
    }
    SUBCASE("a clerk who completes the mail sends in the same draft") {
        auto whole = sign_up();
        whole["products"].erase(1);
        desk.done(desk.desk.confirm(desk.clerk, mail, whole));
        CHECK_EQ(desk.state(draft->at("reference")), "in_review");
        CHECK_EQ(desk.facts(draft->at("reference")).intake_by, "token:desk");
        CHECK_EQ(desk.applications_count(), "1");
    }
}

TEST_CASE("a crash between the draft and the decision opens no second draft") {
    Desk desk;
    const auto mail = desk.take(incomplete_mail());
    desk.database.ask("update mails_in set state = 'received'");
    desk.database.ask("delete from mail_answers");
    desk.desk.understand_some(10, std::chrono::seconds{60});
    desk.answering.answer_some(10, std::chrono::seconds{60});
    CHECK_EQ(desk.applications_count(), "1");
    CHECK_EQ(desk.listed(mail).state, "to_confirm");
}

TEST_CASE("nobody is answered who must not be") {
    Desk desk;
    auto machine = incomplete_mail();
    machine["answerable"] = false;
    CHECK_EQ(desk.listed(desk.take(machine)).state, "to_confirm");
    for (const auto* kind : {"auto_reply", "list", "ours", "bounce", "other"}) {
        auto mail = incomplete_mail();
        mail["kind"] = kind;
        desk.take(mail);
    }
    desk.take({{"kind", "sign_up"}, {"sign_up", sign_up()}});  // The paper is not attached, yet
    CHECK(desk.written.empty());                               // nothing is missing in the form.
    CHECK_EQ(desk.applications_count(), "0");
}

TEST_CASE("one address gets so many answers a day, and no more") {
    Desk desk{{.answers_a_day = 2}};
    for (int i = 0; i < 4; ++i) desk.take(incomplete_mail());
    CHECK_EQ(desk.written.size(), 2);
    CHECK_EQ(desk.database.ask("select count(*) from mail_answers where state = 'withheld'"), "2");
    auto other = incomplete_mail();
    other["from"] = "other@voorbeeld.example";
    desk.take(other);
    CHECK_EQ(desk.written.size(), 3);
    CHECK_EQ(desk.written.back().address, "other@voorbeeld.example");
    desk.database.advance("2 days");
    desk.take(incomplete_mail());
    CHECK_EQ(desk.written.size(), 4);
}

TEST_CASE("a mail server that is away gets it later, one that says no is noted") {
    Desk desk;
    desk.mail_trouble = "unavailable";
    const auto mail = desk.take(incomplete_mail());
    CHECK_EQ(desk.book.find(mail)->answer, "due");
    desk.mail_trouble = "";
    desk.database.advance("1 hour");
    desk.answering.answer_some(10, std::chrono::seconds{60});
    CHECK_EQ(desk.book.find(mail)->answer, "sent");
    CHECK_EQ(desk.written.size(), 1);
    desk.mail_trouble = "rejected";
    const auto other = desk.take(incomplete_mail());
    CHECK_EQ(desk.book.find(other)->answer, "refused");
}

}  // namespace answering_test
