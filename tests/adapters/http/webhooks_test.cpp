#include "adapters/http/webhooks.hpp"

#include <doctest/doctest.h>

#include "tests/adapters/http/api_running.hpp"

namespace webhooks_test {

using tests::ApiRunning;

namespace {

httplib::Headers signed_headers(const std::string& id, engine::Time at, const std::string& body) {
    const auto second = std::chrono::floor<std::chrono::seconds>(at);
    return {{"webhook-id", id},
            {"webhook-timestamp", std::to_string(second.time_since_epoch().count())},
            {"webhook-signature", webhooks::sign(tests::webhook_secret, id, second, body)},
            {"Cookie", "nobody=needs-this"}};
}

}  // namespace

TEST_CASE("a webhook is believed by its signature, kept once, and kept as it came") {
    ApiRunning api;
    const std::string body = "{ \"type\": \"agreement.signed\",\n \"x\": \"\xc3\xa9\" }";
    const auto now = api.reading.now();
    const auto count = [&] { return api.database.ask("select count(*) from inbox"); };
    const auto deliver = [&](const std::string& text, const httplib::Headers& headers) {
        return api.post("/webhooks/esign", text, "", headers);
    };

    SUBCASE("genuine, and then again") {
        const auto kept = deliver(body, signed_headers("msg_1", now, body));
        CHECK_EQ(kept.status, 200);
        CHECK_EQ(kept.body, R"({"status":"kept"})");
        const auto repeated = deliver(body, signed_headers("msg_1", now, body));
        CHECK_EQ(repeated.status, 200);
        CHECK_EQ(repeated.body, R"({"status":"repeated"})");
        CHECK_EQ(count(), "1");
        postgres::Store store{api.pool};
        const auto arrived = store.claim_arrivals(5, std::chrono::seconds{60});
        REQUIRE_EQ(arrived.size(), 1);
        const auto& arrival = arrived.front().arrival;
        CHECK_EQ(arrival.provider, "esign");
        CHECK_EQ(arrival.delivery, "msg_1");
        CHECK_EQ(arrival.body, body);
        CHECK_EQ(arrival.headers.count("webhook-timestamp"), 1);
        CHECK_EQ(arrival.headers.count("content-type"), 1);
        CHECK_EQ(arrival.headers.size(), 4);
    }
    SUBCASE("another body than was signed") {
        CHECK_EQ(deliver(body + " ", signed_headers("msg_1", now, body)).status, 401);
        CHECK_EQ(count(), "0");
    }
    SUBCASE("signed too long ago") {
        const auto old = now - std::chrono::minutes{6};
        CHECK_EQ(deliver(body, signed_headers("msg_1", old, body)).status, 401);
        CHECK_EQ(count(), "0");
    }
    SUBCASE("not signed") {
        CHECK_EQ(deliver(body, {}).status, 401);
        CHECK_EQ(count(), "0");
    }
    SUBCASE("of a provider that nobody knows") {
        CHECK_EQ(api.post("/webhooks/nobody", body, "", signed_headers("m", now, body)).status,
                 404);
    }
    SUBCASE("while the database is away, nothing is acknowledged") {
        const auto name = api.database.ask("select current_database()");
        tests::ask(tests::cluster().address(),
                   "alter database " + name + " with allow_connections false");
        tests::ask(
            tests::cluster().address(),
            "select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = '" +
                name + "'");
        CHECK_EQ(deliver(body, signed_headers("msg_1", now, body)).status, 503);
        CHECK_EQ(api.get("/readyz", "").status, 503);
        CHECK_EQ(api.get("/livez", "").status, 200);
        tests::ask(tests::cluster().address(),
                   "alter database " + name + " with allow_connections true");
        CHECK_EQ(deliver(body, signed_headers("msg_1", now, body)).status, 200);
    }
}

}  // namespace webhooks_test
