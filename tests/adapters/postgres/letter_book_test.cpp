// The custody of letters follows the journal, whoever writes it.

#include "adapters/postgres/letter_book.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "tests/database.hpp"

namespace letter_book_test {

namespace {

// Writes what a decision writes: a line in the journal, and what it asks for.
struct Office {
    tests::Database database;
    postgres::Pool pool{database.address(), 2};
    postgres::LetterBook book{pool};
    int line = 5;

    void happen(const std::string& event, const std::string& data = "{}",
                const std::vector<std::pair<std::string, std::string>>& effects = {}) {
        ++line;
        const auto number = std::to_string(line);
        database.ask(
            "insert into journal (case_id, line, at, event, actor, source, delivery, after, "
            "decided, entry, hash, data) values (7, " +
            number + ", '2026-11-24 10:00Z', '" + event + "', 'token:post', 'test', '" + number +
            "', 'payment_due', true, '', '', '" + data + "')");
        int position = 0;
        for (const auto& [effect, what] : effects)
            database.ask("insert into outbox (key, case_id, effect, data, due_at) values ('A-7/" +
                         number + "/" + std::to_string(++position) + "', 7, '" + effect + "', '" +
                         what + "', now())");
    }
    void hand_over(const std::string& key, const std::string& letter) {
        book.open({.claim = {}, .key = key, .of = {7}, .reference = "A-7", .effect = {}},
                  {"folder", "/letters"}, "2026-11-24");
        book.note_handed_over(
            key, letter, {.pdf = "", .sha256 = "abc", .pages = 1, .template_version = "2026.2"},
            {});
    }
    std::string log(std::size_t which) {
        std::string all;
        const auto letters = book.of_case({7});
        for (const auto& each : letters.at(which).log)
            all += each.custody + ' ' + std::to_string(each.line) + ' ' + each.actor + ' ' +
                   each.reason + '\n';
        return all;
    }
};

const std::pair<std::string, std::string> a_letter{"post_security_letter", "{}"};

}  // namespace

TEST_CASE("a letter's custody is asked, printed, posted, returned, and voided by a reprint") {
    Office office;
    office.happen("contract_signed", "{}", {a_letter});
    office.hand_over("A-7/6/1", "L-1");
    office.happen("letter_printed", R"({"letter": "L-1", "registrar_id": "100001"})");
    office.happen("letter_posted", R"({"letter": "L-1"})");
    office.happen("letter_returned", R"({"letter": "L-1", "reason": "moved"})");
    CHECK_EQ(office.book.list("returned", 0, 10).size(), 1);
    office.happen("letter_reissued", R"({"reason": "new address"})",
                  {{"void_security_letter", R"({"letter": "L-1"})"}, a_letter});
    CHECK_EQ(office.log(0),
             "asked 6 token:post \nprinted 7 token:post \nposted 8 token:post \n"
             "returned 9 token:post moved\nvoided 10 token:post new address\n");
    CHECK_EQ(office.log(1), "reprinted 10 token:post new address\n");
    const auto letters = office.book.of_case({7});
    CHECK_EQ(letters[1].replaces, "A-7/6/1");
    CHECK_EQ(letters[0].custody, "voided");
    CHECK_EQ(letters[1].custody, "asked");

    office.happen("letter_posted", R"({"letter": "L-1"})");  // Too late for it.
    CHECK_EQ(office.book.of_case({7})[0].custody, "voided");
}

TEST_CASE("one that nobody has printed is void when another is asked for") {
    Office office;
    office.happen("contract_signed", "{}", {a_letter});
    office.happen("letter_reissued", R"({"reason": "the printer is broken"})", {a_letter});
    CHECK_EQ(office.book.of_case({7})[0].custody, "voided");
    CHECK_EQ(office.log(1), "reprinted 7 token:post the printer is broken\n");
}

TEST_CASE("a refusal moves no letter, and nobody rewrites the custody") {
    Office office;
    office.happen("contract_signed", "{}", {a_letter});
    office.hand_over("A-7/6/1", "L-1");
    office.database.ask(
        "insert into journal (case_id, line, at, event, actor, source, delivery, after, decided, "
        "entry, hash, data) values (7, 99, now(), 'letter_posted', 'x', 'test', '99', 'closed', "
        "false, '', '', '{\"letter\": \"L-1\"}')");
    CHECK_EQ(office.book.of_case({7})[0].custody, "asked");
    CHECK_THROWS(office.database.ask("update letter_custody set custody = 'posted'"));
    CHECK_THROWS(office.database.ask("delete from letter_custody"));
    CHECK_THROWS(office.database.ask("truncate letter_custody"));
}

TEST_CASE("letters are listed newest first, page by page, and named by key or by name") {
    Office office;
    for (int i = 0; i < 3; ++i) office.happen("letter_reissued", "{}", {a_letter});
    const auto all = office.book.list("", 0, 10);
    REQUIRE_EQ(all.size(), 3);
    CHECK_EQ(all[0].key, "A-7/8/1");
    CHECK_EQ(office.book.list("", all[0].number, 10)[0].key, "A-7/7/1");
    CHECK_EQ(office.book.list("asked", 0, 10).size(), 1);
    CHECK_EQ(office.book.named("A-7-8-1").value().key, "A-7/8/1");
    office.hand_over("A-7/8/1", "L-9");
    CHECK_EQ(office.book.named("L-9").value().key, "A-7/8/1");
    CHECK_FALSE(office.book.named("A-7-8-2"));
}

}  // namespace letter_book_test
