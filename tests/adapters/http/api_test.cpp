#include "adapters/http/api.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "states/messages.hpp"
#include "tests/adapters/http/api_running.hpp"

namespace api_test {

using nlohmann::json;
using tests::ApiRunning;

namespace {

// One server for all of this file: every test opens applications of its own.
ApiRunning& api() {
    static ApiRunning running;
    return running;
}

json read(const httplib::Response& response) { return json::parse(response.body); }

// A problem of this status, well formed; its errors by field.
std::map<std::string, json> problem(const httplib::Response& response, int status) {
    CHECK_EQ(response.status, status);
    REQUIRE_EQ(response.get_header_value("Content-Type"), "application/problem+json");
    const auto said = read(response);
    CHECK_EQ(said.at("status"), status);
    CHECK_FALSE(said.at("request_id").get<std::string>().empty());
    std::map<std::string, json> errors;
    for (const auto& error : said.value("errors", json::array()))
        errors.emplace(error.at("field").get<std::string>(), error);
    return errors;
}

}  // namespace

TEST_CASE("a sign-up opens an application, and its Location shows it") {
    const auto made = api().apply(tests::sign_up());
    REQUIRE_EQ(made.status, 201);
    CHECK_EQ(made.get_header_value("ETag"), "\"1\"");
    CHECK_FALSE(made.has_header("Idempotent-Replayed"));
    const auto application = read(made);
    CHECK_EQ(application.at("version"), 1);
    CHECK_EQ(application.at("step"), 2);
    CHECK_EQ(application.at("path").size(), 7);
    CHECK_EQ(made.get_header_value("Location"),
             "/api/v1/applications/" + application.at("reference").get<std::string>());

    const auto shown = api().get(made.get_header_value("Location"));
    REQUIRE_EQ(shown.status, 200);
    CHECK_EQ(read(shown).at("state"), application.at("state"));
    CHECK_EQ(read(shown).at("sign_up"), application.at("sign_up"));
}

TEST_CASE("an entity tag stands for what was shown, and its version is what If-Match compares") {
    const auto place = "/api/v1/applications/" + api().opened();
    const auto shown = api().get(place);
    const auto tag = shown.get_header_value("ETag");
    CHECK(tag.starts_with("\"1-"));
    const auto same = api().get(place, "reader", {{"If-None-Match", "\"x\", " + tag}});
    CHECK_EQ(same.status, 304);
    CHECK(same.body.empty());
    CHECK_EQ(same.get_header_value("ETag"), tag);
    CHECK_EQ(api().get(place, "reader", {{"If-None-Match", "\"1\""}}).status, 200);

    // Another language, another caller, and work that was done without a decision.
    CHECK_NE(api().get(place, "reader", {{"Accept-Language", "fr"}}).get_header_value("ETag"), tag);
    CHECK_NE(api().get(place, "clerk").get_header_value("ETag"), tag);
    const auto id = read(shown).at("id").get<std::string>();
    api().database.ask("update outbox set attempts = 3 where case_id = " + id);
    CHECK_EQ(api().get(place, "reader", {{"If-None-Match", tag}}).status, 200);

    const auto held = json{{"event", "held"}, {"data", {{"reason", "holiday"}}}};
    const auto reference = read(shown).at("reference").get<std::string>();
    CHECK_EQ(api().send(reference, held, "clerk", {{"If-Match", tag}}).status, 200);
    problem(api().send(reference, held, "clerk", {{"If-Match", tag}}), 412);
}

TEST_CASE("all that is wrong with a sign-up is said at once, in the reader's language") {
    auto sign_up = tests::sign_up();
    sign_up["organisation"]["vat_number"] = "BE0123456740";
    sign_up["organisation"]["address"]["postal_code"] = "30010";
    sign_up["representative"]["email"] = "an@";
    sign_up["colour"] = "blue";
    std::set<std::string> sentences;
    for (const std::string language : {"en", "nl", "fr"}) {
        const auto errors = problem(
            api().apply(sign_up, {{"Accept-Language", language + "-BE, de;q=0.9, en;q=0.1"}}), 422);
        CHECK_EQ(errors.size(), 4);
        const auto& vat = errors.at("organisation.vat_number");
        CHECK_EQ(vat.at("code"), "vat_check_digits");
        CHECK_EQ(vat.at("detail"), states::message(language, "field.vat_check_digits",
                                                   {{"example", "BE0123456749"}}));
        sentences.insert(vat.at("detail").get<std::string>());
        CHECK_EQ(errors.count("colour"), 1);
        CHECK_EQ(errors.count("representative.email"), 1);
        CHECK_EQ(errors.count("organisation.address.postal_code"), 1);
    }
    CHECK_EQ(sentences.size(), 3);
}

TEST_CASE("a repeat with the same key gets the very same answer, whatever has happened since") {
    const auto key = httplib::Headers{{"Idempotency-Key", "sign-up 1"}};
    const auto first = api().apply(tests::sign_up(), key);
    REQUIRE_EQ(first.status, 201);
    const auto reference = read(first).at("reference").get<std::string>();
    REQUIRE_EQ(api()
                   .send(reference, {{"event", "held"}, {"data", {{"reason", "holiday"}}}}, "clerk")
                   .status,
               200);
    const auto again = api().apply(tests::sign_up(), key);
    CHECK_EQ(again.status, 201);
    CHECK_EQ(again.body, first.body);
    CHECK_EQ(again.get_header_value("Idempotent-Replayed"), "true");
    CHECK_EQ(again.get_header_value("Location"), first.get_header_value("Location"));

    auto other = tests::sign_up();
    other["organisation"]["name"] = "Somebody Else NV";
    const auto errors = problem(api().apply(other, key), 422);
    CHECK_EQ(errors.at("Idempotency-Key").at("code"), "key_reused");
    const auto endless = httplib::Headers{{"Idempotency-Key", std::string(256, 'k')}};
    CHECK_EQ(problem(api().apply(tests::sign_up(), endless), 422).at("Idempotency-Key").at("code"),
             "too_long");
}

TEST_CASE("who has no token, a wrong one or the wrong scope is told so") {
    const auto nobody = api().get("/api/v1/applications", "");
    problem(nobody, 401);
    CHECK_EQ(nobody.get_header_value("WWW-Authenticate"), "Bearer realm=\"doorstep\"");
    const auto stranger = api().get("/api/v1/applications", "stranger");
    problem(stranger, 401);
    CHECK(stranger.get_header_value("WWW-Authenticate").ends_with("error=\"invalid_token\""));

    const auto mute = api().apply(tests::sign_up(), {}, "reader");
    problem(mute, 403);
    CHECK(mute.get_header_value("WWW-Authenticate").ends_with("scope=\"apply clerk\""));
    problem(api().get("/api/v1/applications", "website"), 403);
    problem(api().send("A-2026-000001", {{"event", "approved"}}, "auditor"), 403);
    CHECK_EQ(api().get("/api/v1/applications", "auditor").status, 200);

    api().database.ask(
        "insert into tokens (name, hash, scopes, created_at, revoked_at) values "
        "('gone', sha256('gone-secret'), '{read}', clock(), clock())");
    problem(api().get("/api/v1/applications", "gone"), 401);
}

TEST_CASE("bodies that cannot be read are refused by what is wrong with them") {
    const auto post = [](const std::string& body, const std::string& type = "application/json") {
        return api().post("/api/v1/applications", body, "website", {}, type);
    };
    problem(post("{\"organisation\":"), 400);
    problem(post("\"\xff\""), 400);
    problem(post(std::string(100'000, '[')), 400);
    problem(post("{}", "text/plain"), 415);
    problem(post(std::string(2'000'000, ' ')), 413);
    CHECK(problem(post("{}", "Application/JSON; charset=utf-8"), 422).size() > 3);
    problem(post("[]"), 422);
    problem(post("null"), 422);
}

TEST_CASE("an event's form is judged as a whole, and unknown fields are named") {
    const auto reference = api().opened();
    const auto errors = problem(
        api().send(reference, {{"evnt", "approved"}, {"data", 7}, {"<b>", true}}, "clerk"), 422);
    CHECK_EQ(errors.size(), 4);
    CHECK_EQ(errors.at("event").at("code"), "missing");
    CHECK_EQ(errors.at("data").at("code"), "wrong_type");
    CHECK_EQ(errors.at("evnt").at("code"), "unknown_field");
    CHECK_EQ(errors.at("<b>").at("code"), "unknown_field");
    problem(api().send(reference, json::array(), "clerk"), 422);
    CHECK_EQ(problem(api().send(reference, {{"event", "exploded"}}, "clerk"), 422).count("event"),
             1);
    const auto held = json{{"event", "held"}, {"data", {{"why", "?"}}}};
    const auto fields = problem(api().send(reference, held, "clerk"), 422);
    CHECK_EQ(fields.at("reason").at("code"), "missing");
    CHECK_EQ(fields.at("why").at("code"), "unknown_field");
}

TEST_CASE("an approval needs four eyes") {
    const auto reference = api().opened("first");  // A clerk who may approve took it in.
    const auto own =
        api().send(reference, {{"event", "approved"}}, "first", {{"Accept-Language", "nl"}});
    problem(own, 409);
    const auto errors = read(own).at("errors");
    const auto four_eyes = std::ranges::find(
        errors, "four_eyes", [](const json& error) { return error.at("code").get<std::string>(); });
    REQUIRE(four_eyes != errors.end());
    CHECK_EQ(four_eyes->at("detail"), states::message("nl", "guard.four_eyes"));

    auto shown = read(api().get("/api/v1/applications/" + reference, "second"));
    for (const auto& warning : shown.at("warnings"))
        CHECK_EQ(api()
                     .send(reference,
                           {{"event", "warning_accepted"},
                            {"data",
                             {{"field", warning.at("field")},
                              {"code", warning.at("code")},
                              {"reason", "looked at it"}}}},
                           "second")
                     .status,
                 200);
    shown = read(api().get("/api/v1/applications/" + reference, "second"));
    const auto tag = "\"" + std::to_string(shown.at("version").get<int>()) + "\"";
    const auto approved =
        api().send(reference, {{"event", "approved"}}, "second", {{"If-Match", tag}});
    REQUIRE_EQ(approved.status, 200);
    CHECK_EQ(read(approved).at("event"), "approved");
    CHECK_FALSE(read(approved).at("effects").empty());
    CHECK_FALSE(approved.get_header_value("ETag").empty());
}

TEST_CASE("what cannot be done is refused by why") {
    const auto reference = api().opened();
    problem(api().send(reference, {{"event", "approved"}}, "clerk"), 403);
    const auto early = json{{"event", "letter_posted"}, {"data", {{"letter", "L-1"}}}};
    CHECK_EQ(problem(api().send(reference, early, "clerk"), 409).at("event").at("code"),
             "too_early");
    problem(api().send("A-1999-000001", {{"event", "approved"}}, "second"), 404);
    problem(api().get("/api/v1/applications/A-1999-000001"), 404);
    problem(api().get("/api/v1/applications/A-1999-000001/journal"), 404);

    const auto held = json{{"event", "held"}, {"data", {{"reason", "holiday"}}}};
    const auto stale = api().send(reference, held, "clerk", {{"If-Match", "\"99\""}});
    problem(stale, 412);
    CHECK_FALSE(stale.get_header_value("ETag").empty());
    problem(api().send(reference, held, "clerk", {{"If-Match", "W/\"1\""}}), 412);
    const auto key = httplib::Headers{{"Idempotency-Key", "hold it"}};
    const auto done = api().send(reference, held, "clerk", key);
    CHECK_EQ(done.status, 200);
    const auto again = api().send(reference, held, "clerk", key);
    CHECK_EQ(again.body, done.body);
    CHECK_EQ(again.get_header_value("Idempotent-Replayed"), "true");
}

TEST_CASE("412 is for who has not seen the latest, 409 for who has and may not, or does not say") {
    const auto reference = api().opened();
    const auto held = json{{"event", "held"}, {"data", {{"reason", "holiday"}}}};
    const auto resumed = json{{"event", "resumed"}};
    const auto send = [&](const json& event, const httplib::Headers& headers) {
        return api().send(reference, event, "clerk", headers);
    };
    const auto journal = "/api/v1/applications/" + reference + "/journal";
    REQUIRE_EQ(send(held, {{"If-Match", "\"1\""}, {"Idempotency-Key", "hold"}}).status, 200);

    // Not allowed in this state either way: what counts first is what the caller has seen.
    const auto stale = send(held, {{"If-Match", "\"1\""}});
    problem(stale, 412);
    CHECK_EQ(stale.get_header_value("ETag"), "\"2\"");
    CHECK(problem(send(held, {{"If-Match", "\"2\""}}), 409).contains("event"));
    problem(send(held, {}), 409);
    problem(send(held, {{"If-Match", "*"}}), 409);
    for (const auto* tag : {"\"3\"", "2", "W/\"2\"", "\"\"", "\"1\", \"2\"", "\"two\""}) {
        CAPTURE(tag);
        problem(send(resumed, {{"If-Match", tag}}), 412);
    }
    // Of all these the three that were heard, and refused, stand in the journal.
    CHECK_EQ(read(api().get(journal)).at("items").size(), 5);

    // A repeat is answered as it was, whatever has happened since.
    const auto again = send(held, {{"If-Match", "\"1\""}, {"Idempotency-Key", "hold"}});
    CHECK_EQ(again.status, 200);
    CHECK_EQ(again.get_header_value("Idempotent-Replayed"), "true");

    const auto without = send(resumed, {});
    CHECK_EQ(without.status, 200);
    CHECK_EQ(without.get_header_value("ETag"), "\"3\"");
    problem(api().send("A-1999-000001", held, "clerk", {{"If-Match", "\"1\""}}), 404);
}

TEST_CASE("a key is for one request to one application") {
    const auto first = api().opened();
    const auto second = api().opened();
    const auto held = json{{"event", "held"}, {"data", {{"reason", "holiday"}}}};
    const auto key = httplib::Headers{{"Idempotency-Key", "one place"}};
    CHECK_EQ(api().send(first, held, "clerk", key).status, 200);
    const auto elsewhere = api().send(second, held, "clerk", key);
    CHECK_EQ(problem(elsewhere, 422).at("Idempotency-Key").at("code"), "key_reused");
    CHECK_EQ(read(api().get("/api/v1/applications/" + second)).at("version"), 1);
    const auto by_id = read(api().get("/api/v1/applications/" + first)).at("id").get<std::string>();
    CHECK_EQ(api().send(by_id, held, "clerk", key).status, 200);  // The same place, otherwise said.
}

TEST_CASE("a key stays for ever, so it is no one's address") {
    for (const auto* key : {"an@firm.example-1", "Zo\xc3\xab"}) {
        CAPTURE(key);
        const auto refused = api().apply(tests::sign_up(), {{"Idempotency-Key", key}});
        CHECK_EQ(problem(refused, 422).at("Idempotency-Key").at("code"), "key_characters");
    }
    CHECK_EQ(api().apply(tests::sign_up(), {{"Idempotency-Key", "\"8e03/a+b=c.d:e_f\""}}).status,
             201);
}

TEST_CASE("a document has the size that the configuration allows, and the name of its content") {
    const auto send = [](const std::string& body) {
        return api().post("/api/v1/documents", body, "website", {}, "application/pdf");
    };
    const auto padded = [](std::size_t size) {  // A comment in the middle fills it up.
        const auto least = simulators::blank_pdf("").size();
        auto pdf = simulators::blank_pdf(std::string(size - least, 'x'));
        // Its last table is named by its place, which may take more digits.
        return pdf.size() == size
                   ? pdf
                   : simulators::blank_pdf(std::string(2 * size - least - pdf.size(), 'x'));
    };
    const auto largest = send(padded(100'000));
    CHECK_EQ(largest.status, 201);
    problem(send(padded(100'001)), 413);
    const auto id = read(largest).at("id").get<std::string>();
    CHECK_EQ(api().database.ask("select received_from || ' ' || size from documents where id = '" +
                                id + "'"),
             "token:website 100000");
    CHECK_EQ(read(send(padded(100'000))).at("id"), id);

    // What nobody could open is refused by name, in the sender's language.
    auto broken = simulators::blank_pdf("");
    broken.erase(broken.find("/Root 1 0 R"), 11);
    const auto refused = send(broken);
    problem(refused, 422);
    CHECK_EQ(read(refused).at("errors")[0].at("field"), "content");
    CHECK_EQ(read(refused).at("errors")[0].at("code"), "pdf_broken");

    // A byte that is lost makes it another document; the database takes none under a wrong name.
    CHECK_NE(read(send(padded(99'999))).at("id"), id);
    CHECK_THROWS_AS(
        api().database.ask("update documents set content = 'x', size = 1 where id = '" + id + "'"),
        pqxx::check_violation);
}

TEST_CASE("applications and journals are read page by page") {
    const auto reference = api().opened();
    api().opened();
    const auto page = read(api().get("/api/v1/applications?limit=1"));
    REQUIRE_EQ(page.at("items").size(), 1);
    const auto next = read(
        api().get("/api/v1/applications?limit=1&cursor=" + page.at("next").get<std::string>()));
    CHECK_NE(next.at("items")[0].at("reference"), page.at("items")[0].at("reference"));
    problem(api().get("/api/v1/applications?state=happy"), 422);
    problem(api().get("/api/v1/applications?colour=blue"), 422);
    problem(api().get("/api/v1/applications?limit=0"), 422);
    problem(api().get("/api/v1/applications?limit=1&limit=2"), 422);

    api().send(reference, {{"event", "held"}, {"data", {{"reason", "holiday"}}}}, "clerk");
    const auto journal = "/api/v1/applications/" + reference + "/journal";
    const auto first = read(api().get(journal + "?limit=1"));
    REQUIRE_EQ(first.at("items").size(), 1);
    CHECK_EQ(first.at("items")[0].at("event"), "submitted");
    CHECK_EQ(first.at("items")[0].at("actor"), "token:website");
    const auto rest = read(api().get(journal + "?cursor=" + first.at("next").get<std::string>()));
    CHECK_EQ(rest.at("items")[0].at("event"), "held");
    CHECK(rest.at("next").is_null());
    problem(api().get(journal + "?limit=201"), 422);
    problem(api().get(journal + "?cursor=x"), 422);
}

TEST_CASE("a cursor is of its list alone, and one that was tampered with is refused by its field") {
    const auto reference = api().opened();
    const auto other = api().opened();
    for (const auto& each : {reference, other})
        api().send(each, {{"event", "held"}, {"data", {{"reason", "holiday"}}}}, "clerk");
    const auto list = std::string{"/api/v1/applications"};
    const auto journal = list + "/" + reference + "/journal";
    const auto next = [&](const std::string& path) {
        return read(api().get(path + "?limit=1")).at("next").get<std::string>();
    };
    const auto of_list = next(list);
    const auto of_journal = next(journal);
    CHECK_EQ(of_list.size(), 24);
    CHECK_EQ(of_list.find(api().database.ask("select max(id) from cases")), std::string::npos);
    auto tampered = of_list;
    tampered[15] = tampered[15] == '0' ? '1' : '0';
    const auto refused = [&](const std::string& path, const std::string& cursor) {
        CAPTURE(cursor);
        const auto said = problem(api().get(path + "?cursor=" + cursor), 422);
        REQUIRE(said.contains("cursor"));
        CHECK_EQ(said.at("cursor").at("code"), "cursor_unknown");
    };
    for (const auto& cursor :
         {std::string{}, std::string{"2"}, of_list.substr(0, 23), of_list + "0", tampered,
          std::string(24, 'x'), of_journal, next(list + "/" + other + "/journal")})
        refused(list, cursor);
    for (const auto& cursor : {std::string{"1"}, of_list, next(list + "/" + other + "/journal")})
        refused(journal, cursor);
}

TEST_CASE("the workflow, the probes and the counters answer") {
    CHECK_FALSE(read(api().get("/api/v1/workflow")).empty());
    CHECK_EQ(api().get("/livez", "").status, 200);
    CHECK_EQ(api().get("/readyz", "").status, 200);
    const auto metrics = api().get("/metrics", "");
    CHECK_EQ(metrics.status, 200);
    CHECK(metrics.body.find(
              R"(doorstep_http_requests_total{method="GET",route="/livez",status="200"})") !=
          std::string::npos);
}

// Exactly those: end_to_end/contract calls whatever it lists, of a whole server.
TEST_CASE("the OpenAPI document lists the routes that there are") {
    const auto document = read(api().get("/api/v1/openapi.json", ""));
    CHECK_EQ(document.at("openapi"), "3.1.0");
    std::set<std::string> described;
    for (const auto& [path, methods] : document.at("paths").items())
        for (const auto& [method, operation] : methods.items()) {
            std::string name = method;
            std::ranges::transform(name, name.begin(),
                                   [](char c) { return static_cast<char>(c - 'a' + 'A'); });
            described.insert(name + " " + path);
            CHECK(operation.contains("responses"));
        }
    std::set<std::string> served;
    for (const auto& route : api().routes()) served.insert(route.method + " " + route.pattern);
    for (const auto& route : served) CHECK_MESSAGE(described.contains(route), route);

    const auto whole = document.dump();  // References lead somewhere.
    for (auto at = whole.find("\"#/"); at != std::string::npos; at = whole.find("\"#/", at + 1)) {
        const auto pointer = whole.substr(at + 2, whole.find('"', at + 1) - at - 2);
        CHECK_MESSAGE(document.contains(json::json_pointer{pointer}), pointer);
    }
}

}  // namespace api_test
