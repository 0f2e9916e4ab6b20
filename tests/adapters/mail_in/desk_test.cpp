#include "adapters/mail_desk.hpp"

#include <doctest/doctest.h>

#include <string>

#include "tests/adapters/mail_in/desk.hpp"

namespace desk_test {

namespace {

using adapters::reference_in;
using tests::code_of;
using tests::Desk;
using tests::incomplete;
using tests::json;
using tests::paper;
using tests::paper_id;
using tests::sign_up;

const adapters::Caller someone{.id = "staff:1", .roles = {"clerk"}, .door = "page"};

json complete_mail() { return {{"kind", "sign_up"}, {"sign_up", sign_up()}, {"files", {paper}}}; }

}  // namespace

TEST_CASE("a reference is found in a subject as a word") {
    CHECK_EQ(reference_in("Re: We need something (A-2026-000123)"), "A-2026-000123");
    CHECK_EQ(reference_in("A-2026-1234567"), "A-2026-1234567");
    CHECK_EQ(reference_in("A-26-000123 and A-2026-000007."), "A-2026-000007");
    for (const auto* none : {"", "XA-2026-000123", "A-2026-00012", "A-20266-000123", "A-2026"})
        CHECK_EQ(reference_in(none), "");
}

TEST_CASE("what can be kept of a sign-up is kept, whatever else is in it") {
    auto given = sign_up();
    given["organisation"]["name"] = 5;
    given["representative"] = "An Peeters";
    given["prepayment"] = {{"amount", 2500}};
    given["products"].push_back("what?");
    given["products"][0]["iana_id"] = "none";
    const auto kept = adapters::kept_part_of(given);
    CHECK_EQ(kept.organisation.name, "");
    CHECK_EQ(kept.organisation.vat_number, "BE0123456749");
    CHECK_EQ(kept.representative.email, "");
    CHECK_EQ(kept.prepayment, states::Money{});
    REQUIRE_EQ(kept.products.size(), 2);
    CHECK_EQ(kept.products[1].iana_id, 292);
    CHECK_EQ(adapters::kept_part_of(json::array()), states::SignUp{});
}

TEST_CASE("machines, lists, our own and repeats are closed with the reason") {
    Desk desk;
    for (const auto* kind : {"auto_reply", "list", "ours"}) {
        const auto mail = desk.listed(desk.take({{"kind", kind}, {"sign_up", sign_up()}}));
        CHECK_EQ(mail.state, "closed");
        CHECK_EQ(mail.reason, kind);
    }
    desk.take({{"message_id", "same@id"}});
    const auto repeat = desk.listed(desk.take({{"message_id", "same@id"}}));
    CHECK_EQ(repeat.state, "closed");
    CHECK_EQ(repeat.reason, "repeated");
    CHECK_EQ(desk.applications_count(), "0");
    CHECK(desk.written.empty());
}

TEST_CASE("what nobody understands waits for a person, and does not hold up the rest") {
    Desk desk;
    const auto question = desk.take({{"kind", "other"}});
    CHECK_EQ(desk.listed(question).state, "unclear");
    CHECK_EQ(desk.open_tasks("mail_unclear"), "1");
    const auto broken = desk.take({{"throws", true}});
    CHECK_EQ(desk.listed(broken).state, "received");
    CHECK_EQ(desk.listed(desk.take(complete_mail())).state, "to_confirm");
    desk.database.advance("1 day");
    for (int i = 0; i < 5; ++i) {
        desk.desk.understand_some(10, std::chrono::seconds{60});
        desk.database.ask("update mails_in set due_at = '-infinity' where state = 'received'");
    }
    CHECK_EQ(desk.listed(broken).state, "unclear");
    CHECK_EQ(desk.listed(broken).reason, "unreadable");

    CHECK_EQ(code_of(desk.desk.dismiss(desk.clerk, question, "  ")), "reason missing");
    desk.done(desk.desk.dismiss(desk.clerk, question, "Answered by phone."));
    CHECK_EQ(desk.listed(question).state, "dismissed");
    CHECK_EQ(desk.open_tasks("mail_unclear"), "1");  // The broken one's.
    CHECK_EQ(code_of(desk.desk.dismiss(desk.clerk, question, "Twice.")), "state mail_settled");
    const auto steps = desk.book.find(question)->steps;
    REQUIRE_EQ(steps.size(), 2);
    CHECK_EQ(steps[1].who, "token:desk");
    CHECK_EQ(steps[1].reason, "Answered by phone.");
}

TEST_CASE("a mail that ends whoever reads it is given to a person in the end") {
    Desk desk;
    const auto deadly = desk.take({{"throws", true}});
    desk.database.ask("update mails_in set due_at = '-infinity', attempts = 30");
    desk.troubles.clear();
    CHECK_EQ(desk.desk.understand_some(10, std::chrono::seconds{60}), 1);
    CHECK(desk.troubles.empty());  // Nobody has read it again.
    CHECK_EQ(desk.listed(deadly).state, "unclear");
    CHECK_EQ(desk.listed(deadly).reason, "unreadable");
}

TEST_CASE("a sign-up waits for a clerk, who opens the application; four eyes then apply") {
    Desk desk;
    const auto mail = desk.take(complete_mail());
    CHECK_EQ(desk.listed(mail).state, "to_confirm");
    CHECK_EQ(desk.open_tasks("mail_to_confirm"), "1");
    CHECK_EQ(desk.applications_count(), "0");
    CHECK(desk.written.empty());

    SUBCASE("only clerks, and who approves looks on") {
        const adapters::Caller approver{.id = "token:y", .roles = {"approver"}};
        CHECK(std::holds_alternative<adapters::Forbidden>(
            desk.desk.confirm(approver, mail, sign_up())));
        CHECK(std::holds_alternative<adapters::Done>(desk.desk.show(approver, mail, "en")));
        const adapters::Caller other{.id = "token:x", .roles = {"finance"}};
        CHECK(
            std::holds_alternative<adapters::Forbidden>(desk.desk.confirm(other, mail, sign_up())));
        CHECK(std::holds_alternative<adapters::Forbidden>(desk.desk.show(other, mail, "en")));
        CHECK(std::holds_alternative<adapters::Forbidden>(desk.desk.list(other, json::object())));
        CHECK(std::holds_alternative<adapters::Result>(desk.desk.raw(other, mail)));
    }
    SUBCASE("as it is, with its attachment") {
        CHECK_EQ(desk.reading.document(paper_id), std::nullopt);
        const auto answer = desk.done(desk.desk.confirm(desk.clerk, mail, sign_up()));
        CHECK_EQ(answer.at("state"), "confirmed");
        const auto reference = answer.at("reference").get<std::string>();
        CHECK_EQ(desk.state(reference), "in_review");
        CHECK_EQ(desk.facts(reference).intake_by, "token:desk");
        CHECK_EQ(desk.facts(reference).sign_up.products[1].document, paper_id);
        CHECK_EQ(desk.reading.document(paper_id)->content, paper);
        CHECK_EQ(desk.open_tasks("mail_to_confirm"), "0");
        // Once, whoever clicks.
        CHECK_EQ(code_of(desk.desk.confirm(desk.colleague, mail, sign_up())), "state mail_settled");
        CHECK_EQ(desk.applications_count(), "1");
    }
    SUBCASE("with what is wrong, it says so and stays") {
        CHECK_EQ(code_of(desk.desk.confirm(desk.clerk, mail, incomplete())),
                 "representative.mobile missing");
        CHECK_EQ(desk.listed(mail).state, "to_confirm");
    }
    SUBCASE("after a crash between the two steps, in the same words or in others") {
        desk.done(desk.desk.confirm(desk.clerk, mail, sign_up()));
        desk.database.ask("update mails_in set state = 'to_confirm', case_id = null");
        auto other = sign_up();
        SUBCASE("same") {
            const auto answer = desk.done(desk.desk.confirm(desk.colleague, mail, other));
            CHECK_EQ(answer.at("state"), "confirmed");
        }
        SUBCASE("others") {
            other["organisation"]["name"] = "Another name";
            CHECK_EQ(code_of(desk.desk.confirm(desk.colleague, mail, other)), "state mail_settled");
        }
        CHECK_EQ(desk.listed(mail).state, "confirmed");
        CHECK_NE(desk.listed(mail).reference, "");
        CHECK_EQ(desk.applications_count(), "1");
    }
}

TEST_CASE("an attachment that is no document names the product that it was for") {
    Desk desk;
    auto given = sign_up();
    given["products"][1]["document"] = adapters::sha256_of("Not a PDF.");
    const auto mail =
        desk.take({{"kind", "sign_up"}, {"sign_up", given}, {"files", {"Not a PDF."}}});
    CHECK_EQ(code_of(desk.desk.confirm(desk.clerk, mail, given)),
             "products[1].document document_no_pdf");
    given["products"][1]["document"] = paper_id;  // Neither attached nor uploaded.
    CHECK_EQ(code_of(desk.desk.confirm(desk.clerk, mail, given)),
             "products[1].document document_unknown");
}

TEST_CASE("without any doubt a sign-up goes by itself, if the registry wants it") {
    Desk desk{{.auto_submit = true}};
    const auto mail = desk.listed(desk.take(complete_mail()));
    CHECK_EQ(mail.state, "confirmed");
    CHECK_EQ(desk.state(mail.reference), "in_review");
    CHECK_EQ(desk.facts(mail.reference).intake_by, "");

    auto doubtful = complete_mail();
    doubtful["doubt"] = true;
    CHECK_EQ(desk.listed(desk.take(doubtful)).state, "to_confirm");
    auto wrong = complete_mail();
    wrong["sign_up"] = incomplete();
    CHECK_EQ(desk.listed(desk.take(wrong)).state, "to_confirm");
    auto locked = complete_mail();
    locked["sign_up"]["products"][1]["document"] = adapters::sha256_of("No PDF.");
    locked["files"] = {"No PDF."};
    CHECK_EQ(desk.listed(desk.take(locked)).state, "to_confirm");
}

TEST_CASE("a reply lands on the application of the mail that it answers") {
    Desk desk;
    const auto reference = desk.reviewed();
    const auto id = reference + "/1/1@registry.example";

    SUBCASE("by the Message-ID") {
        const auto mail = desk.listed(desk.take({{"kind", "reply"}, {"thread", {"x@y", id}}}));
        CHECK_EQ(mail.state, "attached");
        CHECK_EQ(mail.reference, reference);
        CHECK_EQ(mail.reason, "");
        CHECK_EQ(desk.open_tasks("mail_attached"), "1");
    }
    SUBCASE("from somebody else it says so") {
        const auto mail = desk.listed(
            desk.take({{"kind", "reply"}, {"thread", {id}}, {"from", "x@elsewhere.example"}}));
        CHECK_EQ(mail.state, "attached");
        CHECK_EQ(mail.reason, "another_sender");
    }
    SUBCASE("by the reference, from the representative alone") {
        const auto subject = "About " + reference;
        CHECK_EQ(desk.listed(desk.take({{"subject", subject}, {"from", "AN@voorbeeld.example"}}))
                     .reference,
                 reference);
        const auto stranger =
            desk.listed(desk.take({{"subject", subject}, {"from", "x@elsewhere.example"}}));
        CHECK_EQ(stranger.state, "unclear");
        CHECK_EQ(stranger.reference, "");
    }
    SUBCASE("an out-of-office note is closed, beside it") {
        const auto mail = desk.listed(desk.take({{"kind", "auto_reply"}, {"thread", {id}}}));
        CHECK_EQ(mail.state, "closed");
        CHECK_EQ(mail.reference, reference);
    }
    SUBCASE("a clerk can put any mail there") {
        const auto mail = desk.take({{"kind", "other"}});
        CHECK_EQ(code_of(desk.desk.attach(desk.clerk, mail, "A-2026-999999")),
                 "reference application_unknown");
        desk.done(desk.desk.attach(desk.clerk, mail, reference));
        CHECK_EQ(desk.listed(mail).reference, reference);
    }
    const auto letters = desk.desk.letters(someone, reference);
    REQUIRE(letters);
    CHECK_EQ(letters->at("items")[0].at("direction"), "in");  // The sign-up itself.
    CHECK_EQ(letters->at("items")[1].at("direction"), "out");
    CHECK_GE(letters->at("items").size(), 3);
    CHECK_EQ(letters->at("items")[2].at("direction"), "in");
    CHECK_EQ(desk.desk.letters(someone, "A-2026-999999"), std::nullopt);
}

TEST_CASE("the answer to a request for information goes in when a clerk confirms it") {
    Desk desk;
    const auto reference = desk.reviewed();
    const auto id = *desk.reading.find(reference);
    const auto reply =
        desk.take({{"kind", "reply"}, {"thread", {reference + "/1/1@registry.example"}}});
    // Nothing was asked: the workflow says no, for now.
    CHECK(
        std::holds_alternative<adapters::Refused>(desk.desk.confirm(desk.clerk, reply, sign_up())));
    CHECK_EQ(desk.listed(reply).state, "attached");

    const auto asked = desk.engine.submit(
        {.to = id,
         .event = states::event(states::InformationRequested{{{"organisation.name", "Which?"}}}),
         .from = {"token:desk", "clerk"},
         .source = "test",
         .delivery = "1"});
    REQUIRE(asked.kind == engine::Outcome::Kind::decided);
    auto corrected = sign_up();
    corrected["organisation"]["name"] = "Voorbeeld Hosting NV";
    desk.done(desk.desk.confirm(desk.clerk, reply, corrected));
    CHECK_EQ(desk.state(reference), "in_review");
    CHECK_EQ(desk.facts(reference).sign_up.organisation.name, "Voorbeeld Hosting NV");
    CHECK(desk.facts(reference).resubmitted);
    CHECK_EQ(desk.applications_count(), "1");
    CHECK_EQ(desk.listed(reply).state, "confirmed");
}

TEST_CASE("a bounce marks our mail as failed, beside its line, and staff is told") {
    Desk desk;
    const auto reference = desk.reviewed();
    const auto id = reference + "/1/1@registry.example";
    const auto failed = [&] {
        const auto letters = *desk.desk.letters(someone, reference);
        for (const auto& letter : letters.at("items"))
            if (letter.at("message_id") == id) return letter.at("state").get<std::string>();
        return std::string{};
    };
    CHECK_EQ(failed(), "sent");
    SUBCASE("that names it") {
        const auto mail = desk.listed(
            desk.take({{"kind", "bounce"}, {"from", ""}, {"bounced", {{{"message_id", id}}}}}));
        CHECK_EQ(mail.state, "bounce");
        CHECK_EQ(mail.reference, reference);
        CHECK_EQ(failed(), "failed");
        CHECK_EQ(desk.open_tasks("mail_bounce"), "1");
        CHECK_EQ(desk.database.ask("select state from correspondence"), "sent");
        CHECK_THROWS(desk.database.ask("delete from correspondence_failures"));
    }
    SUBCASE("that only answers it") {
        const auto mail = desk.listed(desk.take(
            {{"kind", "bounce"}, {"thread", {id}}, {"bounced", json::array({json::object()})}}));
        CHECK_EQ(mail.state, "bounce");
        CHECK_EQ(failed(), "failed");
    }
    SUBCASE("of a mail that we never sent") {
        const auto mail = desk.listed(
            desk.take({{"kind", "bounce"}, {"bounced", {{{"message_id", "forged@x"}}}}}));
        CHECK_EQ(mail.state, "unclear");
        CHECK_EQ(mail.reason, "bounce_of_unknown");
        CHECK_EQ(failed(), "sent");
    }
}

TEST_CASE("the list pages, and a mail is shown with its sentences") {
    Desk desk;
    for (int i = 0; i < 5; ++i) desk.take({{"kind", "list"}});
    const auto wrong =
        desk.take({{"kind", "sign_up"}, {"sign_up", incomplete()}, {"answerable", false}});
    const auto first = desk.done(desk.desk.list(desk.clerk, {{"limit", "4"}}));
    CHECK_EQ(first.at("items").size(), 4);
    const auto rest =
        desk.done(desk.desk.list(desk.clerk, {{"limit", "4"}, {"cursor", first.at("next")}}));
    CHECK_EQ(rest.at("items").size(), 2);
    CHECK_EQ(rest.at("next"), nullptr);
    CHECK_EQ(desk.done(desk.desk.list(desk.clerk, {{"state", "closed"}})).at("items").size(), 5);
    CHECK_EQ(code_of(desk.desk.list(desk.clerk, {{"state", "lost"}})), "state unknown_state");
    CHECK_EQ(code_of(desk.desk.list(desk.clerk, {{"sort", "x"}})), "sort unknown_field");

    const auto shown = desk.done(desk.desk.show(desk.clerk, wrong, "nl"));
    const auto& problems = shown.at("reading").at("problems");
    REQUIRE_EQ(problems.size(), 2);
    CHECK_EQ(problems[1].at("code"), "vat_check_digits");
    CHECK_NE(problems[1].at("detail").get<std::string>().find("controlecijfers"),
             std::string::npos);
    CHECK_FALSE(problems[1].contains("values"));
    CHECK(std::holds_alternative<adapters::NotFound>(desk.desk.show(desk.clerk, 999, "nl")));
    CHECK_EQ(json::parse(std::get<std::string>(desk.desk.raw(desk.clerk, wrong))).at("kind"),
             "sign_up");
}

TEST_CASE("what came stays as it came") {
    Desk desk;
    desk.take({{"kind", "other"}});
    CHECK_THROWS(desk.database.ask("update mails_in set raw = 'x'"));
    CHECK_THROWS(desk.database.ask("delete from mails_in"));
    CHECK_THROWS(desk.database.ask("update mail_steps set who = 'x'"));
    CHECK_THROWS(desk.database.ask("delete from mail_steps"));
}

}  // namespace desk_test
