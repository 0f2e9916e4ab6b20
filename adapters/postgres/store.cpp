#include "adapters/postgres/store.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "adapters/postgres/rows.hpp"

namespace postgres {
namespace {

using nlohmann::json;
using Kind = engine::Claim::Of;

std::string year_of(engine::Time time) {
    const auto date = std::chrono::year_month_day{std::chrono::floor<std::chrono::days>(time)};
    return std::to_string(static_cast<int>(date.year()));
}

// As the generated column of sql/002_cases.sql makes it; a case has its reference before its row.
std::string reference_of(std::int64_t id, engine::Time opened) {
    const auto number = std::to_string(id);
    return "A-" + year_of(opened) + "-" +
           std::string(number.size() < 6 ? 6 - number.size() : 0, '0') + number;
}

engine::Found read_found(const pqxx::row& row, bool opens) {
    engine::Found found;
    if (!row["earlier"].is_null())
        found.earlier = read_line(from_bytea(row["earlier"]), from_bytea(row["hash"]),
                                  from_bytea(row["salt"]), row["data"].as<std::string>(""));
    const auto now = time_of(row["now"]);
    const auto id = row["id"].as<std::int64_t>();
    if (opens)
        found.snapshot = engine::Snapshot{
            .id = {id}, .reference = reference_of(id, now), .state = {}, .now = now};
    else if (!row["state"].is_null())
        found.snapshot = read_snapshot(row);
    return found;
}

struct Claims {
    Array ids, tokens;
    void add(const engine::Claim& claim) {
        ids.add(claim.id);
        tokens.add(std::int64_t{claim.token});
    }
};

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const auto& word : words) text += (text.empty() ? "" : " ") + word;
    return text;
}

// What a decision asks for.
struct Work {
    Array effect_key, effect_name, effect_data;
    Array timer_event, timer_due;

    void add(const engine::Decision& decision, const engine::Line& line) {
        for (int n = 0; const auto& effect : decision.effects) {
            effect_key.add(engine::effect_key(line.reference, line.number, ++n));
            effect_name.add(effect.name);
            effect_data.add(effect.data.text);
        }
        for (const auto& deadline : decision.deadlines) {
            timer_event.add(deadline.event);
            timer_due.add(engine::rfc3339(deadline.due));
        }
    }
};

const char* name_of(Kind kind) {  // As write_line() calls it.
    switch (kind) {
        case Kind::effect: return "effect";
        case Kind::timer: return "timer";
        case Kind::arrival: return "arrival";
    }
    return "";
}

// The parameters of write_lines() in their order.
struct Parameters {
    Array cases, lines, at, events, actors, sources, deliveries, entries, hashes, salts, data;
    Array decided, entered, states, waiting, facts, titles, terms;
    Array effect_of, timer_of;
    Work work;
    Claims effects, timers, arrivals;
    bool any_listing = false;

    void add(const engine::Entry& entry, int number) {
        const auto& line = entry.line;
        const auto* decision = std::get_if<engine::Decision>(&entry.answer);
        cases.add(entry.before.id.number);
        lines.add(std::int64_t{line.number});
        at.add(engine::rfc3339(line.at));
        events.add(line.event);
        actors.add(line.actor.id);
        sources.add(line.source);
        deliveries.add(line.delivery);
        entries.add(bytea(line.entry));
        hashes.add(bytea(engine::bytes_of(line.hash)));
        if (line.salt.empty()) {
            salts.add_null();
            data.add_null();
        } else {
            salts.add(bytea(line.salt));
            data.add(line.data);
        }
        states.add(line.to);
        decided.add(decision != nullptr);
        entered.add(decision && decision->entered);
        waiting.add(decision ? decision->next.waiting_for : "");
        facts.add(decision ? decision->next.facts.text : "{}");
        add_listing(decision);
        if (decision) {
            work.add(*decision, line);
            for (const auto& effect [[maybe_unused]] : decision->effects)
                effect_of.add(std::int64_t{number});
            for (const auto& deadline [[maybe_unused]] : decision->deadlines)
                timer_of.add(std::int64_t{number});
        }
        if (const auto& claim = entry.message.settles) settle(*claim);
    }

