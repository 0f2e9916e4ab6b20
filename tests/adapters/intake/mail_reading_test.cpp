#include "adapters/intake/mail_reading.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <random>
#include <string>
#include <vector>

#include "adapters/base64.hpp"
#include "adapters/config/catalogue.hpp"
#include "tests/golden.hpp"
#include "tests/shared_data.hpp"
#include "tests/times.hpp"

namespace mail_reading_test {

using intake::Confidence;
using intake::Kind;
using intake::MailReading;
using intake::PaperRole;
using tests::times;

namespace {

const std::string folder = "tests/adapters/intake/mails/";

const states::Catalogue& catalogue() {
    static const auto built_in = std::get<states::Catalogue>(config::load_catalogue({}));
    return built_in;
}

MailReading read(std::string_view raw) {
    return intake::read_mail(
        raw, catalogue(),
        {.addresses = {"onboarding@registry.example"}, .id_domain = "registry.example"});
}

MailReading read_file(const std::string& name) { return read(tests::read_file(folder + name)); }

std::vector<std::string> mails() {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator{folder})
        if (entry.path().extension() == ".eml") names.push_back(entry.path().stem().string());
    std::ranges::sort(names);
    return names;
}

// What is used of a field, and how sure it is: "Voorbeeld Hosting BV (sure)".
std::string used(const MailReading& reading, std::string_view field) {
    for (const auto& proposal : reading.proposals)
        if (proposal.field == field && proposal.used)
            return (proposal.value.is_string() ? proposal.value.get<std::string>()
                                               : proposal.value.dump()) +
                   " (" + std::string{intake::name_of(proposal.confidence)} + ")";
    return {};
}

bool doubts(const MailReading& reading, std::string_view code) {
    return std::ranges::any_of(reading.doubts,
                               [&](const intake::Doubt& doubt) { return doubt.code == code; });
}

std::string headers(const std::string& more) {
    return "From: An Peeters <an@voorbeeld.example>\r\nTo: onboarding@registry.example\r\n"
           "Subject: Sign-up as registrar\r\nMessage-ID: <big@voorbeeld.example>\r\n" +
           more + "\r\n";
}

const std::string form =
    "Company: Voorbeeld Hosting BV\r\nVAT: BE0123456749\r\nCity: Leuven\r\nProducts: .be\r\n";

}  // namespace

TEST_CASE("written mails are read as we say they are") {
    const auto all = mails();
    CHECK_GE(all.size(), 60);
    for (const auto& name : all) {
        CAPTURE(name);
        auto view = intake::view_of(read_file(name + ".eml"));
        tests::check_golden(folder + name + ".json", view.dump(2) + "\n");
    }
}

TEST_CASE("a complete form is a sign-up that nobody need touch, in any language and layout") {
    for (const auto* name : {"en_clean",
                             "nl_clean",
                             "fr_clean",
                             "fr_iso_8859_15",
                             "nl_no_charset",
                             "fr_quoted_printable",
                             "nl_base64",
                             "en_any_order",
                             "en_tabs",
                             "trilingual_form",
                             "en_html_table",
                             "fr_html_divs",
                             "nl_html_layout_table",
                             "en_html_wide_table",
                             "en_pipe_table",
                             "alternative_html_better",
                             "alternative_plain_and_html",
                             "nested_direct_with_raa",
                             "forwarded_inline",
                             "forwarded_outlook_nl",
                             "forwarded_apple_fr",
                             "quoted_form_below",
                             "answers_in_quote",
                             "labels_and_values_on_lines",
                             "several_on_a_line",
                             "auto_submitted_no",
                             "our_own_group",
                             "utf16",
                             "flowed",
                             "messy_fr"}) {
        CAPTURE(name);
        const auto reading = read_file(std::string{name} + ".eml");
        CHECK_EQ(intake::name_of(reading.kind), "sign_up");
        for (const auto& problem : reading.problems)
            FAIL_CHECK(problem.field << " " << problem.code);
        for (const auto& doubt : reading.doubts)
            FAIL_CHECK(doubt.field << " " << doubt.code << " " << doubt.detail);
        CHECK(reading.may_be_answered());
    }
}

