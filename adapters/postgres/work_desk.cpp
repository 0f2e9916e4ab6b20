#include "adapters/postgres/work_desk.hpp"

#include <stdexcept>

#include "adapters/case_number.hpp"
#include "adapters/postgres/ask.hpp"
#include "adapters/postgres/rows.hpp"
#include "adapters/search_words.hpp"

namespace postgres {
namespace {

using adapters::Assigned;

adapters::Queued read_queued(const pqxx::row& row, int soon) {
    auto queued = adapters::Queued{.id = {row["case_id"].as<std::int64_t>()},
                                   .reference = row["reference"].as<std::string>(),
                                   .organisation = row["title"].as<std::string>(),
                                   .state = row["state"].as<std::string>(),
                                   .step = row["step"].as<int>(),
                                   .waiting_for = row["waiting_for"].as<std::string>(),
                                   .due = time_if_any(row["due"]),
                                   .assignee = row["assignee"].as<std::string>(),
                                   .resubmitted = row["resubmitted"].as<bool>(),
                                   .opened = time_of(row["opened"]),
                                   .changed = time_of(row["changed"])};
    queued.lateness = adapters::lateness_of(queued.due, time_of(row["now"]), soon);
    return queued;
}

Assigned::Outcome outcome_named(std::string_view name) {
    using Outcome = Assigned::Outcome;
    if (name == "changed") return Outcome::changed;
    if (name == "already") return Outcome::already;
    if (name == "taken") return Outcome::taken;
    if (name == "ended") return Outcome::ended;
    if (name == "unknown") return Outcome::unknown;
    throw std::logic_error{"no outcome of an assignment: " + std::string{name}};
}

struct Assigning {
    std::vector<std::string> references;
    std::string to;  // Empty: into the pool.
    std::string actor = {};
    std::string note = {};
    const char* way = "assign";  // As assign_work() calls them: "claim", "give_back", "assign".
    bool really = true;
};

std::vector<Assigned> assign_work(Pool& pool, const Assigning& wanted) {
    Array numbers;
    for (const auto& reference : wanted.references)
        numbers.add(adapters::case_number_in(reference).value_or(0));
    std::vector<Assigned> all;
    for (const auto& row : ask(pool, "assign_work", numbers.text(), array_of(wanted.references),
                               wanted.to, wanted.actor, wanted.note, wanted.way, wanted.really))
        all.push_back({.outcome = outcome_named(row["outcome"].c_str()),
                       .reference = row["reference"].as<std::string>(),
                       .holder = row["holder"].as<std::string>()});
    return all;
}

// Rare, and in the facts alone: asked for those of one page.
void flag_broken_glass(Pool& pool, std::vector<adapters::Queued>& rows) {
    Array ids;
    for (const auto& row : rows) ids.add(row.id.number);
    for (const auto& broken : ask(pool, "broken_glass_among", ids.text())) {
        const auto id = broken[0].as<std::int64_t>();
        for (auto& row : rows) row.broken_glass = row.broken_glass || row.id.number == id;
    }
}

}  // namespace

void WorkDesk::follow() { ask(pool_, "follow_work"); }

adapters::QueueCounts WorkDesk::counts(const std::string& who, int soon_within_days) {
    const auto row = ask(pool_, "work_counts", who, soon_within_days)[0];
    adapters::QueueCounts counts;
    for (const auto view : adapters::all_views)
        counts.of[view] = row[std::string{name_of(view)}].as<std::int64_t>();
    counts.overdue = row["overdue"].as<std::int64_t>();
    return counts;
}

adapters::QueuePage WorkDesk::page(const adapters::QueueFilter& filter) {
    const auto sought = adapters::read_search(filter.words);
    const auto named = array_of(filter.states);
    const auto* states = filter.states.empty() ? nullptr : named.c_str();
    // One more tells whether there is a next page.
    const auto rows =
        ask(pool_, "work_page", std::string{name_of(filter.view)}, filter.who, filter.soon, states,
            filter.step, filter.product, array_of(sought.words), array_of(sought.forms),
            sought.number, filter.after.place, filter.after.id, filter.limit + 1);
    adapters::QueuePage page;
    for (const auto& row : rows) {
        if (static_cast<int>(page.rows.size()) == filter.limit) {
            const auto& last = rows[row.rownumber() - 1];
            page.next = write_place(filter.view, {.place = last["place"].as<std::int64_t>(),
                                                  .id = last["case_id"].as<std::int64_t>()});
            break;
        }
        page.rows.push_back(read_queued(row, filter.soon));
    }
    flag_broken_glass(pool_, page.rows);
    return page;
}

Assigned WorkDesk::claim(const std::string& reference, const std::string& who) {
    return assign_work(pool_, {.references = {reference}, .to = who, .actor = who, .way = "claim"})
        .front();
}

std::variant<Assigned, adapters::Problems> WorkDesk::assign(const std::string& reference,
                                                            const std::string& to,
                                                            const std::string& actor,
                                                            const std::string& note) {
    if (auto problems = adapters::check_hand_over(note, false); !problems.empty()) return problems;
    return assign_work(pool_, {.references = {reference}, .to = to, .actor = actor, .note = note})
        .front();
}

std::variant<Assigned, adapters::Problems> WorkDesk::give_back(const std::string& reference,
                                                               const std::string& who,
                                                               const std::string& note) {
    if (auto problems = adapters::check_hand_over(note, true); !problems.empty()) return problems;
    return assign_work(pool_, {.references = {reference},
                               .to = "",
                               .actor = who,
                               .note = note,
                               .way = "give_back"})
        .front();
}

std::vector<Assigned> WorkDesk::preview(const std::vector<std::string>& references,
                                        const std::string& to) {
    return assign_work(pool_, {.references = references, .to = to, .really = false});
}

std::vector<Assigned> WorkDesk::assign_all(const std::vector<std::string>& references,
                                           const std::string& to, const std::string& actor) {
    return assign_work(pool_, {.references = references, .to = to, .actor = actor});
}

std::vector<adapters::Holding> WorkDesk::history(const std::string& reference) {
    std::vector<adapters::Holding> all;
    const auto number = adapters::case_number_in(reference).value_or(0);
    for (const auto& row : ask(pool_, "assignments_of_case", number, reference))
        all.push_back({.assignee = row["assignee"].as<std::string>(),
                       .actor = row["actor"].as<std::string>(),
                       .note = row["note"].as<std::string>(),
                       .since = time_of(row["since"]),
                       .until = time_if_any(row["until"])});
    return all;
}

}  // namespace postgres