    void add_listing(const engine::Decision* decision) {
        if (decision && decision->listing) {
            any_listing = true;
            titles.add(decision->listing->title);
            terms.add(joined(decision->listing->terms));
        } else {
            titles.add_null();
            terms.add_null();
        }
    }

    void settle(const engine::Claim& claim) {
        switch (claim.of) {
            case Kind::effect: return effects.add(claim);
            case Kind::timer: return timers.add(claim);
            case Kind::arrival: return arrivals.add(claim);
        }
    }
};

// What is no UTF-8 in them is no reason to lose what came with them.
std::string headers_of(const engine::Arrival& arrival) {
    return json(arrival.headers).dump(-1, ' ', false, json::error_handler_t::replace);
}

const char* statement(const engine::Claim& claim, const char* effect, const char* arrival) {
    if (claim.of == Kind::timer) throw std::logic_error{"timers are settled by their message"};
    return claim.of == Kind::effect ? effect : arrival;
}

std::optional<std::int64_t> seconds_of(std::optional<engine::Store::Seconds> lease) {
    return lease ? std::optional{std::int64_t{lease->count()}} : std::nullopt;
}

std::optional<std::int64_t> case_of(const engine::Trouble& trouble) {
    return trouble.stand ? std::optional{trouble.stand->of.number} : std::nullopt;
}

std::optional<int> version_of(const engine::Trouble& trouble) {
    return trouble.stand ? std::optional{trouble.stand->version} : std::nullopt;
}

}  // namespace

std::vector<engine::Found> Store::find(std::span<const Lookup> lookups) {
    if (lookups.size() == 1) return {find_one(lookups.front())};
    Array ids, sources, deliveries;
    for (const auto& lookup : lookups) {
        ids.add(lookup.id.number);
        sources.add(lookup.source);
        deliveries.add(lookup.delivery);
    }
    const auto rows = at_once(pool_, [&](pqxx::transaction_base& t) {
        return t.exec_prepared("find", ids.text(), sources.text(), deliveries.text(),
                               lookups.size());
    });
    std::vector<engine::Found> found;
    for (const auto& row : rows)
        found.push_back(read_found(row, lookups[found.size()].id.number == 0));
    return found;
}

engine::Found Store::find_one(const Lookup& lookup) {
    const auto rows = at_once(pool_, [&](pqxx::transaction_base& t) {
        return t.exec_prepared("find_one", lookup.id.number, lookup.source, lookup.delivery);
    });
    return read_found(rows[0], lookup.id.number == 0);
}

engine::Written Store::write(std::span<const engine::Entry> entries) {
    try {
        if (entries.size() == 1)
            write_one(entries.front());
        else
            write_all(entries);
        return engine::Written::yes;
    } catch (const pqxx::unique_violation&) {
        return engine::Written::conflict;
    } catch (const pqxx::sql_error& error) {
        if (error.sqlstate() == "DS001") return engine::Written::conflict;
        if (error.sqlstate() == "DS002") return engine::Written::fenced;
        throw;
    }
}

void Store::write_one(const engine::Entry& entry) {
    const auto& line = entry.line;
    const auto* decision = std::get_if<engine::Decision>(&entry.answer);
    const auto* listing = decision && decision->listing ? &*decision->listing : nullptr;
    const auto& claim = entry.message.settles;
    Work work;
    if (decision) work.add(*decision, line);
    using Optional = std::optional<std::string>;
    const bool has_data = !line.salt.empty();
    at_once(pool_, [&](pqxx::transaction_base& t) {
        t.exec_prepared(
            "write_one", entry.before.id.number, line.number, engine::rfc3339(line.at), line.event,
            line.actor.id, line.source, line.delivery, bytea(line.entry),
            bytea(engine::bytes_of(line.hash)), has_data ? Optional{bytea(line.salt)} : Optional{},
            has_data ? Optional{line.data} : Optional{}, decision != nullptr,
            decision && decision->entered, line.to,
            decision ? decision->next.waiting_for : std::string{},
            decision ? decision->next.facts.text : std::string{"{}"},
            listing ? Optional{listing->title} : Optional{},
            listing ? Optional{joined(listing->terms)} : Optional{}, work.effect_key.text(),
            work.effect_name.text(), work.effect_data.text(), work.timer_event.text(),
            work.timer_due.text(), claim ? name_of(claim->of) : "", claim ? claim->id : 0,
            claim ? claim->token : 0);
    });
}