TEST_CASE("what a mail lacks is named, field by field") {
    const auto reading = read_file("partial_en.eml");
    CHECK_EQ(reading.kind, Kind::sign_up);
    std::vector<std::string> missing;
    for (const auto& problem : reading.problems) missing.push_back(problem.field);
    for (const auto* field : {"organisation.address.street", "organisation.address.country",
                              "representative.phone", "representative.mobile", "prepayment"})
        CHECK_NE(std::ranges::find(missing, field), missing.end());
    CHECK_EQ(used(reading, "organisation.name"), "Voorbeeld Hosting BV (sure)");
    CHECK_FALSE(reading.complete());
}

TEST_CASE("a value names the place that it is from") {
    const auto reading = read_file("en_clean.eml");
    const auto vat =
        std::ranges::find(reading.proposals, "organisation.vat_number", &intake::Proposal::field);
    REQUIRE_NE(vat, reading.proposals.end());
    CHECK_EQ(vat->value, "BE 0123.456.749");
    CHECK_EQ(vat->origin.part, "1 text/plain");
    CHECK_EQ(vat->origin.line, 16);
    CHECK_EQ(vat->origin.excerpt, "VAT number: BE 0123.456.749");
}

TEST_CASE("every letter stays") {
    const auto reading = read_file("nl_clean.eml");
    CHECK_EQ(used(reading, "organisation.name"), "Café Ångström België NV (sure)");
    CHECK_EQ(used(reading, "representative.first_name"), "Żaneta (sure)");
    CHECK_EQ(used(reading, "representative.last_name"), "D'Haese-Łukasiewicz (sure)");
    CHECK_EQ(used(read_file("trilingual_form.eml"), "representative.last_name"), "Groß (sure)");
    CHECK_EQ(used(read_file("fr_iso_8859_15.eml"), "organisation.name"),
             "Œuvres Étoilées SRL (sure)");
}

TEST_CASE("a signature and a sentence are believed less than a label") {
    const auto prose = read_file("prose_en.eml");
    CHECK_EQ(prose.kind, Kind::sign_up);
    CHECK_EQ(used(prose, "organisation.vat_number"), "BE 0123.456.749 (likely)");
    CHECK_EQ(used(prose, "organisation.name"), "Voorbeeld Hosting BV (doubtful)");
    CHECK_EQ(used(prose, "representative.phone"), "+32 16 28 49 70 (doubtful)");
    CHECK(doubts(prose, "unsure_origin"));
    const auto question = read_file("signature_only.eml");
    CHECK_EQ(question.kind, Kind::other);
}

TEST_CASE("two values for one field are a question for a person") {
    const auto reading = read_file("contradictions.eml");
    CHECK(doubts(reading, "several_values"));
    CHECK_EQ(used(reading, "organisation.vat_number"), "BE 0123.456.749 (doubtful)");
    CHECK_FALSE(reading.complete());
}

TEST_CASE("attachments become documents by their role") {
    const auto direct = read_file("nested_direct_with_raa.eml");
    const auto raa =
        std::ranges::find(direct.attachments, PaperRole::raa, &intake::Attachment::role);
    REQUIRE_NE(raa, direct.attachments.end());
    CHECK_EQ(direct.sign_up["products"][1]["document"], raa->id);
    CHECK_EQ(direct.sign_up["products"][2]["document"], raa->id);
    CHECK_FALSE(direct.sign_up["products"][0].contains("document"));

    const auto both = read_file("two_roles_two_ids.eml");
    REQUIRE_EQ(both.sign_up["products"].size(), 2);
    CHECK_EQ(both.sign_up["products"][0]["role"], "direct");
    CHECK_EQ(both.sign_up["products"][0]["iana_id"], 292);
    CHECK_EQ(both.sign_up["products"][1]["role"], "reseller");
    CHECK_EQ(both.sign_up["products"][1]["iana_id"], 1052);
    CHECK_NE(both.sign_up["products"][0]["document"], both.sign_up["products"][1]["document"]);

    CHECK(doubts(read_file("paper_is_word.eml"), "paper_no_pdf"));
    for (const auto& attachment : read_file("encoded_file_names.eml").attachments)
        CHECK_EQ(attachment.file_name.find('/'), std::string::npos);
}

