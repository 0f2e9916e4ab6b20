// Mail to the registry, all the way: a real IMAP server, the whole program, a clerk by the API, and
// the mails that applicants get.

#include <doctest/doctest.h>
#include <httplib.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "adapters/base64.hpp"
#include "adapters/scratch_folder.hpp"
#include "examples/simulators/blank_pdf.hpp"
#include "tests/adapters/imap/dovecot.hpp"
#include "tests/faults/neighbourhood.hpp"
#include "tests/faults/server.hpp"

namespace mailbox_test {

namespace {

using nlohmann::json;
using tests::Dovecot;

constexpr auto form =
    "Organisation: Voorbeeld Hosting BV\r\n"
    "Street: Philipssite 5\r\n"
    "Postal code: 3001\r\n"
    "City: Leuven\r\n"
    "Country: BE\r\n"
    "VAT number: BE0123456749\r\n"
    "Website: https://voorbeeld.example\r\n"
    "First name: An\r\n"
    "Last name: Peeters\r\n"
    "E-mail: an@voorbeeld.example\r\n"
    "Phone: +32.16284970\r\n"
    "Mobile: +32 497 11 11 11\r\n"
    "Contract language: EN\r\n"
    "Prepayment: EUR 2,500.00\r\n"
    "Standing order: no\r\n"
    "Products: .be\r\n";

std::string without_line(const std::string& text, const std::string& begin) {
    const auto from = text.find(begin);
    REQUIRE_NE(from, std::string::npos);
    auto rest = text;
    return rest.erase(from, text.find("\r\n", from) + 2 - from);
}

std::string mail(const std::string& id, const std::string& subject, const std::string& text,
                 const std::string& more_headers = "") {
    return "Return-Path: <an@voorbeeld.example>\r\nFrom: An Peeters <an@voorbeeld.example>\r\n"
           "To: onboarding@registry.example\r\nDate: Sat, 28 Nov 2026 08:00:00 +0100\r\n"
           "Message-ID: <" +
           id + ">\r\nSubject: " + subject + "\r\n" + more_headers +
           "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + text;
}

std::string with_file(const std::string& whole, const std::string& pdf) {
    const auto end_of_head = whole.find("\r\n\r\n");
    auto head = whole.substr(0, end_of_head);
    const std::string plain = "Content-Type: text/plain; charset=utf-8";
    head.replace(head.find(plain), plain.size(), "Content-Type: multipart/mixed; boundary=\"b\"");
    return head + "\r\n\r\n--b\r\n" + plain + "\r\n\r\n" + whole.substr(end_of_head + 4) +
           "\r\n--b\r\nContent-Type: application/pdf; name=\"paper.pdf\"\r\n"
           "Content-Disposition: attachment; filename=\"paper.pdf\"\r\n"
           "Content-Transfer-Encoding: base64\r\n\r\n" +
           adapters::base64(pdf) + "\r\n--b--\r\n";
}

std::string bounce_of(const std::string& message_id) {
    return "Return-Path: <>\r\nFrom: Mail Delivery System <MAILER-DAEMON@voorbeeld.example>\r\n"
           "To: onboarding@registry.example\r\nMessage-ID: <bounce@voorbeeld.example>\r\n"
           "Subject: Undelivered Mail Returned to Sender\r\nAuto-Submitted: auto-replied\r\n"
           "MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; "
           "boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nIt did not arrive.\r\n"
           "--b\r\nContent-Type: message/delivery-status\r\n\r\n"
           "Reporting-MTA: dns; mail.voorbeeld.example\r\n\r\n"
           "Final-Recipient: rfc822; an@voorbeeld.example\r\nAction: failed\r\nStatus: 5.1.1\r\n"
           "Diagnostic-Code: smtp; 550 5.1.1 No such user\r\n\r\n"
           "--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <" +
           message_id + ">\r\nSubject: Ours\r\n\r\n--b--\r\n";
}

class Registry {
public:
    Registry() {
        auto keys = neighbours_.keys();
        keys["data"] = scratch_ / "data";
        keys["imap.url"] = dovecot_.url();
        keys["imap.user"] = Dovecot::user;
        keys["imap.password_file"] = scratch_.write("password", Dovecot::password);
        keys["imap.every"] = "1";
        tests::write_config(config(), keys);
        server_.start();
        neighbours_.send_news_to(server_.url());
        token_ = tests::new_token(config(), "desk", {"clerk"});
        approver_ = tests::new_token(config(), "head", {"approver"});
    }
    ~Registry() { server_.stop(); }

    const Dovecot& dovecot() const { return dovecot_; }
    void deliver(const std::string& raw) { dovecot_.deliver(raw); }

