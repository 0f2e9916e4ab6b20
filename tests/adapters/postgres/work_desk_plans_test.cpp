// That the work desk and the search stay quick with many applications: PostgreSQL says how it found
// what it was asked for.

#include <doctest/doctest.h>

#include <pqxx/pqxx>
#include <regex>
#include <set>
#include <string>

#include "adapters/postgres/pool.hpp"
#include "adapters/postgres/statements.hpp"
#include "adapters/postgres/work_desk.hpp"
#include "adapters/search_words.hpp"
#include "tests/database.hpp"

namespace work_desk_plans_test {

namespace {

// Twenty thousand applications, a tenth of them open, each with the lines that brought it there.
constexpr auto seed = R"(
insert into cases (id, state, waiting_for, facts, version, lines, head, opened_at, changed_at)
select n, state, ball,
       jsonb_build_object(
           'sign_up', jsonb_build_object('products',
                                         jsonb_build_array(jsonb_build_object('name', '.be'))),
           'running', jsonb_build_array(jsonb_build_object(
               'event', 'time_is_up',
               'at', (extract(epoch from clock()) * 1000000)::bigint + n % 400 * 3600000000))),
       5, 5, '\x00', clock() - n % 700 * interval '1 day', clock() - n % 400 * interval '1 hour'
  from (select n, case when n % 10 > 0 then 'completed'
                       else (array['in_review', 'contract_sent', 'payment_due',
                                   'activation_due'])[n / 10 % 4 + 1]
                  end as state,
               case when n % 10 > 0 then 'nobody'
                    else (array['staff', 'applicant', 'bank', 'post'])[n / 10 % 4 + 1] end as ball
          from generate_series(1, 20000) as n) as made;
insert into journal (case_id, line, at, event, actor, source, delivery, after, decided, entry, hash)
select c.id, l, c.opened_at + l * interval '1 hour', 'e', 'a', 's', c.id || '/' || l,
       case l when 1 then 'in_review' when 2 then 'contract_preparing' when 3 then 'contract_sent'
              when 4 then 'payment_due' else c.state end, true, '\x00', '\x00'
  from cases c, generate_series(1, 5) as l;
insert into case_search (case_id, title, terms)
select id, 'Registrar ' || id, folded('Registrar ' || md5(id::text) || ' BE0' || 100000000 + id ||
                                          case when id % 100 = 0 then ' Łódź' else '' end)
  from cases;
insert into timers (case_id, event, due_at)
select id, 'time_is_up', clock() + interval '1 day' from cases where id % 10 = 0;
insert into invoice_messages (message, case_id) select to_char(id, 'FM000000000000'), id from cases;
select follow_work();
update work_queue set assignee = 'staff:' || case_id % 50 where not ended and case_id % 3 > 0;
)";

// What the server tells a connection that has auto_explain loaded.
class Explained final : public pqxx::errorhandler {
public:
    explicit Explained(pqxx::connection_base& connection) : errorhandler{connection} {}
    bool operator()(const char message[]) noexcept override {
        text += message;
        return false;
    }
    std::string text;
};

struct Archive {
    tests::Database database = {};
    pqxx::connection connection{database.address()};
    Explained explained{connection};

    Archive() {
        database.ask(seed);
        database.ask("select follow_work()");  // What its own transaction could not see as written.
        database.ask("vacuum analyze");
        auto work = pqxx::nontransaction{connection};
        for (const auto* setting :
             {"load 'auto_explain'", "set auto_explain.log_min_duration = 0",
              "set auto_explain.log_nested_statements = on", "set auto_explain.log_level = notice",
              "set client_min_messages = notice"})
            work.exec(setting);
    }

    // Every table that was read from its beginning to its end.
    template <class... Arguments>
    std::string read_whole(std::string_view statement, const Arguments&... arguments) {
        explained.text.clear();
        auto work = pqxx::nontransaction{connection};
        work.exec_params(std::string{postgres::statements().at(statement)}, arguments...);
        CAPTURE(explained.text);
        REQUIRE(explained.text.find("Index") != std::string::npos);
        std::set<std::string> tables;
        static const std::regex whole{R"(Seq Scan on (\w+))"};
        for (auto at = std::sregex_iterator{explained.text.begin(), explained.text.end(), whole};
             at != std::sregex_iterator{}; ++at)
            tables.insert((*at)[1]);
        for (const auto* small : {"workflow_states", "work_queue_seen", "test_clock"})
            tables.erase(small);
        std::string all;
        for (const auto& table : tables) all += table + " ";
        return all;
    }
};

constexpr const char* all_states = nullptr;

}  // namespace

TEST_CASE("with twenty thousand applications every view, count, search and figure walks an index") {
    auto archive = Archive{};
    const auto page = [&](const std::string& view, const std::string& words, const char* states,
                          std::int64_t place) {
        const auto sought = adapters::read_search(words);
        return archive.read_whole("work_page.sql", view, "staff:17", 3, states, 0, "",
                                  postgres::array_of(sought.words),
                                  postgres::array_of(sought.forms), sought.number, place, 0, 51);
    };
    for (const auto view : adapters::all_views) {
        CAPTURE(name_of(view));
        CHECK_EQ(page(std::string{name_of(view)}, "", all_states, 0), "");
        CHECK_EQ(page(std::string{name_of(view)}, "", all_states, 1'000'000'000'000'000), "");
    }
    for (const std::string words :
         {"BE0100004711", "0100.004.711", "c4ca4238", "lodz c4ca", "A-2026-004711"}) {
        CAPTURE(words);
        CHECK_EQ(page("open", words, all_states, 0), "");
        const auto sought = adapters::read_search(words);
        CHECK_EQ(archive.read_whole("search_cases.sql", all_states, all_states,
                                    std::numeric_limits<std::int64_t>::max(), 51,
                                    postgres::array_of(sought.words),
                                    postgres::array_of(sought.forms), sought.number),
                 "");
    }
    CHECK_EQ(page("open", "", "{payment_due}", 0), "");
    CHECK_EQ(page("open", "", "{payment_due,in_review}", 0), "");
    CHECK_EQ(archive.read_whole("list_cases.sql", all_states, all_states,
                                std::numeric_limits<std::int64_t>::max(), 51),
             "");
    CHECK_EQ(archive.read_whole("work_counts.sql", "staff:17", 3), "");
    CHECK_EQ(archive.read_whole("work_ageing.sql", "{0,8,15,31,61,91}"), "");
    CHECK_EQ(archive.read_whole("lead_times.sql", 90), "");
    CHECK_EQ(archive.read_whole("work_funnel.sql", 90), "");
    CHECK_EQ(archive.read_whole("work_forecast.sql", 14, "UTC"), "");
    CHECK_EQ(archive.read_whole("expected_days.sql", "{.be}"), "");
}

}  // namespace work_desk_plans_test