TEST_CASE("winmail.dat is opened, and kept when it is broken") {
    const auto whole = read_file("winmail.eml");
    REQUIRE_EQ(whole.attachments.size(), 1);
    CHECK_EQ(whole.attachments[0].file_name, "Reseller contract (getekend).pdf");
    CHECK(whole.attachments[0].is_pdf);
    CHECK_EQ(used(whole, "organisation.name"), "Voorbeeld Hosting BV (sure)");
    const auto cut = read_file("winmail_cut.eml");
    CHECK(doubts(cut, "mail_winmail_broken"));
    CHECK(std::ranges::any_of(cut.attachments, [](const auto& attachment) {
        return attachment.file_name == "winmail.dat";
    }));
}

TEST_CASE("machines, lists and loops never open an application, nor get an answer") {
    const std::vector<std::pair<std::string, Kind>> expected = {
        {"auto_reply", Kind::auto_reply},
        {"auto_reply_unmarked_nl", Kind::auto_reply},
        {"auto_reply_x_autoreply", Kind::auto_reply},
        {"auto_reply_precedence", Kind::auto_reply},
        {"read_receipt", Kind::auto_reply},
        {"delivered_dsn", Kind::auto_reply},
        {"mailing_list", Kind::list},
        {"newsletter", Kind::list},
        {"loop_from_us", Kind::ours},
        {"loop_message_id", Kind::ours},
        {"bounce_dsn", Kind::bounce},
        {"bounce_qmail", Kind::bounce}};
    for (const auto& [name, kind] : expected) {
        CAPTURE(name);
        const auto reading = read_file(name + ".eml");
        CHECK_EQ(intake::name_of(reading.kind), intake::name_of(kind));
        CHECK_FALSE(reading.may_be_answered());
        CHECK_FALSE(reading.complete());
        CHECK(reading.sign_up.is_null());
        CHECK_FALSE(reading.why.empty());
    }
}

TEST_CASE("a bounce names the mail of ours, the recipient and the status") {
    struct Expected {
        std::string name;
        std::string recipient;
        std::string status;
        bool permanent;
    };
    const std::vector<Expected> all = {
        {"bounce_dsn", "an@voorbeeld.example", "5.1.1", true},
        {"bounce_dsn_delayed", "an@voorbeeld.example", "4.4.1", false},
        {"bounce_dsn_two_recipients", "an@voorbeeld.example", "5.2.2", true},
        {"bounce_qmail", "an@voorbeeld.example", "5.1.1", true},
        {"bounce_exim", "an@voorbeeld.example", "", true},
        {"bounce_exchange_nl", "an@voorbeeld.example", "5.1.10", true},
        {"bounce_warning_unstructured", "an@voorbeeld.example", "4.4.2", false}};
    for (const auto& expected : all) {
        CAPTURE(expected.name);
        const auto reading = read_file(expected.name + ".eml");
        CHECK_EQ(intake::name_of(reading.kind), "bounce");
        REQUIRE_EQ(reading.bounced.size(), 1);
        CHECK_EQ(reading.bounced[0].message_id, "A-2026-000123/7/1@registry.example");
        CHECK_EQ(reading.bounced[0].recipient, expected.recipient);
        CHECK_EQ(reading.bounced[0].status, expected.status);
        CHECK_EQ(reading.bounced[0].permanent, expected.permanent);
    }
}

TEST_CASE("a reply to a mail of ours brings what it adds") {
    const auto reading = read_file("reply_to_ours.eml");
    CHECK_EQ(reading.kind, Kind::reply);
    CHECK_EQ(reading.in_reply_to, "A-2026-000123/7/1@registry.example");
    CHECK_EQ(used(reading, "representative.mobile"), "+32 497 11 11 11 (sure)");
    CHECK_EQ(used(reading, "organisation.vat_number"), "BE 0123.456.749 (sure)");
    CHECK_EQ(reading.text.find("ontbreekt"), std::string::npos);
    CHECK_EQ(read_file("reference_in_subject.eml").reference, "A-2026-000042");
}

