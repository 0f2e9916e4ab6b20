// A sealed spool on a real database, with letters as they are really drawn.

#pragma once

#include <doctest/doctest.h>

#include <functional>
#include <optional>
#include <stdexcept>
#include <string>

#include "adapters/config/catalogue.hpp"
#include "adapters/letters/spool.hpp"
#include "adapters/papers/paperwork.hpp"
#include "adapters/postgres/codes.hpp"
#include "adapters/postgres/letter_book.hpp"
#include "adapters/postgres/sent_papers.hpp"
#include "tests/adapters/invoice/sample.hpp"
#include "tests/adapters/neighbours/seams.hpp"
#include "tests/database.hpp"

namespace tests {

// Where a server may be killed: after what it asked of the world, and before it noted that.
struct Killed : std::runtime_error {
    using std::runtime_error::runtime_error;
};

class BookOfTheKilled final : public adapters::LetterBook {
public:
    explicit BookOfTheKilled(postgres::Pool& pool) : book_{pool} {}

    std::string killed_before;  // "note_job", "note_handed_over", "note_sending"; or after, "+…".

    adapters::BookedLetter open(const engine::Work& work, const adapters::Carrier& carrier,
                                const std::string& today) override {
        return book_.open(work, carrier, today);
    }
    void note_job(const std::string& key, int job) override {
        die("note_job");
        book_.note_job(key, job);
        die("+note_job");
    }
    void note_sending(const std::string& key, bool may_be_out) override {
        die("note_sending");
        book_.note_sending(key, may_be_out);
        die("+note_sending");
    }
    void note_handed_over(const std::string& key, const std::string& letter,
                          const adapters::DrawnLetter& drawn,
                          std::optional<Seconds> look_in) override {
        die("note_handed_over");
        book_.note_handed_over(key, letter, drawn, look_in);
        die("+note_handed_over");
    }
    std::vector<adapters::BookedLetter> to_look_at(int limit, Seconds again_in) override {
        return book_.to_look_at(limit, again_in);
    }
    void stop_looking(const std::string& key, const std::string& trouble) override {
        book_.stop_looking(key, trouble);
    }
    std::optional<adapters::BookedLetter> named(const std::string& letter) override {
        return book_.named(letter);
    }
    std::vector<adapters::ListedLetter> of_case(engine::CaseId id) override {
        return book_.of_case(id);
    }
    std::vector<adapters::ListedLetter> list(const std::string& custody, std::int64_t before,
                                             int limit) override {
        return book_.list(custody, before, limit);
    }
    std::map<std::string, std::int64_t> counts() override { return book_.counts(); }

private:
    void die(const std::string& here) {
        if (killed_before != here) return;
        killed_before.clear();
        throw Killed{here};
    }
    postgres::LetterBook book_;
};

struct Spooling {
    Database database;
    postgres::Pool pool{database.address(), 4};
    postgres::Codes codes{pool, {.sealing_key = std::string(32, 'k')}};
    BookOfTheKilled book{pool};
    postgres::SentPapers sent_papers{pool};
    states::Catalogue catalogue = built_in_catalogue();
    std::string today = "2026-11-24";
    papers::Paperwork paperwork{catalogue, papers::template_files(), sent_papers,
                                [this] { return today; }};

    letters::Spool spool() {
        return {
            .codes = codes,
            .book = book,
            .draw = [this](const auto& letter,
                           const auto& words) { return paperwork.security_letter(letter, words); },
            .today = [this] { return today; }};
    }
    static states::PostSecurityLetter letter(const std::string& registrar_id = "") {
        return {.language = "nl",
                .registrar_id = registrar_id,
                .organisation = organisation(),
                .representative = representative()};
    }
    bool is_sealed(const std::string& key) {
        return database.ask("select count(sealed) from codes where effect_key = '" + key + "'") ==
               "1";
    }
    adapters::ListedLetter kept() { return book.list("", 0, 1).at(0); }
    // No code and no PDF stands anywhere but under a seal.
    bool tells_no_code(const std::string& code) {
        const auto all = database.ask("select string_agg(l::text, ' ') from letters l") +
                         database.ask("select string_agg(c::text, ' ') from codes c");
        return all.find(code) == std::string::npos && all.find("%PDF") == std::string::npos &&
               database.ask("select count(*) from documents") == "0";
    }
};

}  // namespace tests