void Store::write_all(std::span<const engine::Entry> entries) {
    // In the order in which everybody locks cases (sql/060), so that nobody waits in a circle.
    std::vector<const engine::Entry*> ordered;
    for (const auto& entry : entries) ordered.push_back(&entry);
    std::ranges::sort(ordered, {}, [](const auto* entry) { return entry->before.id.number; });
    Parameters p;
    for (int number = 0; const auto* entry : ordered) p.add(*entry, ++number);
    const auto none = std::string{"{}"};
    at_once(pool_, [&](pqxx::transaction_base& t) {
        t.exec_prepared(
            "write", p.cases.text(), p.lines.text(), p.at.text(), p.events.text(), p.actors.text(),
            p.sources.text(), p.deliveries.text(), p.entries.text(), p.hashes.text(),
            p.salts.text(), p.data.text(), p.decided.text(), p.entered.text(), p.states.text(),
            p.waiting.text(), p.facts.text(), p.any_listing ? p.titles.text() : none,
            p.any_listing ? p.terms.text() : none, p.effect_of.text(), p.work.effect_key.text(),
            p.work.effect_name.text(), p.work.effect_data.text(), p.timer_of.text(),
            p.work.timer_event.text(), p.work.timer_due.text(), p.effects.ids.text(),
            p.effects.tokens.text(), p.timers.ids.text(), p.timers.tokens.text(),
            p.arrivals.ids.text(), p.arrivals.tokens.text());
    });
}

std::vector<engine::Work> Store::claim_effects(int limit, Seconds lease) {
    const auto rows = at_once(pool_, [&](pqxx::transaction_base& t) {
        return t.exec_prepared("claim_effects", limit, lease.count());
    });
    std::vector<engine::Work> works;
    for (const auto& row : rows)
        works.push_back({.claim = {Kind::effect, row[0].as<std::int64_t>(), row[1].as<int>()},
                         .key = row[2].as<std::string>(),
                         .of = {row[3].as<std::int64_t>()},
                         .reference = row[4].as<std::string>(),
                         .effect = {row[5].as<std::string>(), {row[6].as<std::string>()}}});
    return works;
}

std::vector<engine::Due> Store::claim_timers(int limit, Seconds lease) {
    const auto rows = at_once(pool_, [&](pqxx::transaction_base& t) {
        return t.exec_prepared("claim_timers", limit, lease.count());
    });
    std::vector<engine::Due> due;
    for (const auto& row : rows)
        due.push_back({.claim = {Kind::timer, row[0].as<std::int64_t>(), row[1].as<int>()},
                       .of = {row[2].as<std::int64_t>()},
                       .event = row[3].as<std::string>()});
    return due;
}

std::vector<engine::Arrived> Store::claim_arrivals(int limit, Seconds lease) {
    std::vector<engine::Arrived> arrived;
    if (handed_.is_turn_of_others()) arrived = claim_due_arrivals((limit + 1) / 2, lease);
    const auto room = static_cast<std::size_t>(limit) - arrived.size();
    for (auto& handed : handed_.take(room)) arrived.push_back(std::move(handed));
    return arrived.empty() ? claim_due_arrivals(limit, lease) : arrived;
}

std::vector<engine::Arrived> Store::claim_due_arrivals(int limit, Seconds lease) {
    const auto rows = at_once(pool_, [&](pqxx::transaction_base& t) {
        return t.exec_prepared("claim_arrivals", limit, lease.count());
    });
    std::vector<engine::Arrived> arrived;
    for (const auto& row : rows)
        arrived.push_back({.claim = {Kind::arrival, row[0].as<std::int64_t>(), row[1].as<int>()},
                           .arrival = {.provider = row[2].as<std::string>(),
                                       .delivery = row[3].as<std::string>(),
                                       .headers = json::parse(row[4].as<std::string>()),
                                       .body = from_bytea(row[5])},
                           .received = time_of(row[6]),
                           .now = time_of(row[7])});
    return arrived;
}