TEST_CASE("mails of others are read as they are") {
    struct Sample {
        std::string file;
        Kind kind;
    };
    const std::vector<Sample> samples = {{"data/mail/nodemailer/mixed.eml", Kind::other},
                                         {"data/mail/nodemailer/delivery-status.eml", Kind::bounce},
                                         {"data/mail/bounces/rfc3464-01.eml", Kind::bounce},
                                         {"data/mail/stalwart/legacy/000.eml", Kind::other},
                                         {"data/mail/stalwart/legacy/001.eml", Kind::other}};
    for (const auto& [file, kind] : samples) {
        CAPTURE(file);
        const auto raw = tests::shared_text(file);
        if (!raw) continue;
        CHECK_EQ(intake::name_of(read(*raw).kind), intake::name_of(kind));
    }
    if (const auto raw = tests::shared_text("data/mail/bounces/rfc3464-01.eml")) {
        const auto reading = read(*raw);
        REQUIRE_EQ(reading.bounced.size(), 1);
        CHECK_EQ(reading.bounced[0].message_id, "E1C50F1B-1C83-4820-BC36-AC6FBFBE8568@example.org");
        CHECK_EQ(reading.bounced[0].recipient, "userunknown@bouncehammer.jp");
        CHECK_EQ(reading.bounced[0].status, "5.1.1");
        CHECK(reading.bounced[0].permanent);
    }
    if (const auto raw = tests::shared_text("data/mail/nodemailer/delivery-status.eml")) {
        const auto reading = read(*raw);
        REQUIRE_EQ(reading.bounced.size(), 1);
        CHECK_EQ(reading.bounced[0].message_id, "xxxxx@email.amazonses.com");
        CHECK_EQ(reading.bounced[0].recipient, "xxxx@xxxx.com");
    }
    if (const auto raw = tests::shared_text("data/mail/stalwart/legacy/000.eml")) {
        const auto reading = read(*raw);
        CHECK_EQ(reading.subject, "Test message from Microsoft Outlook 00");
        REQUIRE_EQ(reading.attachments.size(), 1);
        CHECK_EQ(reading.attachments[0].file_name, "redball.png");
    }
    if (const auto raw = tests::shared_text("data/mail/stalwart/legacy/001.eml")) {
        const auto reading = read(*raw);  // UTF-7, in headers and in the text.
        CHECK_EQ(reading.subject, "Die Hasen und die Frösche (Microsoft Outlook 00)");
        CHECK_NE(reading.text.find("über ihre mißliche Lage"), std::string::npos);
    }
}

TEST_CASE("twenty megabytes are read, and what no mailbox takes is refused without reading it") {
    const std::string pdf = "%PDF-1.4\n" + std::string(15'000'000, 'x');
    auto encoded = adapters::base64(pdf);
    auto raw = headers("Content-Type: multipart/mixed; boundary=b\r\n");
    raw += "--b\r\nContent-Type: text/plain\r\n\r\n" + form +
           "\r\n--b\r\nContent-Type: application/pdf; name=RAA.pdf\r\n"
           "Content-Transfer-Encoding: base64\r\n\r\n";
    for (std::size_t at = 0; at < encoded.size(); at += 76)
        raw.append(encoded, at, 76).append("\r\n");
    raw += "--b--\r\n";
    CHECK_GT(raw.size(), 20'000'000);
    const auto reading = read(raw);
    CHECK_EQ(reading.kind, Kind::sign_up);
    REQUIRE_EQ(reading.attachments.size(), 1);
    CHECK_EQ(reading.attachments[0].content.size(), pdf.size());
    CHECK_EQ(reading.attachments[0].role, PaperRole::raa);

    raw.resize(intake::mail_size_max + 1, 'x');
    const auto refused = read(raw);
    CHECK(doubts(refused, "mail_too_large"));
    CHECK_EQ(refused.message_id, "big@voorbeeld.example");
    CHECK_FALSE(refused.complete());
}

