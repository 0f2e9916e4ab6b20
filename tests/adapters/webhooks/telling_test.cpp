// From the journal to deliveries: each line once, none left out, nothing personal.

#include <pqxx/pqxx>
#include <set>
#include <thread>

#include "adapters/webhooks/hand_overs.hpp"
#include "tests/adapters/webhooks/post_office.hpp"

namespace telling_test {

using nlohmann::json;
using tests::PostOffice;

static_assert(adapters::Performs<webhooks::HandOvers, states::HandOver>);

TEST_CASE("every line that decided something is told once, in its order, without personal data") {
    PostOffice office;
    const auto endpoint = office.add();
    const auto id = office.signed_contract();
    const auto refused = office.engine.submit({.to = id,
                                               .event = states::event(states::Approved{}),
                                               .from = tests::as("approver"),
                                               .source = "test",
                                               .delivery = "too late"});
    CHECK(refused.kind == engine::Outcome::Kind::refused);
    office.tell();
    office.tell();
    CHECK_EQ(office.deliver(), 4);
    CHECK_EQ(office.deliver(), 0);

    const auto reference = office.reference(id);
    std::vector<std::string> types;
    for (int line = 1; line <= 4; ++line) {
        const auto arrival = office.receiver.next();
        CHECK(tests::is_genuine(arrival, endpoint.secret));
        CHECK_EQ(arrival.headers.at("content-type"), "application/json");
        CHECK_EQ(arrival.headers.at("webhook-id"), "msg_" + reference + "_" + std::to_string(line));
        const auto body = json::parse(arrival.body);
        types.push_back(body.at("type"));
        const auto& data = body.at("data");
        CHECK_EQ(data.at("reference"), reference);
        CHECK_EQ(data.at("line"), line);
        CHECK_EQ(data.at("version"), line);
        CHECK_EQ(data.at("at"), body.at("timestamp"));
        CHECK_EQ(data.at("url"), "https://doorstep.example/api/v1/applications/" + reference);
        CHECK_EQ(data.size(), 8);
    }
    CHECK_EQ(types, std::vector<std::string>{"application.submitted", "application.approved",
                                             "application.contract_prepared",
                                             "application.contract_signed"});
    CHECK_EQ(office.receiver.waiting(), 0);
    // Its texts are names of ours: no word of the sign-up is in them.
    const auto facts = office.facts(id);
    CHECK_EQ(office.database.ask("select count(*) from webhook_deliveries where payload ilike '%" +
                                 facts.sign_up.representative.last_name + "%'"),
             "0");
}

TEST_CASE("an endpoint is told what it has chosen, and nothing that was before it") {
    PostOffice office;
    office.signed_contract();
    office.tell();
    const auto chosen = office.add({"application.approved"});
    const auto all = office.add();
    office.signed_contract();
    office.tell();
    CHECK_EQ(office.log(chosen).size(), 1);
    CHECK_EQ(office.log(chosen)[0].at("event"), "application.approved");
    CHECK_EQ(office.log(all).size(), 4);
}

// Were lines followed by number or time, the late one would be passed by for ever.
TEST_CASE("a line that is committed late is not left out") {
    PostOffice office;
    const auto endpoint = office.add({"application.held"});
    const auto id = office.signed_contract();
    auto connection = pqxx::connection{office.database.address()};
    auto slow = pqxx::work{connection};
    slow.exec(
        "insert into journal (case_id, line, at, event, actor, source, delivery, after, "
        "decided, entry, hash) select case_id, 99, clock(), 'held', 'x', 'x', 'late', after, "
        "true, convert_to(jsonb_set(convert_from(entry, 'utf8')::jsonb, '{event}', "
        "'\"held\"')::text, 'utf8'), hash from journal where line = 1");
    office.send(id, states::event(states::Held{"holiday"}), "clerk");
    office.hooks.tell_some(500, "");
    CHECK_EQ(office.log(endpoint).size(), 0);  // It is not known yet what came before it.
    slow.commit();
    office.tell();
    const auto log = office.log(endpoint);
    REQUIRE_EQ(log.size(), 2);
    CHECK_EQ(log[1].at("message"), "msg_" + office.reference(id) + "_99");
    CHECK_EQ(log[0].at("message"), "msg_" + office.reference(id) + "_5");
}

TEST_CASE("many who follow the journal and deliver at once tell each line once") {
    PostOffice office;
    const auto endpoint = office.add();
    for (int i = 0; i < 5; ++i) office.signed_contract();
    std::vector<std::jthread> workers;
    for (int i = 0; i < 3; ++i)
        workers.emplace_back([&] {
            auto second = std::chrono::sys_seconds{std::chrono::seconds{1'800'000'000}};
            auto deliverer = webhooks::Deliverer{office.hooks, PostOffice::send_call,
                                                 [&] { return second; }, [] { return 0.5; }};
            for (int round = 0; round < 60; ++round) {
                office.hooks.tell_some(2, "");
                deliverer.deliver_some(1, std::chrono::seconds{60});
            }
        });
    workers.clear();
    office.tell();
    office.deliver();
    CHECK_EQ(office.count("webhook_deliveries"), "20");
    CHECK_EQ(office.count("webhook_attempts"), "20");
    std::set<std::string> ids;
    CHECK_EQ(office.receiver.waiting(), 20);
    for (int i = 0; i < 20; ++i) ids.insert(office.receiver.next().headers.at("webhook-id"));
    CHECK_EQ(ids.size(), 20);
    CHECK_EQ(office.log(endpoint)[0].at("standing"), "delivered");
}

TEST_CASE("what is disabled is told nothing new, and what waited goes out when it is enabled") {
    PostOffice office;
    const auto endpoint = office.add();
    const auto id = office.signed_contract();
    office.tell();
    office.answer(office.desk.change(office.admin, endpoint.id, {{"enabled", false}}));
    CHECK_EQ(office.deliver(), 0);
    office.send(id, states::event(states::Held{"holiday"}), "clerk");
    office.tell();
    const auto shown =
        office.answer(office.desk.change(office.admin, endpoint.id, {{"enabled", true}}));
    CHECK(shown.at("disabled_at").is_null());
    office.send(id, states::event(states::Resumed{}), "clerk");
    office.tell();
    CHECK_EQ(office.deliver(), 5);
    CHECK_EQ(office.log(endpoint)[0].at("event"), "application.resumed");
    CHECK_EQ(office.log(endpoint)[1].at("event"), "application.contract_signed");
}

TEST_CASE(
    "a restored database, whose transactions count anew, tells what is new and nothing twice") {
    PostOffice office;
    const auto endpoint = office.add();
    const auto id = office.signed_contract();
    office.tell();
    office.database.ask("update webhook_cursor set cluster = 1, written_in = 1 << 30");
    office.send(id, states::event(states::Held{"holiday"}), "clerk");
    office.tell();
    CHECK_EQ(office.log(endpoint).size(), 5);
    office.send(id, states::event(states::Resumed{}), "clerk");
    office.tell();
    CHECK_EQ(office.log(endpoint).size(), 6);
}

namespace {

states::HandOver record() {
    return {.registrar_id = "100001",
            .sign_up = {.organisation = tests::organisation(),
                        .representative = tests::representative(),
                        .contract_language = "nl",
                        .prepayment = {250000},
                        .products = {{.product = ".be"}}},
            .profile = {.contacts = {{.kind = "billing", .alias = "b", .name = "An Peeters"}}},
            .first_domain = "voorbeeld.be"};
}

}  // namespace

TEST_CASE("the record is handed over, once, to those who have chosen it by name") {
    PostOffice office;
    const auto all = office.add();
    const auto chosen = office.add({"application.handed_over"});
    const auto id = office.signed_contract();
    auto work = tests::work("A-2026-000001/14/1");
    work.of = id;
    auto hand_overs = webhooks::HandOvers{office.hooks, {}, [&] { return office.reading.now(); }};
    CHECK_FALSE(hand_overs.perform(record(), work));
    CHECK_FALSE(hand_overs.perform(record(), work));
    CHECK_EQ(office.log(all).size(), 0);
    REQUIRE_EQ(office.log(chosen).size(), 1);
    CHECK_EQ(office.deliver(), 1);
    const auto arrival = office.receiver.next();
    CHECK(tests::is_genuine(arrival, chosen.secret));
    CHECK_EQ(arrival.headers.at("webhook-id"), "msg_A-2026-000001_14_1");
    const auto body = json::parse(arrival.body);
    CHECK_EQ(body.at("type"), "application.handed_over");
    CHECK_EQ(body.at("data").at("sign_up").at("organisation").at("name"), "Voorbeeld Hosting BV");
    CHECK_EQ(body.at("data").at("profile").at("contacts")[0].at("alias"), "b");
    CHECK_EQ(body.at("data").at("first_domain"), "voorbeeld.be");
}

TEST_CASE("the registry's system gets the record, too, and must have taken it") {
    PostOffice office;
    const auto chosen = office.add({"application.handed_over"});
    auto work = tests::work("A-2026-000001/14/1");
    work.of = office.signed_contract();
    int taken = 0;
    const auto system = [&](const states::HandOver&, const engine::Work&) {
        if (++taken == 1) throw engine::Unavailable{"busy"};
    };
    auto hand_overs =
        webhooks::HandOvers{office.hooks, system, [&] { return office.reading.now(); }};
    CHECK_THROWS_AS(hand_overs.perform(record(), work), engine::Unavailable);
    CHECK_FALSE(hand_overs.perform(record(), work));
    CHECK_EQ(taken, 2);
    CHECK_EQ(office.log(chosen).size(), 1);
}

TEST_CASE("a record that nobody takes is not lost: its effect is parked") {
    PostOffice office;
    office.add();
    const auto disabled = office.add({"application.handed_over"});
    office.answer(office.desk.change(office.admin, disabled.id, {{"enabled", false}}));
    auto work = tests::work("A-2026-000001/14/1");
    work.of = office.signed_contract();
    auto hand_overs = webhooks::HandOvers{office.hooks, {}, [&] { return office.reading.now(); }};
    CHECK_THROWS_AS(hand_overs.perform(record(), work), engine::Rejected);
    CHECK_EQ(office.count("webhook_deliveries"), "0");
}

}  // namespace telling_test