    json ask(const std::string& path) const {
        const auto result = client().Get("/api/v1" + path, head());
        REQUIRE_MESSAGE(result, server_.last_words());
        REQUIRE_MESSAGE(result->status == 200, result->body);
        return json::parse(result->body);
    }
    std::string raw(const std::string& mail) const {
        return client().Get("/api/v1/intake/" + mail + "/raw", head())->body;
    }
    httplib::Result post(const std::string& path, const json& body,
                         bool as_approver = false) const {
        return client().Post("/api/v1" + path, head(as_approver), body.dump(), "application/json");
    }

    // The mail of this subject in this state; waits for it.
    json wait_for(const std::string& subject, const std::string& state) const {
        json found;
        for (int i = 0; i < 600; ++i, Dovecot::rest()) {
            found = ask("/intake");
            for (const auto& item : found.at("items"))
                if (item.at("subject") == subject && item.at("state") == state)
                    return ask("/intake/" + item.at("id").get<std::string>());
        }
        FAIL("no mail '" << subject << "' is " << state << ": " << found.dump() << '\n'
                         << server_.last_words());
        return {};
    }
    // Of our mails those that say it; waits for the first.
    std::vector<std::string> sent(const std::string& words) const {
        std::vector<std::string> found;
        for (int i = 0; i < 600 && found.empty(); ++i, Dovecot::rest())
            for (const auto& entry :
                 std::filesystem::directory_iterator{scratch_ / "neighbours/mails"})
                if (entry.path().extension() == ".eml")
                    if (auto text = tests::read_file(entry.path());
                        text.find(words) != std::string::npos)
                        found.push_back(std::move(text));
        REQUIRE_MESSAGE(!found.empty(), "no mail says: " << words);
        return found;
    }

private:
    std::string config() const { return scratch_ / "doorstep.toml"; }
    httplib::Client client() const { return httplib::Client{server_.url()}; }
    httplib::Headers head(bool as_approver = false) const {
        return {{"Authorization", "Bearer " + (as_approver ? approver_ : token_)}};
    }
    static std::filesystem::path made(const std::filesystem::path& folder) {
        std::filesystem::create_directory(folder);
        return folder;
    }

