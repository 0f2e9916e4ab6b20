// From a delivery to the receiver: signatures, tries, pauses, ends, and what a person does about
// it.

#include "tests/adapters/webhooks/post_office.hpp"

namespace delivering_test {

using nlohmann::json;
using tests::PostOffice;

namespace {

struct Sent : PostOffice {  // One message is due at one endpoint.
    Endpoint endpoint = add({"application.approved"});
    engine::CaseId id = signed_contract();
    Sent() { tell(); }

    json delivery() { return log(endpoint).at(0); }
    json shown() { return answer(desk.show(endpoint.id)); }
};

}  // namespace

TEST_CASE("what is refused is tried again: the same id, another time, another signature") {
    Sent office;
    office.receiver.refuse_next(2);
    CHECK_EQ(office.deliver(), 1);
    const auto first = office.receiver.next();
    CHECK_EQ(office.deliver(), 0);
    CHECK_FALSE(office.shown().at("failing_since").is_null());
    office.database.advance("6 seconds");
    CHECK_EQ(office.deliver(), 1);
    office.database.advance("6 seconds");
    CHECK_EQ(office.deliver(), 0);
    office.database.advance("5 minutes");
    CHECK_EQ(office.deliver(), 1);
    office.receiver.next();
    const auto third = office.receiver.next();
    CHECK_EQ(first.headers.at("webhook-id"), third.headers.at("webhook-id"));
    CHECK_EQ(first.body, third.body);
    CHECK_NE(first.headers.at("webhook-timestamp"), third.headers.at("webhook-timestamp"));
    CHECK_NE(first.headers.at("webhook-signature"), third.headers.at("webhook-signature"));
    CHECK(tests::is_genuine(first, office.endpoint.secret));
    CHECK(tests::is_genuine(third, office.endpoint.secret));
    auto forged = third;
    forged.body += " ";
    CHECK_FALSE(tests::is_genuine(forged, office.endpoint.secret));

    const auto delivery = office.delivery();
    CHECK_EQ(delivery.at("standing"), "delivered");
    CHECK(delivery.at("next_try").is_null());
    REQUIRE_EQ(delivery.at("attempts").size(), 3);
    CHECK_EQ(delivery.at("attempts")[0].at("status"), 503);
    CHECK_EQ(delivery.at("attempts")[0].at("response"), "Not now.");
    CHECK_EQ(delivery.at("attempts")[2].at("status"), 200);
    CHECK_EQ(delivery.at("attempts")[2].at("trouble"), "");
    CHECK(office.shown().at("failing_since").is_null());
}

TEST_CASE(
    "after ten tries it has failed, and after days of nothing else the endpoint is disabled") {
    Sent office;
    const auto away = [](const adapters::Call&) -> adapters::Reply {
        throw engine::Unavailable{"no answer"};
    };
    auto deliverer =
        webhooks::Deliverer{office.hooks, away, [&] { return office.second; }, [] { return 0.0; }};
    for (int i = 0; i < 10; ++i) {
        CAPTURE(i);
        CHECK_EQ(office.delivery().at("standing"), "waiting");
        CHECK_EQ(deliverer.deliver_some(9, std::chrono::seconds{60}), 1);
        office.database.advance("25 hours");
    }
    CHECK_EQ(deliverer.deliver_some(9, std::chrono::seconds{60}), 0);
    const auto delivery = office.delivery();
    CHECK_EQ(delivery.at("standing"), "failed");
    CHECK_EQ(delivery.at("attempts").size(), 10);
    CHECK(delivery.at("attempts")[0].at("status").is_null());
    CHECK_FALSE(office.shown().at("disabled_at").is_null());
    CHECK_EQ(office.tasks("webhook_endpoint_disabled"), "1");
    CHECK_EQ(office.database.ask("select details->>'why' from tasks"),
             "It has failed for five days and more: no answer");
}

TEST_CASE("an endpoint that has just begun to fail is not disabled by one lost message") {
    Sent office;
    office.database.ask("update webhook_deliveries set tries = 9");
    office.receiver.refuse_next(1);
    CHECK_EQ(office.deliver(), 1);
    CHECK_EQ(office.delivery().at("standing"), "failed");
    CHECK(office.shown().at("disabled_at").is_null());
    CHECK_EQ(office.tasks("webhook_endpoint_disabled"), "0");
}

TEST_CASE("410 disables the endpoint, and a person is told") {
    Sent office;
    office.answer(
        office.desk.change(office.admin, office.endpoint.id, {{"events", json::array()}}));
    office.send(office.id, states::event(states::Held{"holiday"}), "clerk");
    office.tell();
    office.receiver.refuse_next(1, 410);
    CHECK_EQ(office.deliver(), 1);
    CHECK_FALSE(office.shown().at("disabled_at").is_null());
    CHECK_NE(office.shown().at("disabled_because").get<std::string>().find("410"),
             std::string::npos);
    CHECK_EQ(office.tasks("webhook_endpoint_disabled"), "1");
    CHECK_EQ(office.log(office.endpoint)[0].at("standing"), "waiting");
    CHECK_EQ(office.flaws(office.desk.test(office.endpoint.id)), "endpoint webhook_disabled");
}

TEST_CASE("who has too much is left alone for as long as it asks, and others are not") {
    Sent office;
    const auto other = office.add();
    office.signed_contract();
    office.tell();
    office.receiver.refuse_next(1, 429, "120");
    CHECK_EQ(office.deliverer.deliver_some(1, std::chrono::seconds{60}), 1);
    CHECK_EQ(office.deliver(), 4);  // The other one's.
    for (const auto& each : office.log(other)) CHECK_EQ(each.at("standing"), "delivered");
    for (const auto& each : office.log(office.endpoint)) CHECK_EQ(each.at("standing"), "waiting");
    office.database.advance("121 seconds");
    CHECK_EQ(office.deliver(), 2);
}

TEST_CASE("a redirect is a failure") {
    Sent office;
    office.receiver.refuse_next(1, 302);
    CHECK_EQ(office.deliver(), 1);
    CHECK_EQ(office.delivery().at("standing"), "waiting");
    CHECK_EQ(office.delivery().at("attempts")[0].at("status"), 302);
}

TEST_CASE("only public addresses are called") {
    Sent office;
    curl::Client strict;
    auto deliverer = webhooks::Deliverer{
        office.hooks, [&](const adapters::Call& call) { return strict.call(call); },
        [&] { return office.second; }, [] { return 0.0; }};
    office.answer(office.desk.change(office.admin, office.endpoint.id,
                                     {{"url", "https://127.0.0.1:1/hook"}}));
    CHECK_EQ(deliverer.deliver_some(1, std::chrono::seconds{60}), 1);
    CHECK_NE(office.delivery().at("attempts")[0].at("trouble").get<std::string>().find(
                 "not a public one"),
             std::string::npos);
    CHECK_EQ(office.receiver.waiting(), 0);
}

TEST_CASE("while a secret is replaced both sign, and a day later the new one alone") {
    Sent office;
    const auto renewed =
        office.answer(office.desk.rotate(office.endpoint.id)).at("secret").get<std::string>();
    CHECK_NE(renewed, office.endpoint.secret);
    CHECK_FALSE(office.shown().contains("secret"));
    CHECK_EQ(office.deliver(), 1);
    const auto both = office.receiver.next();
    CHECK(tests::is_genuine(both, office.endpoint.secret));
    CHECK(tests::is_genuine(both, renewed));

    office.database.advance("25 hours");
    office.answer(office.desk.test(office.endpoint.id));
    CHECK_EQ(office.deliver(), 1);
    const auto one = office.receiver.next();
    CHECK_FALSE(tests::is_genuine(one, office.endpoint.secret));
    CHECK(tests::is_genuine(one, renewed));
}

TEST_CASE("a test is sent whatever was chosen, and says that it is one") {
    Sent office;
    office.deliver();
    office.receiver.next();
    const auto made = office.answer(office.desk.test(office.endpoint.id));
    CHECK_EQ(made.at("event"), "doorstep.test");
    CHECK_EQ(made.at("standing"), "waiting");
    CHECK_EQ(office.deliver(), 1);
    const auto arrival = office.receiver.next();
    CHECK(tests::is_genuine(arrival, office.endpoint.secret));
    CHECK_EQ(json::parse(arrival.body).at("type"), "doorstep.test");
    CHECK_EQ(arrival.headers.at("webhook-id"), made.at("message"));
    CHECK(std::holds_alternative<adapters::NotFound>(office.desk.test(999)));
}

TEST_CASE("a replay is the same message with all its tries before it") {
    Sent office;
    office.deliver();
    const auto first = office.receiver.next();
    const auto number = office.delivery().at("id").get<std::int64_t>();
    const auto replayed = office.answer(office.desk.replay(office.endpoint.id, number));
    CHECK_EQ(replayed.at("standing"), "waiting");
    office.receiver.refuse_next(1);
    CHECK_EQ(office.deliver(), 1);
    office.database.advance("6 seconds");
    CHECK_EQ(office.deliver(), 1);
    const auto again = office.receiver.next();
    CHECK_EQ(again.headers.at("webhook-id"), first.headers.at("webhook-id"));
    CHECK_EQ(again.body, first.body);
    CHECK_EQ(office.delivery().at("attempts").size(), 3);
    CHECK(std::holds_alternative<adapters::NotFound>(office.desk.replay(office.endpoint.id, 999)));

    office.receiver.next();
    office.database.advance("31 days");
    CHECK_EQ(office.hooks.forget_some(100), 1);
    CHECK_EQ(office.delivery().at("replayable"), false);
    CHECK_EQ(office.flaws(office.desk.replay(office.endpoint.id, number)),
             "delivery webhook_forgotten");
    CHECK_EQ(office.deliver(), 0);
}

TEST_CASE("who was overtaken notes nothing") {
    Sent office;
    const auto slow = office.hooks.claim(1, std::chrono::seconds{0});
    REQUIRE_EQ(slow.size(), 1);
    CHECK_EQ(office.deliver(), 1);  // Its lease is over.
    office.hooks.note(slow[0], {.standing = adapters::WebhookOutcome::Standing::failed});
    CHECK_EQ(office.delivery().at("standing"), "delivered");
    CHECK_EQ(office.count("webhook_attempts"), "1");
}

TEST_CASE("a removed endpoint is told nothing more, and its log stays for the auditor") {
    Sent office;
    office.answer(office.desk.remove(office.admin, office.endpoint.id));
    CHECK_EQ(office.deliver(), 0);
    CHECK(std::holds_alternative<adapters::NotFound>(office.desk.show(office.endpoint.id)));
    CHECK(std::holds_alternative<adapters::NotFound>(
        office.desk.remove(office.admin, office.endpoint.id)));
    CHECK_EQ(office.database.ask("select d.standing || ' ' || e.removed_by || ' ' || "
                                 "(e.secret is null) from webhook_deliveries d join "
                                 "webhook_endpoints e on e.id = d.endpoint_id"),
             "failed token:admin true");
}

TEST_CASE("secrets lie under seal, and cannot be moved to another endpoint") {
    Sent office;
    const auto other = office.add();
    CHECK_EQ(office.database.ask("select count(*) from webhook_endpoints where "
                                 "position('whsec_'::bytea in secret) > 0"),
             "0");
    office.database.ask(
        "update webhook_endpoints set secret = (select secret from "
        "webhook_endpoints where id = " +
        std::to_string(other.id) + ") where id = " + std::to_string(office.endpoint.id));
    CHECK_THROWS(office.hooks.claim(1, std::chrono::seconds{60}));
}

TEST_CASE("all that is wrong with an endpoint is named") {
    PostOffice office;
    const auto strict =
        adapters::WebhookDesk{office.hooks, false, [&] { return office.reading.now(); }};
    auto desk = strict;
    const auto add = [&](const json& given) { return office.flaws(desk.add(office.admin, given)); };
    CHECK_EQ(add(json::array()), " wrong_type");
    CHECK_EQ(add(json::object()), "url missing");
    for (const auto* url :
         {"http://example.org/", "http://127.0.0.1/", "ftp://example.org/", "https://",
          "https:///x", "https://good.example@evil.example/", "https://example.org/#x",
          "https://example.org/ x", "https://-example.org/", "example.org"}) {
        CAPTURE(url);
        CHECK_EQ(add({{"url", url}}), "url webhook_url");
    }
    CHECK_EQ(add({{"url", 1}, {"events", "all"}, {"description", 7}, {"enabled", true}}),
             "description wrong_type, enabled unknown_field, events wrong_type, url wrong_type");
    CHECK_EQ(add({{"url", "https://example.org/hook?a=b"},
                  {"events", {"application.approved", "application.exploded", "approved", 1}},
                  {"description", std::string(201, 'x')}}),
             "description too_long, events[1] webhook_event, events[2] webhook_event, events[3] "
             "wrong_type");
    CHECK_EQ(office.count("webhook_endpoints"), "0");
    office.answer(desk.add(office.admin, {{"url", "https://example.org:8443/hook?a=b"}}));
    office.answer(desk.add(office.admin, {{"url", "https://[2a00:1450::1]/hook"},
                                          {"events", {"application.handed_over"}}}));
    CHECK_EQ(office.answer(desk.list()).at("items").size(), 2);
}

}  // namespace delivering_test
