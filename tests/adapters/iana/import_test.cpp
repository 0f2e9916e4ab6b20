// Versions of IANA's list on a real database, fetched from a real server.

#include <doctest/doctest.h>
#include <httplib.h>

#include <atomic>
#include <functional>
#include <thread>

#include "adapters/curl/client.hpp"
#include "tests/adapters/iana/bureau.hpp"
#include "tests/shared_data.hpp"

namespace import_test {

using tests::Bureau;
using tests::list_of;
using Kind = iana::Refresh::News::Kind;

namespace {

std::string counts(const adapters::KeptDifference& kept) {
    const auto& [added, changed, terminated, removed] = kept.difference;
    return std::to_string(kept.rows) + " " + std::to_string(added.size()) + " " +
           std::to_string(changed.size()) + " " + std::to_string(terminated.size()) + " " +
           std::to_string(removed.size()) + " " + std::to_string(kept.tasks);
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

// A server with one version of the list, its entity tag, and a count of who asked how.
struct Publisher {
    Publisher() {
        server.Get("/list.csv",
                   [this](const httplib::Request& request, httplib::Response& response) {
                       ++asked;
                       if (fails) {
                           response.status = 503;
                           return;
                       }
                       response.set_header("ETag", etag);
                       if (request.get_header_value("If-None-Match") == etag) {
                           ++not_modified;
                           response.status = 304;
                       } else {
                           response.set_content(list, "text/csv");
                       }
                   });
        // Or stop() would wait for five seconds for a caller who keeps its connection.
        server.set_keep_alive_timeout(1);
        port = server.bind_to_any_port("127.0.0.1");
        thread = std::thread{[this] { server.listen_after_bind(); }};
        while (!server.is_running()) std::this_thread::yield();
    }
    ~Publisher() {
        server.stop();
        thread.join();
    }

    httplib::Server server;
    int port = 0;
    std::thread thread;
    std::string list, etag;
    std::atomic<bool> fails = false;
    std::atomic<int> asked = 0, not_modified = 0;
};

}  // namespace

TEST_CASE("the official list is imported, and a second time nothing changes") {
    const auto bytes = tests::shared_text("data/iana/registrar-ids-1.csv");
    if (!bytes) return;
    Bureau bureau;
    CHECK_EQ(counts(bureau.desk.import(*bytes, "registrar-ids-1.csv", "cli")), "4177 4177 0 0 0 0");
    const auto again = bureau.desk.import(*bytes, "registrar-ids-1.csv", "cli");
    CHECK(again.known);
    CHECK_EQ(counts(again), "4177 0 0 0 0 0");
    CHECK_EQ(bureau.database.ask("select count(*) from iana_lists"), "1");

    auto newer = replaced(*bytes, "2,\"Network Solutions, LLC\",Accredited,",
                          "2,\"Network Solutions, LLC\",Terminated,");
    newer = replaced(newer, "16,AOL LLC,", "16,AOL Inc.,") + "7777777,New One,Accredited,\r\n";
    CHECK_EQ(counts(bureau.desk.import(newer, "newer.csv", "cli")), "4178 1 1 1 0 0");
    CHECK_EQ(bureau.lists.find(2)->status, adapters::Accredited::terminated);
    CHECK_EQ(bureau.lists.find(16)->name, "AOL Inc.");
    CHECK_EQ(bureau.lists.all().size(), 4178);
    CHECK_EQ(bureau.database.ask("select status from iana_registrars where iana_id = 2 order by "
                                 "since_list limit 1"),
             "accredited");

    // A part of it, cut at the end of a line, is not taken for the list.
    const auto part = bytes->substr(0, bytes->find("\r\n", 80'000) + 2);
    CHECK_THROWS_AS(bureau.desk.import(part, "part.csv", "cli"), engine::Rejected);
    CHECK_THROWS_AS(bureau.desk.import(bytes->substr(0, 100'000), "cut.csv", "cli"),
                    engine::Rejected);
    CHECK_EQ(bureau.lists.all().size(), 4178);
    // And back again.
    CHECK_EQ(counts(bureau.desk.import(*bytes, "registrar-ids-1.csv", "cli")), "4177 0 2 0 1 0");
}

TEST_CASE("an id is judged by the list, and by what is known without one") {
    Bureau bureau;
    const auto told = [&](const std::string& text) {
        const auto [checked, values] = bureau.desk.check(text);
        return checked.normalised + " " + checked.code;
    };
    CHECK_EQ(told("292"), "292 iana_unavailable");
    CHECK_EQ(told("9999"), " iana_id_reserved");
    CHECK_EQ(told("0292"), " iana_id_format");
    bureau.desk.import(list_of({"292,MarkMonitor Inc.,Accredited,https://rdap.example/",
                                "6,asf,Terminated,", "500,Odd One,Reserved,"}),
                       "list.csv", "cli");
    CHECK_EQ(told(" 292 "), "292 ");
    CHECK_EQ(told("6"), " iana_id_terminated");
    CHECK_EQ(told("500"), " iana_id_reserved");
    CHECK_EQ(told("7"), " iana_id_unknown");
    CHECK_EQ(told("Mark"), " iana_id_format");

    const auto by_name = bureau.desk.find("markmonitor", "en");
    REQUIRE_EQ(by_name.at("items").size(), 1);
    CHECK_EQ(by_name.at("items")[0].at("iana_id"), 292);
    CHECK_EQ(by_name.at("items")[0].at("explanation"),
             "The names are the same but for capitals, accents, punctuation, the order of words or "
             "the legal form: markmonitor.");
    CHECK_EQ(bureau.desk.find("292", "en").at("items")[0].at("name"), "MarkMonitor Inc.");
    CHECK(bureau.desk.find("8", "en").at("items").empty());
}

TEST_CASE("a list is fetched when it is due, and not sent again while it is the same") {
    Bureau bureau;
    Publisher publisher;
    publisher.list = list_of({"2,A,Accredited,", "3,B,Accredited,"});
    publisher.etag = "\"one\"";
    curl::Client client{{.allow_http = true, .allow_loopback = true}};
    const auto send = [&](const adapters::Call& call) { return client.call(call); };
    const auto url = "http://127.0.0.1:" + std::to_string(publisher.port) + "/list.csv";
    auto refresh = iana::Refresh{{url, std::chrono::hours{24}}, bureau.lists, send};
    auto now = bureau.reading.now();
    CHECK(refresh.look(now).kind == Kind::imported);
    CHECK_EQ(bureau.lists.latest()->etag, "\"one\"");
    CHECK(refresh.look(now + std::chrono::hours{23}).kind == Kind::none_due);
    CHECK_EQ(publisher.asked, 1);

    // Another process knows by the database that it is not due yet.
    auto other = iana::Refresh{{url, std::chrono::hours{24}}, bureau.lists, send};
    CHECK(other.look(now + std::chrono::hours{23}).kind == Kind::none_due);
    CHECK(other.look(now + std::chrono::hours{25}).kind == Kind::nothing_new);
    CHECK_EQ(publisher.not_modified, 1);

    publisher.list = list_of({"2,A,Terminated,", "3,B,Accredited,"});
    publisher.etag = "\"two\"";
    publisher.fails = true;
    CHECK_THROWS_AS(refresh.look(now + std::chrono::hours{50}), engine::Unavailable);
    CHECK(refresh.look(now + std::chrono::hours{50}).kind == Kind::none_due);  // Not at once.
    publisher.fails = false;
    const auto news = refresh.look(now + std::chrono::hours{53});
    CHECK(news.kind == Kind::imported);
    CHECK_EQ(counts(news.kept), "2 0 0 1 0 0");

    publisher.list = "<html>We have moved.</html>";
    publisher.etag = "\"three\"";
    CHECK_THROWS_AS(refresh.look(now + std::chrono::hours{100}), engine::Rejected);
    CHECK_EQ(bureau.lists.latest()->etag, "\"two\"");
}

TEST_CASE("without an address or a rhythm nothing is fetched") {
    Bureau bureau;
    const auto never = [](const adapters::Call&) -> adapters::Reply {
        throw std::logic_error{"?"};
    };
    for (const auto& settings : {iana::Refresh::Settings{"", std::chrono::hours{1}},
                                 iana::Refresh::Settings{"https://list.example", {}}}) {
        auto refresh = iana::Refresh{settings, bureau.lists, never};
        CHECK_FALSE(refresh.is_wanted());
        CHECK(refresh.look(bureau.reading.now()).kind == Kind::none_due);
    }
}

}  // namespace import_test
