// A mailbox on a real Dovecot, kept in a real PostgreSQL.

#include "adapters/imap/poller.hpp"

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "adapters/curl/mail_line.hpp"
#include "adapters/postgres/mail_book.hpp"
#include "adapters/postgres/pool.hpp"
#include "engine/fault.hpp"
#include "tests/adapters/imap/dovecot.hpp"
#include "tests/database.hpp"

namespace poller_test {

namespace {

using imap::message_id_in;
using std::string_literals::operator""s;
using tests::Dovecot;

std::string mail(const std::string& id, const std::string& text = "Good day.") {
    return "From: an@voorbeeld.example\r\nTo: intake@registry.example\r\nMessage-ID: <" + id +
           ">\r\nSubject: A question\r\n\r\n" + text + "\r\n";
}

imap::Line line_to(const std::string& url, const std::string& password = Dovecot::password) {
    const auto line = std::make_shared<curl::MailLine>(curl::ImapSettings{
        .url = url, .user = Dovecot::user, .password = password, .starttls = false});
    return {.say = [line](std::string_view bytes) { line->say(bytes); },
            .hear = [line] { return line->hear(); }};
}

// Breaks when a word is said for the n-th time, before or after the server hears it.
struct Breaking {
    std::string word;
    bool before = true;
    bool broken = false;

    imap::Line around(const imap::Line& line) {
        return {.say =
                    [this, line](std::string_view bytes) {
                        const bool now = !broken && bytes.find(word) != std::string_view::npos;
                        if (now) broken = true;
                        if (now && before) throw engine::Unavailable{"broken before " + word};
                        line.say(bytes);
                        if (now) {
                            line.hear();  // It was done.
                            throw engine::Unavailable{"broken after " + word};
                        }
                    },
                .hear = line.hear};
    }
};

struct Office {
    Dovecot dovecot;
    tests::Database database;
    postgres::Pool pool{database.address(), 4};
    postgres::MailBook book{pool};
    std::vector<std::string> troubles;