TEST_CASE("mails that are made to stop us are read within their limits") {
    std::string nested = headers("Content-Type: multipart/mixed; boundary=b0\r\n");
    for (int i = 0; i < 5000; ++i) {
        const auto n = std::to_string(i);
        nested += "--b" + n + "\r\nContent-Type: multipart/mixed; boundary=b" +
                  std::to_string(i + 1) + "\r\n\r\n";
    }
    CHECK(doubts(read(nested), "mail_too_many_parts"));

    std::string messages = headers("Content-Type: message/rfc822\r\n");
    for (int i = 0; i < 2000; ++i) messages += "Content-Type: message/rfc822\r\n\r\n";
    CHECK(doubts(read(messages + form), "mail_too_many_parts"));

    std::string parts = headers("Content-Type: multipart/mixed; boundary=b\r\n");
    for (int i = 0; i < 200'000; ++i) parts += "--b\r\n\r\n";
    CHECK(doubts(read(parts), "mail_too_many_parts"));

    CHECK(doubts(read(headers("Cc: " + times(100'000, "g:") + "\r\n") + form),
                 "mail_headers_too_long"));
    CHECK(doubts(read(headers("Subject: " + times(20'000, "=?utf-8?q?a") + "\r\n") + form),
                 "mail_headers_too_long"));
    // In a mail that is attached, too, over lines and one by one.
    const auto attached = headers("Content-Type: message/rfc822\r\n");
    for (const auto& inside :
         {"Cc: " + times(50'000, "g:\r\n ") + "\r\n", "Cc: " + times(100'000, "g:") + "\r\n",
          "Subject: " + times(50'000, "=?utf-8?q?a") + "\r\n",
          times(20'000, "X-A: =?utf-8?q?a\r\n")})
        CHECK(doubts(read(attached + inside + "\r\n" + form), "mail_too_many_parts"));

    std::string many = headers("Content-Type: text/plain\r\n");
    std::string lots = "X-A: b\r\n";
    std::string heads;
    for (int i = 0; i < 200'000; ++i) heads += lots;
    CHECK(doubts(read(heads + many + form), "mail_headers_too_long"));

    for (const std::string piece : {"<table><tr><td>",
                                    "<!--",
                                    "<script>",
                                    "<blockquote>",
                                    "&",
                                    "<a \"",
                                    "</td>",
                                    "[x]",
                                    "> > > >",
                                    "Company: ",
                                    "a@",
                                    "+32 ",
                                    "\t",
                                    "IANA ",
                                    ".be ",
                                    "On 1 wrote:\n",
                                    "Thanks\n",
                                    "From: a@b\nTo: b\nDate: c\n",
                                    "BE",
                                    "Company:\n",
                                    "\xC3\xA9",
                                    "e\xCC\x81",
                                    "1)",
                                    "\xCC\x81\xCC\xA3"}) {
        CAPTURE(piece);
        std::string text;
        while (text.size() < 300'000) text += piece;
        const auto plain = read(headers("Content-Type: text/plain; charset=utf-8\r\n") + text);
        CHECK_EQ(plain.message_id, "big@voorbeeld.example");
        const auto list =
            read(headers("Content-Type: text/plain\r\n") + "Products:\n" + text + text);
        CHECK_EQ(list.message_id, "big@voorbeeld.example");
        const auto html = read(headers("Content-Type: text/html; charset=utf-8\r\n") + text);
        CHECK_EQ(html.message_id, "big@voorbeeld.example");
    }
}

TEST_CASE("of very much text the beginning is read, however it is divided") {
    const auto filling = times(30'000, "some words\n");
    std::string mail = headers("Content-Type: multipart/mixed; boundary=b\r\n");
    for (int i = 0; i < 8; ++i) mail += "--b\r\nContent-Type: text/plain\r\n\r\n" + form + filling;
    CHECK_FALSE(doubts(read(headers("") + form + filling), "mail_text_too_long"));
    const auto reading = read(mail + "--b--\r\n");
    CHECK(doubts(reading, "mail_text_too_long"));
    CHECK_EQ(reading.kind, Kind::sign_up);
}

TEST_CASE("no mail can crash it: every written one cut, flipped and shuffled") {
    std::mt19937 chance{20261124};
    const auto any = [&](std::size_t below) {
        return std::uniform_int_distribution<std::size_t>{0, below - 1}(chance);
    };
    int readings = 0;
    for (const auto& name : mails()) {
        const auto raw = tests::read_file(folder + name + ".eml");
        if (raw.empty()) continue;
        for (int round = 0; round < 8; ++round) {
            auto broken = raw;
            if (round % 3 == 0) broken.resize(any(raw.size()));
            const auto flips = broken.empty() ? 0 : any(20);
            for (std::size_t i = 0; i < flips; ++i)
                broken[any(broken.size())] = static_cast<char>(any(256));
            if (round % 2 == 1 && broken.size() > 10) {
                const auto at = any(broken.size());
                broken += broken.substr(at / 2, at);
            }
            const auto reading = read(broken);
            // It can be written down, which bytes that are no UTF-8 would not let it.
            CHECK_FALSE(intake::view_of(reading).dump().empty());
            ++readings;
        }
    }
    CHECK_GT(readings, 400);
}

}  // namespace mail_reading_test
