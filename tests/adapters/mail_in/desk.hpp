// The clerks' desk on a real database with the real workflow, and a reader of mails that a test
// writes as JSON.

#pragma once

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "adapters/mail_answering.hpp"
#include "adapters/mail_desk.hpp"
#include "adapters/postgres/archive.hpp"
#include "adapters/postgres/correspondence.hpp"
#include "adapters/postgres/link_book.hpp"
#include "adapters/postgres/mail_book.hpp"
#include "adapters/postgres/pool.hpp"
#include "adapters/postgres/reading.hpp"
#include "adapters/postgres/store.hpp"
#include "adapters/sha256.hpp"
#include "engine/fault.hpp"
#include "states/codec.hpp"
#include "states/events.hpp"
#include "states/workflow.hpp"
#include "tests/database.hpp"
#include "tests/states/sign_ups.hpp"

namespace tests {

using nlohmann::json;

// What the reader of a mail would say, written into the mail itself.
inline adapters::MailRead read_json(const std::string& raw, const states::Catalogue& catalogue) {
    const auto mail = json::parse(raw);
    adapters::MailRead read{.kind = mail.value("kind", "other"),
                            .message_id = mail.value("message_id", ""),
                            .thread = mail.value("thread", std::vector<std::string>{}),
                            .from = mail.value("from", "an@voorbeeld.example"),
                            .reply_to = mail.value("reply_to", ""),
                            .subject = mail.value("subject", ""),
                            .answerable = mail.value("answerable", true)};
    for (const auto& each : mail.value("bounced", json::array()))
        read.bounced.push_back({.message_id = each.value("message_id", ""),
                                .recipient = "an@voorbeeld.example",
                                .status = "5.1.1",
                                .permanent = true,
                                .diagnostic = "No such user"});
    if (mail.contains("sign_up")) {
        read.sign_up = mail["sign_up"];
        const auto judged = states::read_sign_up(read.sign_up, catalogue);
        if (const auto* problems = std::get_if<std::vector<states::Problem>>(&judged))
            read.problems = *problems;
    }
    for (const auto& content : mail.value("files", std::vector<std::string>{}))
        read.files.push_back({adapters::sha256_of(content), "contract.pdf", content});
    read.complete = read.kind == "sign_up" && read.problems.empty() && !mail.contains("doubt");
    read.view = {{"message_id", read.message_id},
                 {"language", "nl"},
                 {"problems", read.problems},
                 {"sign_up", read.sign_up}};
    if (mail.contains("throws")) throw std::runtime_error{"unreadable"};
    return read;
}

inline states::Catalogue with_clocks() {
    auto terms = catalogue();
    terms.clocks = {{"draft", {{90}}}, {"review", {{5, true}}}, {"information", {{15}}}};
    return terms;
}

struct Desk {
    explicit Desk(adapters::MailDesk::Settings settings = {}) : settings_{settings} {}

    Database database;
    postgres::Pool pool{database.address(), 8};
    postgres::Store store{pool};
    postgres::Reading reading{pool};
    postgres::Archive archive{pool};
    postgres::Correspondence correspondence{pool};
    postgres::MailBook book{pool};
    states::Catalogue terms = with_clocks();
    states::OnboardingWorkflow workflow{terms};
    engine::Engine engine{workflow, store};
    adapters::Applications applications{engine, reading, terms};
    adapters::Documents documents{archive, 1'000'000, [](const auto&) { return std::string{}; }};
    std::vector<adapters::MailReply> written;
    std::vector<std::string> troubles;  // As operators hear of them.
    std::string mail_trouble;           // "unavailable" or "rejected": what writing runs into.
    adapters::MailDesk::Settings settings_;
    adapters::MailDesk desk{settings_,
                            {book, engine, applications, documents, reading},
                            [this](const auto& raw) { return read_json(raw, terms); },
                            [this](auto, const auto& trouble) { troubles.push_back(trouble); }};
    postgres::LinkBook link_book{pool};
    adapters::PrivateLinks links{std::string(32, 'k'), "https://join.example", link_book};
    adapters::MailAnswering answering{
        book, reading, links, [this](const auto& reply) { write(reply); },
        [this](auto, const auto& trouble) { troubles.push_back(trouble); }};
    const adapters::Caller clerk{.id = "token:desk", .roles = {"clerk"}};
    const adapters::Caller colleague{.id = "token:colleague", .roles = {"clerk"}};
    int mails = 0;

    void write(const adapters::MailReply& reply) {
        if (mail_trouble == "unavailable") throw engine::Unavailable{"away"};
        if (mail_trouble == "rejected") throw engine::Rejected{"550"};
        written.push_back(reply);
        correspondence.note({.of = reply.of,
                             .key = reply.key,
                             .text = reply.text,
                             .language = reply.language,
                             .template_version = "1",
                             .subject = "Your sign-up",
                             .message_id = reply.key + "@registry.example"},
                            adapters::Fate::sent);
    }

    // Kept, and what became of it; returns its id.
    std::int64_t take(json mail) {
        mail["number"] = ++mails;
        if (!mail.contains("message_id"))
            mail["message_id"] = std::to_string(mails) + "@applicant.example";
        book.keep({"box", 1, mails}, {.bytes = mail.dump(),
                                      .message_id = mail["message_id"],
                                      .size = static_cast<std::int64_t>(mail.dump().size())});
        desk.understand_some(100, std::chrono::seconds{60});
        answering.answer_some(100, std::chrono::seconds{60});
        return book.list("", 0, 1).front().id;
    }
    adapters::ListedMail listed(std::int64_t mail) { return book.find(mail)->listed; }
    json done(const adapters::Result& result) {
        const auto* done = std::get_if<adapters::Done>(&result);
        const auto* invalid = std::get_if<adapters::Invalid>(&result);
        REQUIRE_MESSAGE(done, (invalid ? json(invalid->problems).dump() : "refused"));
        return done->answer;
    }
    states::Facts facts(const std::string& reference) {
        const auto id = reading.find(reference);
        return states::decode<states::Facts>(reading.dossier(*id)->snapshot.state.facts);
    }
    std::string state(const std::string& reference) {
        return reading.dossier(*reading.find(reference))->snapshot.state.state;
    }
    std::string applications_count() { return database.ask("select count(*) from cases"); }
    std::string open_tasks(const std::string& kind) {
        return database.ask("select count(*) from tasks where closed_at is null and kind = '" +
                            kind + "'");
    }

    std::string opened() {
        const auto mail = take({{"kind", "sign_up"}, {"sign_up", sign_up()}, {"files", {paper}}});
        return done(desk.confirm(clerk, mail, sign_up())).at("reference").get<std::string>();
    }

    // An application that waits in review, and a mail that was sent for it.
    std::string reviewed() {
        const auto reference = opened();
        correspondence.note({.of = *reading.find(reference),
                             .key = reference + "/1/1",
                             .text = "sign_up_received",
                             .language = "nl",
                             .template_version = "1",
                             .subject = "Received",
                             .message_id = reference + "/1/1@registry.example"},
                            adapters::Fate::sent);
        return reference;
    }
};

inline json incomplete() {
    auto given = sign_up();
    given["organisation"]["vat_number"] = "BE0123456788";
    given["representative"].erase("mobile");
    return given;
}

inline std::string code_of(const adapters::Result& result) {
    const auto* invalid = std::get_if<adapters::Invalid>(&result);
    return invalid ? invalid->problems.front().field + " " + invalid->problems.front().code : "";
}

}  // namespace tests