    const adapters::ScratchFolder scratch_{"mailbox"};
    Dovecot dovecot_;
    const tests::Neighbourhood neighbours_{made(scratch_ / "neighbours")};
    tests::Server server_{config(), scratch_ / "log"};
    std::string token_;
    std::string approver_;
};

std::string header_of(const std::string& mail, const std::string& name) {
    const auto at = mail.find("\r\n" + name + ": ");
    if (at == std::string::npos) return {};
    const auto from = at + name.size() + 4;
    return mail.substr(from, mail.find("\r\n", from) - from);
}

std::string id_of(const std::string& mail) {
    const auto id = header_of(mail, "Message-ID");
    return id.size() > 2 ? id.substr(1, id.size() - 2) : "";
}

}  // namespace

TEST_CASE("a sign-up by mail becomes an application, and what comes back finds it") {
    Registry registry;
    const auto pdf = simulators::blank_pdf("by mail");
    const auto whole = with_file(mail("sign-up@voorbeeld.example", "We want to join", form), pdf);
    registry.deliver(whole);
    const auto shown = registry.wait_for("We want to join", "to_confirm");
    CAPTURE(shown.dump());
    const auto id = shown.at("id").get<std::string>();
    CHECK_EQ(registry.raw(id), whole);
    const auto& reading = shown.at("reading");
    CHECK_EQ(reading.at("problems"), json::array());
    REQUIRE_EQ(reading.at("attachments").size(), 1);
    auto sign_up = reading.at("sign_up");
    CHECK_EQ(sign_up.at("organisation").at("vat_number"), "BE0123456749");

    // A clerk corrects a letter, and names the attachment for a second product.
    sign_up["organisation"]["name"] = "Voorbeeld Hosting B.V.";
    sign_up["products"].push_back({{"name", ".brussels"},
                                   {"role", "reseller"},
                                   {"iana_id", 292},
                                   {"document", reading.at("attachments")[0].at("id")}});
    const auto confirmed = registry.post("/intake/" + id + "/confirm", {{"sign_up", sign_up}});
    REQUIRE_MESSAGE(confirmed->status == 200, confirmed->body);
    const auto reference = json::parse(confirmed->body).at("reference").get<std::string>();
    const auto application = registry.ask("/applications/" + reference);
    CHECK_EQ(application.at("state"), "in_review");
    CHECK_EQ(registry.post("/intake/" + id + "/confirm", {{"sign_up", sign_up}})->status, 422);
    for (int i = 0; i < 200 && registry.dovecot().count("To people") == 0; ++i) Dovecot::rest();
    CHECK_EQ(registry.dovecot().count("To people"), 1);
    CHECK_EQ(registry.dovecot().count(), 0);

    // Our mail is answered by a machine, by a person, and by a mail server that has no such user.
    const auto received = registry.sent("Subject: We have received").front();
    const auto ours = id_of(received);
    registry.deliver(mail("away@voorbeeld.example", "Out of office", "I am away.\r\n",
                          "Auto-Submitted: auto-replied\r\nIn-Reply-To: <" + ours + ">\r\n"));
    CHECK_EQ(registry.wait_for("Out of office", "closed").at("reason"), "auto_reply");
    registry.deliver(mail("reply@voorbeeld.example", "Re: received", "A question.\r\n",
                          "In-Reply-To: <" + ours + ">\r\n"));
    CHECK_EQ(registry.wait_for("Re: received", "attached").at("reference"), reference);
    registry.deliver(bounce_of(ours));
    CHECK_EQ(registry.wait_for("Undelivered Mail Returned to Sender", "bounce").at("reference"),
             reference);
    bool failed = false;
    int in = 0;
    const auto letters = registry.ask("/applications/" + reference + "/correspondence");
    for (const auto& letter : letters.at("items")) {
        failed |= letter.at("message_id") == ours && letter.at("state") == "failed";
        in += letter.at("direction") == "in" ? 1 : 0;
    }
    CHECK(failed);
    CHECK_EQ(in, 4);
    CHECK_EQ(registry.ask("/applications").at("items").size(), 1);

    // Asked for more, the applicant answers by mail, and the clerk sends the answer in.
    const auto asked = registry.post(
        "/applications/" + reference + "/events",
        {{"event", "information_requested"},
         {"data", {{"items", {{{"field", "organisation.name"}, {"text", "Which is it?"}}}}}}},
        true);
    REQUIRE_MESSAGE(asked->status == 200, asked->body);
    const auto question = registry.sent("Subject: We need something more").front();
    registry.deliver(mail("answer@voorbeeld.example", "Re: more", "It is NV.\r\n",
                          "In-Reply-To: <" + id_of(question) + ">\r\n"));
    const auto answer = registry.wait_for("Re: more", "attached");
    sign_up["organisation"]["name"] = "Voorbeeld Hosting NV";
    const auto answered = registry.post(
        "/intake/" + answer.at("id").get<std::string>() + "/confirm", {{"sign_up", sign_up}});
    REQUIRE_MESSAGE(answered->status == 200, answered->body);
    const auto now = registry.ask("/applications/" + reference);
    CHECK_EQ(now.at("state"), "in_review");
}

TEST_CASE("what a sign-up by mail lacks goes back to its sender, once") {
    Registry registry;
    registry.deliver(mail("short@voorbeeld.example", "Sign-up",
                          without_line(without_line(form, "Mobile"), "VAT number")));
    const auto shown = registry.wait_for("Sign-up", "to_confirm");
    CAPTURE(shown.dump());
    const auto reference = shown.at("reference").get<std::string>();
    const auto answers = registry.sent("In-Reply-To: <short@voorbeeld.example>");
    REQUIRE_EQ(answers.size(), 1);
    const auto& answer = answers.front();
    CHECK_EQ(header_of(answer, "Auto-Submitted"), "auto-replied");
    CHECK_EQ(header_of(answer, "References"), "<short@voorbeeld.example>");
    CHECK_EQ(header_of(answer, "To").find("an@voorbeeld.example"), 0);
    CHECK_NE(answer.find("VAT number"), std::string::npos);
    CHECK_NE(answer.find("Mobile"), std::string::npos);
    CHECK_NE(answer.find(reference), std::string::npos);

    // The same mail again, an out-of-office note to our answer, and what is missing.
    registry.deliver(mail("short@voorbeeld.example", "Again",
                          without_line(without_line(form, "Mobile"), "VAT number")));
    CHECK_EQ(registry.wait_for("Again", "closed").at("reason"), "repeated");
    registry.deliver(
        mail("away@voorbeeld.example", "Out of office", "I am away.\r\n",
             "Auto-Submitted: auto-replied\r\nIn-Reply-To: <" + id_of(answer) + ">\r\n"));
    registry.wait_for("Out of office", "closed");
    registry.deliver(mail("rest@voorbeeld.example", "Re: not complete",
                          "VAT number: BE0123456749\r\nMobile: +32 497 11 11 11\r\n",
                          "In-Reply-To: <" + id_of(answer) + ">\r\n"));
    const auto rest = registry.wait_for("Re: not complete", "attached");
    CHECK_EQ(rest.at("reference"), reference);
    CHECK_EQ(registry.sent("an@voorbeeld.example").size(), 1);  // That one answer, and no other.

    auto sign_up = shown.at("reading").at("sign_up");
    sign_up["organisation"]["vat_number"] = "BE0123456749";
    sign_up["representative"]["mobile"] = "+32 497 11 11 11";
    const auto confirmed = registry.post("/intake/" + rest.at("id").get<std::string>() + "/confirm",
                                         {{"sign_up", sign_up}});
    REQUIRE_MESSAGE(confirmed->status == 200, confirmed->body);
    CHECK_EQ(registry.ask("/applications/" + reference).at("state"), "in_review");
    CHECK_EQ(registry.ask("/applications").at("items").size(), 1);
}

}  // namespace mailbox_test
