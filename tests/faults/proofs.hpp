// What has to be true when the dust has settled, whatever broke: read from the database and from
// the neighbours' own books, not from what the server says.

#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <pqxx/pqxx>
#include <set>
#include <string>
#include <vector>

#include "adapters/applications.hpp"
#include "adapters/config/catalogue.hpp"
#include "adapters/postgres/pool.hpp"
#include "adapters/postgres/reading.hpp"
#include "adapters/postgres/store.hpp"
#include "states/workflow.hpp"
#include "tests/faults/neighbourhood.hpp"
#include "tests/faults/people.hpp"

namespace tests {

struct Evidence {
    std::string database;  // Its address.
    const Neighbourhood& neighbours;
    std::vector<Story> stories;

    pqxx::result rows(const std::string& query) const {
        auto connection = pqxx::connection{database};
        return pqxx::nontransaction{connection}.exec(query);
    }
};

namespace proofs {

inline std::string joined(std::vector<std::string> words) {
    std::ranges::sort(words);
    std::string text;
    for (const auto& word : words) text += (text.empty() ? "" : " ") + word;
    return text;
}

// One line of text for each row, so that a failure shows what was found.
inline std::string listed(const pqxx::result& rows) {
    std::string text;
    for (const auto& row : rows) {
        for (const auto& field : row) text += std::string{field.c_str()} + "  ";
        text += '\n';
    }
    return text;
}

inline void every_application_reached_its_end(const Evidence& evidence) {
    std::map<std::string, std::string> stored;
    for (const auto& row : evidence.rows("select reference, state from cases"))
        stored[row[0].c_str()] = row[1].c_str();
    CHECK_EQ(stored.size(), evidence.stories.size());  // And nobody's was opened twice.
    for (const auto& story : evidence.stories) {
        INFO(story.reference << ", " << story.title);
        CHECK_EQ(stored[story.reference], story.end);
    }
}

inline void replay_gives_the_stored_state(const Evidence& evidence) {
    const auto catalogue = std::get<states::Catalogue>(config::load_catalogue(""));
    const auto workflow = states::OnboardingWorkflow{catalogue};
    auto pool = postgres::Pool{evidence.database, 1};
    auto store = postgres::Store{pool};
    auto engine = engine::Engine{workflow, store};
    auto reading = postgres::Reading{pool};
    auto applications = adapters::Applications{engine, reading, catalogue};
    for (const auto& row : evidence.rows("select reference from cases")) {
        const std::string reference = row[0].c_str();
        INFO(reference);
        CHECK_EQ(applications.verify(reference).value_or("explained"), "explained");
    }
}

inline void the_journal_has_no_gap(const Evidence& evidence) {
    CHECK_EQ(listed(evidence.rows("select case_id, line from journal_breaks")), "");
    // Without the view's help.
    CHECK_EQ(listed(evidence.rows("select case_id, count(*), max(line) from journal group by 1 "
                                  "having count(*) <> max(line) or min(line) <> 1")),
             "");
    CHECK_EQ(listed(evidence.rows("select id from cases where lines <> (select count(*) from "
                                  "journal where case_id = cases.id)")),
             "");
}

// What each line asked for, by the key that it was asked under.
constexpr auto asked_for =
    "with asked as (select concat_ws('/', said ->> 'app', said ->> 'seq', number) as key,"
    "       effect from journal, convert_from(entry, 'utf8') as text, cast(text as jsonb) as said,"
    "       jsonb_array_elements_text(said -> 'effects') with ordinality as e (effect, number)) ";

inline void everything_asked_for_was_done(const Evidence& evidence) {
    CHECK_EQ(listed(evidence.rows("select key, effect, attempts, trouble from outbox")), "");
    CHECK_EQ(listed(evidence.rows(
                 asked_for + std::string{"select a.key, a.effect, d.key, d.effect from asked a "
                                         "full join outbox_done d using (key, effect) "
                                         "where a.key is null or d.key is null"})),
             "");
    CHECK_EQ(listed(evidence.rows("select key from outbox_done group by key having count(*) > 1")),
             "");
    CHECK_EQ(listed(evidence.rows("select provider, delivery, attempts, outcome from inbox "
                                  "where done_at is null or parked_at is not null")),
             "");
    CHECK_EQ(listed(evidence.rows("select case_id, event from timers")), "");
}

// What came in is marked as done by the very transition that it caused.  An arrival that was put
// back among those to be done, whoever did it, is understood again, and then it is a repeat of
// itself.
inline void every_arrival_was_settled_with_its_transition(const Evidence& evidence) {
    CHECK_EQ(listed(evidence.rows("select provider, delivery, attempts, outcome from inbox "
                                  "where outcome = 'repeated'")),
             "");
    CHECK_EQ(listed(evidence.rows("select j.case_id, j.line, j.source, j.delivery from journal j "
                                  "where j.source like 'webhook:%' and not exists (select from "
                                  "inbox i where j.source = 'webhook:' || i.provider and "
                                  "i.delivery = j.delivery and i.done_at is not null)")),
             "");
}

// How often each neighbour has heard of each key.
inline std::map<std::string, std::map<std::string, int>> seen_by_neighbour(
    const Evidence& evidence) {
    std::map<std::string, std::map<std::string, int>> seen;
    for (const auto* name : {"esign", "accounting", "payments", "letters", "registry"}) {
        const auto log = evidence.neighbours.log(name);
        for (const auto& [key, about] : log["keys"].items()) seen[name][key] = about["count"];
    }
    seen["mail"] = evidence.neighbours.mailbox().times_by_key();
    for (const auto& row : evidence.rows("select key from tasks")) seen["desk"][row[0].c_str()] = 1;
    return seen;
}

inline void neighbours_have_seen_all_of_it(const Evidence& evidence) {
    static const std::map<std::string, std::string> who{{"send_contract", "esign"},
                                                        {"issue_invoice", "accounting"},
                                                        {"request_payment", "payments"},
                                                        {"post_security_letter", "letters"},
                                                        {"open_registration", "registry"},
                                                        {"hand_over", "registry"},
                                                        {"tell", "mail"},
                                                        {"send_activation", "mail"},
                                                        {"raise_task", "desk"}};
    const auto seen = seen_by_neighbour(evidence);
    std::map<std::string, std::set<std::string>> asked;
    for (const auto& row :
         evidence.rows(asked_for + std::string{"select key, effect from asked"})) {
        const std::string key = row[0].c_str(), effect = row[1].c_str();
        INFO(effect << ' ' << key);
        if (effect == "check_vat" || effect == "check_accreditation") continue;  // By ourselves.
        REQUIRE(who.contains(effect));
        asked[who.at(effect)].insert(key);
        CHECK_EQ(seen.at(who.at(effect)).count(key), 1);
    }
    for (const auto& [name, keys] : seen)  // Nor has anybody heard of what was never written down.
        for (const auto& [key, _] : keys) {
            INFO(name << ' ' << key);
            CHECK(asked[name].contains(key));
        }
}

inline void nothing_was_made_twice(const Evidence& evidence) {
    for (const auto* name : {"esign", "accounting", "payments", "letters", "registry"}) {
        const auto log = evidence.neighbours.log(name);
        for (const auto& [key, about] : log["keys"].items()) {
            INFO(name << ' ' << key << ' ' << about.dump());
            CHECK_EQ(about["created"], 1);
        }
        // Nor under another key: whatever it is, an application gets one, of a contract one a
        // product.
        for (const auto& [kind, things] : log["created"].items()) {
            std::map<std::string, int> times;
            for (const auto& thing : things)
                ++times[thing["external_id"].get<std::string>() +
                        (kind == "agreements" ? thing["product"].get<std::string>() : "")];
            for (const auto& [whose, count] : times) {
                INFO(kind << " for " << whose);
                CHECK_EQ(count, 1);
            }
        }
    }
}

// The payer can use the link before we have written down that we have it; then the server dies, and
// who performs the effect again is told so by the journal.
const std::string may_come_too_late = "(j.event = 'payment_requested' and j.source = 'outbox')";

// Each application has been through what it would have been through without any fault, once.
inline void nothing_happened_twice(const Evidence& evidence) {
    std::map<std::string, std::vector<std::string>> happened;
    for (const auto& row : evidence.rows("select c.reference, j.event from journal j join cases c "
                                         "on c.id = j.case_id where j.decided or " +
                                         may_come_too_late))
        happened[row[0].c_str()].emplace_back(row[1].c_str());
    for (const auto& story : evidence.stories) {
        INFO(story.reference << ", " << story.title);
        auto events = story.events;
        for (int i = 1; i < story.codes; ++i)
            events.insert(events.end(), {"codes_reissued", "activation_sent"});
        CHECK_EQ(joined(happened[story.reference]), joined(events));
    }
    CHECK_EQ(listed(evidence.rows("select source, delivery, count(*) from journal "
                                  "group by 1, 2 having count(*) > 1")),
             "");
    CHECK_EQ(listed(evidence.rows("select case_id, line, event, source from journal j "
                                  "where not decided and not " +
                                  may_come_too_late)),
             "");
    // Numbers that may have no gap.
    CHECK_EQ(listed(evidence.rows("select count(*), max(registrar_id::bigint) - 100000 from "
                                  "registrar_ids having count(*) <> max(registrar_id::bigint) - "
                                  "100000")),
             "");
}

inline void everything(const Evidence& evidence) {
    every_application_reached_its_end(evidence);
    replay_gives_the_stored_state(evidence);
    the_journal_has_no_gap(evidence);
    everything_asked_for_was_done(evidence);
    every_arrival_was_settled_with_its_transition(evidence);
    neighbours_have_seen_all_of_it(evidence);
    nothing_was_made_twice(evidence);
    nothing_happened_twice(evidence);
}

// For a failure: what still waits, and for what.
inline std::string what_is_stuck(const Evidence& evidence) {
    std::string text;
    for (const auto& story : evidence.stories)
        if (!story.ended)
            text += story.reference + " (" + story.title + "), story " +
                    std::to_string(story.number) + '\n';
    text += "cases:\n" + listed(evidence.rows("select reference, state, waiting_for, lines from "
                                              "cases where waiting_for <> '' order by id"));
    text += "outbox:\n" +
            listed(evidence.rows("select key, effect, attempts, due_at - clock() as due_in, "
                                 "leased_until - clock_timestamp() as leased_for, parked_at, "
                                 "trouble from outbox order by id"));
    text += "inbox:\n" +
            listed(evidence.rows("select provider, delivery, attempts, due_at - clock() as due_in, "
                                 "leased_until - clock_timestamp() as leased_for, parked_at, "
                                 "outcome from inbox where done_at is null order by id"));
    return text;
}

}  // namespace proofs
}  // namespace tests