bool Store::keep(const engine::Arrival& arrival) {
    auto keeping = Keeping{&arrival};
    ferry_.cross(
        keeping,
        [this](std::span<Keeping* const> all) {
            all.size() == 1 ? keep_one(*all.front()) : keep_all(all);
        },
        [](const Keeping& one) { return one.is_new.has_value(); },
        [](const Keeping& one, const Keeping& other) {
            return one.arrival->delivery != other.arrival->delivery ||
                   one.arrival->provider != other.arrival->provider;
        });
    return *keeping.is_new;
}

void Store::keep_one(Keeping& keeping) {
    const auto& arrival = *keeping.arrival;
    const auto lease = handed_.lease();
    const auto rows = at_once(pool_, [&](pqxx::transaction_base& t) {
        return t.exec_prepared("keep_arrival", arrival.provider, arrival.delivery,
                               headers_of(arrival), bytea(arrival.body), seconds_of(lease));
    });
    keeping.is_new = false;
    for (const auto& row : rows) kept(keeping, lease, row);
}

void Store::keep_all(std::span<Keeping* const> all) {
    Array providers, deliveries, headers, bodies;
    for (const auto* keeping : all) {
        providers.add(keeping->arrival->provider);
        deliveries.add(keeping->arrival->delivery);
        headers.add(headers_of(*keeping->arrival));
        bodies.add(bytea(keeping->arrival->body));
    }
    const auto lease = handed_.lease();
    const auto rows = at_once(pool_, [&](pqxx::transaction_base& t) {
        return t.exec_prepared("keep_arrivals", providers.text(), deliveries.text(), headers.text(),
                               bodies.text(), seconds_of(lease));
    });
    for (auto* keeping : all) keeping->is_new = false;
    for (const auto& row : rows) kept(*all[row["number"].as<std::size_t>() - 1], lease, row);
}

void Store::kept(Keeping& keeping, std::optional<Seconds> lease, const pqxx::row& row) {
    keeping.is_new = true;
    if (!lease) return;
    const auto received = time_of(row["received"]);
    handed_.add({.claim = {Kind::arrival, row["id"].as<std::int64_t>(), 1},
                 .arrival = *keeping.arrival,
                 .received = received,
                 .now = received});
}

void Store::listen(Seconds lease) { handed_.listener_comes(lease); }

void Store::stop_listening() {
    Claims claims;
    const auto left = handed_.listener_goes();
    for (const auto& arrived : left) claims.add(arrived.claim);
    if (left.empty()) return;
    at_once(pool_, [&](pqxx::transaction_base& t) {
        t.exec_prepared("give_back_arrivals", claims.ids.text(), claims.tokens.text());
    });
}

bool Store::finish(const engine::Claim& claim, const std::string& outcome) {
    return at_once(pool_, [&](pqxx::transaction_base& t) {
        return t.exec_prepared(statement(claim, "finish_effect", "finish_arrival"), claim.id,
                               claim.token, outcome)
                   .affected_rows() == 1;
    });
}

bool Store::retry(const engine::Claim& claim, Seconds delay, const engine::Trouble& trouble) {
    return at_once(pool_, [&](pqxx::transaction_base& t) {
        return t.exec_prepared(statement(claim, "retry_effect", "retry_arrival"), claim.id,
                               claim.token, delay.count(), trouble.why, case_of(trouble),
                               version_of(trouble))
                   .affected_rows() == 1;
    });
}

bool Store::park(const engine::Claim& claim, const engine::Trouble& trouble) {
    return at_once(pool_, [&](pqxx::transaction_base& t) {
        return t.exec_prepared(statement(claim, "park_effect", "park_arrival"), claim.id,
                               claim.token, trouble.why, case_of(trouble), version_of(trouble))
                   .affected_rows() == 1;
    });
}

}  // namespace postgres
