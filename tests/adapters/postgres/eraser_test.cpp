// What is personal about an application goes once nothing is under way for it any more, and what
// belongs to others stays.

#include "adapters/postgres/eraser.hpp"

#include <doctest/doctest.h>

#include <string>

#include "adapters/sha256.hpp"
#include "tests/work_office.hpp"

namespace eraser_test {

namespace {

struct Office : tests::WorkOffice {
    postgres::Eraser eraser{pool};

    One erased(const std::string& organisation) {
        const auto one = named(organisation);
        send(one.id, states::Withdrawn{"Another plan."});
        ask("delete from outbox");  // Done.
        send(one.id, states::ErasureProposed{"request", "They ask."}, {"staff:3", "clerk"});
        send(one.id, states::ErasureConfirmed{}, {"staff:4", "approver"});
        return one;
    }
    void erase(engine::CaseId of) { eraser.perform({}, {.of = of}); }
    void keep_arrival(const std::string& delivery, const std::string& body) {
        ask("insert into inbox (provider, delivery, headers, body, received_at, due_at) values "
            "('esign', '" +
            delivery + "', '{}', '" + body + "', now(), now())");
    }
    std::string bodies() {
        return ask("select string_agg(convert_from(body, 'utf8'), '|' order by id) from inbox");
    }
};

}  // namespace

TEST_CASE("news that names the application is forgotten, and other news is not") {
    Office office;
    const auto gone = office.erased("Zwanenzang BV");
    const auto other = office.named("Een ander");
    office.ask(
        "insert into agreements (id, reference, product, edition, signer, look_at) values "
        "('agr-7', '" +
        gone.reference + "', '.be', 1, 'an@x.example', now())");
    office.keep_arrival("1", "{\"reference\": \"" + gone.reference + "\"}");
    office.keep_arrival("2", "{\"reference\": \"" + other.reference + "\"}");
    office.keep_arrival("3", "{\"agreement\": \"agr-7\"}");
    office.erase(gone.id);
    CHECK_EQ(office.bodies(), "|{\"reference\": \"" + other.reference + "\"}|");
    CHECK_EQ(office.ask("select signer || standing from agreements"), "voided");
    CHECK_EQ(office.ask("select count(*) from journal where data like '%Zwanenzang%'"), "0");
    CHECK_EQ(office.ask("select count(*) > 0 from journal where data like '%Een ander%'"), "t");
    office.erase(gone.id);  // Twice is as once.
}

TEST_CASE("papers of every version of the sign-up go") {
    Office office;
    auto sign_up = tests::asking_for({tests::be});
    const auto paper = [&](const std::string& content) {
        const auto id = adapters::sha256_of(content);
        office.ask(
            "insert into documents (id, content, media_type, file_name, size, received_at, "
            "received_from) values ('" +
            id + "', '" + content + "', 'application/pdf', 'a.pdf', " +
            std::to_string(content.size()) + ", now(), 'page')");
        sign_up.products[0].document = id;
        return sign_up;
    };
    const auto one = office.submitted(paper("first"));
    office.send(one.id, states::SignUpCorrected{paper("second"), {}});
    office.send(one.id, states::Withdrawn{"Another plan."});
    office.ask("delete from outbox");
    office.send(one.id, states::ErasureProposed{"request", "They ask."}, {"staff:3", "clerk"});
    office.send(one.id, states::ErasureConfirmed{}, {"staff:4", "approver"});
    CHECK_EQ(office.ask("select count(*) from documents"), "2");
    office.erase(one.id);
    CHECK_EQ(office.ask("select count(*) from documents"), "0");
}

TEST_CASE("reasons of interventions and answers to our webhooks go, those of others stay") {
    Office office;
    const auto gone = office.erased("Zwanenzang BV");
    const auto other = office.named("Een ander");
    office.keep_arrival("1", "{\"reference\": \"" + gone.reference + "\"}");
    office.ask(
        "insert into webhook_endpoints (id, url, description, events, secret, created_at, "
        "created_by, listens_from) values (1, 'https://x.example', '', '{}', 's', now(), 'cli', "
        "now())");
    for (const auto& one : {gone, other})
        office.ask(
            "with made as (insert into webhook_deliveries (endpoint_id, message, event, case_id, "
            "payload, made_at, standing, due_at, settled_at) values (1, 'msg_" +
            one.reference + "', 'e', " + std::to_string(one.id.number) +
            ", '{}', now(), 'failed', now(), now()) returning id) insert into webhook_attempts "
            "(delivery_id, number, at, status, response, trouble) select id, 1, now(), 400, "
            "'Dear Zwanenzang', 'HTTP 400' from made");
    const auto intervene = [&](const std::string& work) {
        office.ask(
            "insert into interventions (at, who, work, what, reason) values (now(), 'cli', '" +
            work + "', 'dismiss', 'Zwanenzang asks')");
    };
    for (const auto& work :
         {gone.reference + "/2/1", std::string{"webhook/1"}, std::string{"delivery/1"},
          other.reference + "/2/1", gone.reference + "0/2/1", std::string{"delivery/2"}})
        intervene(work);
    office.erase(gone.id);
    CHECK_EQ(office.ask("select string_agg(case reason when 'erased' then '-' else '+' end, '' "
                        "order by id) from interventions"),
             "---+++");
    CHECK_EQ(office.ask("select string_agg(response, '|' order by delivery_id) "
                        "from webhook_attempts"),
             "|Dear Zwanenzang");
    office.erase(gone.id);
}

TEST_CASE("an upload that nothing names is forgotten, and one that was ever named is not") {
    Office office;
    auto sign_up = tests::asking_for({tests::be});
    const auto upload = [&](const std::string& content, const std::string& ago) {
        const auto id = adapters::sha256_of(content);
        office.ask(
            "insert into documents (id, content, media_type, file_name, size, received_at, "
            "received_from) values ('" +
            id + "', '" + content + "', 'application/pdf', '" + content + "', " +
            std::to_string(content.size()) + ", now() - interval '" + ago + "', 'page')");
        return id;
    };
    sign_up.products[0].document = upload("first", "100 days");
    const auto one = office.submitted(sign_up);
    sign_up.products[0].document = upload("second", "100 days");
    office.send(one.id, states::SignUpCorrected{sign_up, {}});
    upload("never sent", "91 days");
    upload("of this month", "30 days");
    CHECK_EQ(office.eraser.forget_uploads(90), 1);
    CHECK_EQ(office.ask("select string_agg(file_name, ', ' order by file_name) from documents"),
             "first, of this month, second");
    CHECK_EQ(office.eraser.forget_uploads(90), 0);
}

TEST_CASE("nothing is erased while money is to go back or work waits") {
    Office office;
    const auto one = office.erased("Zwanenzang BV");
    const auto id = std::to_string(one.id.number);
    CHECK_FALSE(office.reading.is_unfinished(one.id));
    office.ask(
        "insert into refunds (key, number, case_id, route, payment, cents, invoice, reason, "
        "payee, account, asked_at) values ('k', 1, " +
        id +
        ", 'bank', 'p', 1, '', '', "
        "'Wilhelmina', '', now())");
    CHECK(office.reading.is_unfinished(one.id));
    CHECK_THROWS(office.erase(one.id));
    office.ask("update refunds set sent_at = now()");
    CHECK_FALSE(office.reading.is_unfinished(one.id));
    for (const auto* effect : {"void_contract", "tell"})
        office.ask("insert into outbox (key, case_id, effect, data, due_at, parked_at) values ('" +
                   std::string{effect} + "', " + id + ", '" + effect + "', '{}', now(), now())");
    CHECK(office.reading.is_unfinished(one.id));
    office.ask("delete from outbox where effect = 'void_contract'");
    CHECK_FALSE(office.reading.is_unfinished(one.id));
    office.erase(one.id);
    CHECK_EQ(office.ask("select count(*) from journal where data like '%Zwanenzang%'"), "0");
}

}  // namespace eraser_test