    imap::Settings settings(const std::string& holder, std::size_t size_max) const {
        return {.mailbox = "intake@here/INBOX",
                .holder = holder,
                .size_max = size_max,
                .lease = std::chrono::seconds{60},
                .every = std::chrono::seconds{0}};
    }
    // Everything with "person" in it waits for one; the rest is closed.
    void understand() {
        for (const auto& unread : book.claim_unread(100, std::chrono::seconds{60})) {
            const bool person = unread.raw.find("person") != std::string::npos || !unread.whole;
            book.settle(unread, {.kind = "other", .sender = "", .subject = "", .reading = {}},
                        {.state = person ? "unclear" : "closed"}, 0);
        }
    }
    imap::Poller poller(const std::string& holder = "one",
                        std::size_t size_max = 40UL * 1024 * 1024, Breaking* breaking = nullptr) {
        return {settings(holder, size_max), book,
                [this, breaking] {
                    auto line = line_to(dovecot.url());
                    return breaking ? breaking->around(line) : line;
                },
                [this] { understand(); },
                [this](const std::string& trouble) { troubles.push_back(trouble); }};
    }
    std::string count(const std::string& where = "true") const {
        return database.ask("select count(*) from mails_in where " + where);
    }
};

}  // namespace

TEST_CASE("a Message-ID is found in any head, and only there") {
    CHECK_EQ(message_id_in(mail("a.b@c")), "a.b@c");
    CHECK_EQ(message_id_in("MESSAGE-id:\r\n <folded@id>\r\n\r\n"), "folded@id");
    CHECK_EQ(message_id_in("Subject: x\nMessage-Id: <unix@lines>\n\n"), "unix@lines");
    CHECK_EQ(message_id_in("Subject: x\r\n\r\nMessage-ID: <in@body>\r\n"), "");
    CHECK_EQ(message_id_in("Message-ID: no brackets \xff\x01 here\r\n\r\n"), "nobracketshere");
    CHECK_EQ(message_id_in(""), "");
    CHECK_EQ(message_id_in("Message-ID: <" + std::string(5000, 'x') + ">\n\n").size(), 998);
}

TEST_CASE("mails are kept raw, settled, and moved into folders that are made for it") {
    Office office;
    const auto plain = mail("one@x");
    office.dovecot.deliver(plain);
    office.dovecot.deliver(mail("two@x", "for a person"));
    auto poller = office.poller();
    CHECK_EQ(poller.take_some(), 4);  // Two kept, two moved.
    CHECK_EQ(office.count(), "2");
    CHECK_EQ(office.book.raw(1), plain);
    CHECK_EQ(office.dovecot.count(), 0);
    CHECK_EQ(office.dovecot.count("Processed"), 1);
    CHECK_EQ(office.dovecot.count("To people"), 1);
    CHECK_EQ(poller.take_some(), 0);
    CHECK(office.troubles.empty());

    SUBCASE("what a person puts back is known, and moved again") {
        office.dovecot.put_back("Processed");
        CHECK_EQ(office.dovecot.count(), 1);
        for (int i = 0; i < 3; ++i) poller.take_some();
        CHECK_EQ(office.count(), "2");
        CHECK_EQ(office.dovecot.count(), 0);
    }
}

TEST_CASE("new UIDs and a new UIDVALIDITY do not make a mail new") {
    Office office;
    office.dovecot.deliver(mail("one@x"));
    office.dovecot.deliver(mail("two@x", "for a person"));
    // Kept, and the connection breaks before they are moved.
    Breaking breaking{"MOVE"};
    auto first = office.poller("one", 1'000'000, &breaking);
    CHECK_THROWS_AS(first.take_some(), engine::Unavailable);
    CHECK_EQ(office.count(), "2");
    office.dovecot.forget_uids();
    office.dovecot.deliver(mail("three@x"));
    auto second = office.poller();
    CHECK_GT(second.take_some(), 0);
    CHECK_EQ(office.count(), "3");
    CHECK_EQ(office.database.ask("select count(distinct uid_validity) from mail_places"), "2");
    CHECK_EQ(office.dovecot.count(), 0);
    CHECK_EQ(office.dovecot.count("Processed"), 2);
    CHECK_EQ(office.dovecot.count("To people"), 1);
}

TEST_CASE("whatever a connection breaks at, no mail is lost and none is doubled") {
    for (const auto* word : {"SELECT", "FETCH 1:*", "BODY.PEEK", "CREATE", "MOVE"})
        for (const bool before : {true, false}) {
            CAPTURE(word);
            CAPTURE(before);
            Office office;
            for (int i = 0; i < 3; ++i) office.dovecot.deliver(mail(std::to_string(i) + "@x"));
            Breaking breaking{word, before};
            auto poller = office.poller("one", 1'000'000, &breaking);
            CHECK_THROWS_AS(poller.take_some(), engine::Unavailable);
            CHECK(breaking.broken);
            for (int i = 0; i < 3; ++i) poller.take_some();
            CHECK_EQ(office.count(), "3");
            CHECK_EQ(office.count("state = 'closed'"), "3");
            CHECK_EQ(office.dovecot.count(), 0);
            CHECK_EQ(office.dovecot.count("Processed"), 3);
            CHECK_EQ(office.database.ask("select count(*) from mail_places where moved_at is null"),
                     "0");
        }
}

TEST_CASE("neither 20 MB nor nonsense blocks the mails behind") {
    Office office;
    office.dovecot.deliver(mail("large@x", std::string(20'000'000, 'L')));
    office.dovecot.deliver("\xff\xfe\x00 no mail at all {12}\r\n"s);
    office.dovecot.deliver("");
    office.dovecot.deliver(mail("behind@x"));
    auto poller = office.poller();
    poller.take_some();
    CHECK_EQ(office.count(), "4");
    CHECK_EQ(office.count("size > 20000000 and whole and length(raw) = size"), "1");
    CHECK_EQ(office.count("message_id = 'behind@x' and state = 'closed'"), "1");
    CHECK_EQ(office.dovecot.count(), 0);
    CHECK(office.troubles.empty());
}

TEST_CASE("of a mail that is too large the head is kept, and a person looks") {
    Office office;
    office.dovecot.deliver(mail("large@x", std::string(5000, 'L')));
    office.dovecot.deliver(mail("behind@x"));
    auto poller = office.poller("one", 1000);
    poller.take_some();
    CHECK_EQ(office.count("message_id = 'large@x' and not whole and size > 5000"), "1");
    CHECK_EQ(office.book.raw(1)->find("LLLL"), std::string::npos);
    CHECK_EQ(office.dovecot.count("To people"), 1);
    CHECK_EQ(office.dovecot.count("Processed"), 1);
}

TEST_CASE("one server at a time looks into a mailbox") {
    Office office;
    CHECK(office.book.take_turn("box", "one", std::chrono::seconds{60}, std::chrono::seconds{0}));
    CHECK_FALSE(
        office.book.take_turn("box", "two", std::chrono::seconds{60}, std::chrono::seconds{0}));
    CHECK(office.book.keep_turn("box", "one", std::chrono::seconds{60}));
    CHECK_FALSE(office.book.keep_turn("box", "two", std::chrono::seconds{60}));
    office.book.end_turn("box", "two", "");  // Not its own.
    CHECK(office.book.keep_turn("box", "one", std::chrono::seconds{60}));
    office.book.end_turn("box", "one", "");
    CHECK(
        office.book.take_turn("box", "two", std::chrono::seconds{60}, std::chrono::seconds{3600}));
    office.book.end_turn("box", "two", "");
    // Its next turn is in an hour, whoever asks.
    CHECK_FALSE(
        office.book.take_turn("box", "one", std::chrono::seconds{60}, std::chrono::seconds{0}));
}

TEST_CASE("two servers that look at the same time take no mail twice") {
    Office office;
    constexpr int many = 30;
    for (int i = 0; i < many; ++i) office.dovecot.deliver(mail(std::to_string(i) + "@x"));
    const auto work = [&](const std::string& holder) {
        auto poller = office.poller(holder);
        for (int i = 0; i < 10; ++i) poller.take_some();
    };
    std::jthread one{work, "one"};
    std::jthread two{work, "two"};
    one.join();
    two.join();
    CHECK_EQ(office.count(), std::to_string(many));
    CHECK_EQ(office.database.ask("select count(*) from mail_places"), std::to_string(many));
    CHECK_EQ(office.dovecot.count("Processed"), many);
    CHECK_EQ(office.dovecot.count(), 0);
}

TEST_CASE("a wrong password and a server that is away are told, and pass") {
    Office office;
    CHECK_THROWS_WITH_AS(line_to(office.dovecot.url(), "wrong"), doctest::Contains("denied"),
                         engine::Unavailable);
    office.dovecot.deliver(mail("one@x"));
    office.dovecot.stop();
    auto poller = office.poller();
    CHECK_THROWS_AS(poller.take_some(), engine::Unavailable);
    office.dovecot.start();
    CHECK_GT(poller.take_some(), 0);
    CHECK_EQ(office.count(), "1");
}

}  // namespace poller_test
