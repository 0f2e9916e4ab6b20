#include "adapters/postgres/bank_book.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <nlohmann/json.hpp>

#include "adapters/postgres/rows.hpp"

namespace postgres {
namespace {

using adapters::Invoice;
using adapters::KnownMovement;
using adapters::Movement;
using adapters::Settled;
using nlohmann::json;

// Columns as claim_movements.sql returns them.
KnownMovement read_movement(const pqxx::row& row) {
    const auto text = [&](const char* column) { return row[column].as<std::string>(); };
    return {.id = row["id"].as<std::int64_t>(),
            .movement = {.identity = text("identity"),
                         .account = text("account"),
                         .statement = text("statement"),
                         .entry = text("entry"),
                         .booked_on = text("booked_on"),
                         .amount = {row["cents"].as<std::int64_t>()},
                         .currency = text("currency"),
                         .reversal = row["reversal"].as<bool>(),
                         .structured = text("structured"),
                         .text = text("words"),
                         .payer = text("payer"),
                         .payer_account = text("payer_account"),
                         .bank_reference = text("bank_reference"),
                         .end_to_end = text("end_to_end"),
                         .doubt = text("doubt")}};
}

std::vector<Invoice> read_invoices(const pqxx::result& rows) {
    std::vector<Invoice> all;
    for (const auto& row : rows)
        all.push_back({.of = {row["case_id"].as<std::int64_t>()},
                       .reference = row["reference"].as<std::string>(),
                       .message = row["message"].as<std::string>(),
                       .net = {row["net"].as<std::int64_t>()},
                       .total = {row["total"].as<std::int64_t>()},
                       .paid = {row["paid"].as<std::int64_t>()},
                       .organisation = row["organisation"].as<std::string>(),
                       .under_way = row["under_way"].as<bool>()});
    return all;
}

adapters::Reason read_reason(const json& reason) {
    return {.code = reason.at("code"), .values = reason.at("values")};
}

// Columns of movement_rows.
adapters::ListedMovement read_listed_movement(const pqxx::row& row) {
    auto listed = adapters::ListedMovement{.known = read_movement(row),
                                           .state = row["state"].as<std::string>(),
                                           .settled_by = row["settled_by"].as<std::string>()};
    if (!row["reason"].is_null()) listed.reason = read_reason(json::parse(row["reason"].c_str()));
    for (const auto& each : json::parse(row["suggestions"].c_str()))
        listed.suggestions.push_back({.of = {},
                                      .reference = each.at("reference"),
                                      .likelihood = each.at("likelihood"),
                                      .reason = read_reason(each.at("reason"))});
    for (const auto& each : json::parse(row["bookings"].c_str()))
        listed.bookings.push_back({.of = {},
                                   .reference = each.at("reference"),
                                   .amount = {each.at("cents").get<std::int64_t>()}});
    if (!row["proposed_by"].is_null())
        listed.proposal =
            adapters::MovementProposal{.of = {row["proposed_case"].as<std::int64_t>()},
                                       .reference = row["proposed_reference"].as<std::string>(),
                                       .by = row["proposed_by"].as<std::string>(),
                                       .reason = row["proposed_for"].as<std::string>()};
    if (!row["settled_at"].is_null()) listed.settled_at = time_of(row["settled_at"]);
    return listed;
}

json view_of(const adapters::Reason& reason) {
    return {{"code", reason.code}, {"values", reason.values}};
}

std::string view_of(const std::vector<adapters::Suggestion>& suggestions) {
    auto all = json::array();
    for (const auto& each : suggestions)
        all.push_back({{"reference", each.reference},
                       {"likelihood", each.likelihood},
                       {"reason", view_of(each.reason)}});
    return all.dump();
}

std::string_view name_of(Settled::As as) {
    switch (as) {
        case Settled::As::booking: return "booking";
        case Settled::As::booked: return "booked";
        case Settled::As::queued: return "queued";
        case Settled::As::passed: return "passed";
    }
    std::abort();
}

std::string words_of(const std::vector<std::string>& words) {
    std::string text;
    for (const auto& word : words) text += (text.empty() ? "" : " ") + word;
    return text;
}

void write_states(pqxx::transaction_base& t, std::span<const Settled> settled) {
    Array id, state, reason, suggestions, sought, rest, by;
    for (const auto& each : settled) {
        id.add(each.id);
        state.add(name_of(each.as));
        if (each.reason) {
            reason.add(view_of(*each.reason).dump());
            suggestions.add(view_of(each.suggestions));
        } else {
            reason.add_null();
            suggestions.add_null();
        }
        sought.add(words_of(each.sought));
        rest.add(std::int64_t{each.rest.count()});
        each.by ? by.add(*each.by) : by.add_null();
    }
    t.exec_prepared("settle_movements", id.text(), state.text(), reason.text(), suggestions.text(),
                    sought.text(), rest.text(), by.text());
}

void write_plans(pqxx::transaction_base& t, std::span<const BankBook::Plan> plans) {
    Array movement, number, of, cents;
    for (const auto& plan : plans)
        for (const auto& booking : plan.bookings) {
            movement.add(plan.movement);
            number.add(std::int64_t{booking.number});
            of.add(booking.of.number);
            cents.add(booking.amount.cents);
        }
    t.exec_prepared("plan_bookings", movement.text(), number.text(), of.text(), cents.text());
}

void write_tasks(pqxx::transaction_base& t, std::span<const adapters::MovementTask> tasks) {
    Array key, of, kind, details;
    for (const auto& task : tasks) {
        key.add(task.key);
        of.add(task.of.number);
        kind.add(task.kind);
        details.add(task.details);
    }
    t.exec_prepared("raise_movement_tasks", key.text(), of.text(), kind.text(), details.text());
}

// A booking that was refused, or is a person's again, is planned no longer.
void drop_plans(pqxx::transaction_base& t, std::span<const Settled> settled) {
    Array ids;
    bool any = false;
    for (const auto& each : settled)
        if (each.as == Settled::As::queued) {
            ids.add(each.id);
            any = true;
        }
    if (any) t.exec_prepared("drop_bookings", ids.text());
}

}  // namespace

void BankBook::keep_file(const std::string& id, const std::string& name, std::int64_t size,
                         const std::string& from) {
    at_once(pool_, [&](pqxx::transaction_base& t) {
        t.exec_prepared("keep_statement_file", id, name, size, from);
    });
}

void BankBook::keep_part(const std::string& file, int number, std::string_view content) {
    const auto bytes = bytea(content);
    at_once(pool_, [&](pqxx::transaction_base& t) {
        t.exec_prepared("keep_statement_part", file, number, bytes);
    });
}

void BankBook::was_read(const std::string& file, std::string_view format) {
    at_once(pool_, [&](pqxx::transaction_base& t) {
        t.exec_prepared("statement_was_read", file, std::string{format});
    });
}

void BankBook::was_refused(const std::string& file, const std::string& place,
                           const std::string& reason) {
    at_once(pool_, [&](pqxx::transaction_base& t) {
        t.exec_prepared("statement_was_refused", file, place, reason);
    });
}

BankBook::Added BankBook::add(const std::string& file, std::span<const Movement> movements) {
    Array identity, account, statement, entry, booked_on, cents, currency, reversal, structured;
    Array words, payer, payer_account, bank_reference, end_to_end, doubt;
    for (const auto& each : movements) {
        identity.add(each.identity);
        account.add(each.account);
        statement.add(each.statement);
        entry.add(each.entry);
        each.booked_on.empty() ? booked_on.add_null() : booked_on.add(each.booked_on);
        cents.add(each.amount.cents);
        currency.add(each.currency);
        reversal.add(each.reversal);
        structured.add(each.structured);
        words.add(each.text);
        payer.add(each.payer);
        payer_account.add(each.payer_account);
        bank_reference.add(each.bank_reference);
        end_to_end.add(each.end_to_end);
        doubt.add(each.doubt);
    }
    const auto rows = at_once(pool_, [&](pqxx::transaction_base& t) {
        return t.exec_prepared("add_movements", file, identity.text(), account.text(),
                               statement.text(), entry.text(), booked_on.text(), cents.text(),
                               currency.text(), reversal.text(), structured.text(), words.text(),
                               payer.text(), payer_account.text(), bank_reference.text(),
                               end_to_end.text(), doubt.text());
    });
    auto added = Added{.count = static_cast<int>(rows.size())};
    for (const auto& row : rows) {
        const auto id = row[0].as<std::int64_t>();
        added.first = added.first == 0 ? id : std::min(added.first, id);
    }
    return added;
}

std::vector<KnownMovement> BankBook::claim(const std::optional<std::string>& file,
                                           std::int64_t after, int limit,
                                           std::chrono::seconds lease) {
    return in_transaction(pool_, [&](pqxx::transaction_base& t) {
        const auto rows = t.exec_prepared("claim_movements", file ? file->c_str() : nullptr, after,
                                          limit, lease.count());
        std::map<std::int64_t, KnownMovement> by_id;
        Array planned;
        bool any = false;
        for (const auto& row : rows) {
            auto known = read_movement(row);
            if (row["state"].as<std::string>() == "booking") {
                planned.add(known.id);
                any = true;
            }
            by_id.emplace(known.id, std::move(known));
        }
        if (any)
            for (const auto& row : t.exec_prepared("bookings_of_movements", planned.text()))
                by_id.at(row["movement_id"].as<std::int64_t>())
                    .planned.push_back({.of = {row["case_id"].as<std::int64_t>()},
                                        .reference = row["reference"].as<std::string>(),
                                        .amount = {row["cents"].as<std::int64_t>()},
                                        .number = row["number"].as<int>()});
        std::vector<KnownMovement> claimed;
        for (auto& [_, known] : by_id) claimed.push_back(std::move(known));
        return claimed;
    });
}

std::optional<KnownMovement> BankBook::take(std::int64_t id) {
    const auto rows = at_once(
        pool_, [&](pqxx::transaction_base& t) { return t.exec_prepared("take_movement", id); });
    if (rows.empty()) return std::nullopt;
    return read_movement(rows[0]);
}

bool BankBook::exists(std::int64_t id) {
    return at_once(pool_, [&](pqxx::transaction_base& t) {
        return !t.exec_prepared("movement_state", id).empty();
    });
}

std::vector<Invoice> BankBook::invoices(const std::vector<std::string>& messages) {
    Array asked;
    for (const auto& message : messages) asked.add(message);
    return read_invoices(at_once(pool_, [&](pqxx::transaction_base& t) {
        return t.exec_prepared("invoices_by_message", asked.text());
    }));
}

std::vector<Invoice> BankBook::open_invoices() {
    return read_invoices(at_once(
        pool_, [&](pqxx::transaction_base& t) { return t.exec_prepared("open_invoices"); }));
}

std::vector<adapters::BookedBefore> BankBook::booked_to(const std::vector<engine::CaseId>& cases) {
    Array asked;
    for (const auto& id : cases) asked.add(id.number);
    const auto rows = at_once(pool_, [&](pqxx::transaction_base& t) {
        return t.exec_prepared("booked_to_cases", asked.text());
    });
    std::vector<adapters::BookedBefore> all;
    for (const auto& row : rows)
        all.push_back({.of = {row["case_id"].as<std::int64_t>()},
                       .amount = {row["cents"].as<std::int64_t>()},
                       .end_to_end = row["end_to_end"].as<std::string>(),
                       .payer_account = row["payer_account"].as<std::string>()});
    return all;
}

void BankBook::settle(std::span<const Settled> settled, std::span<const Plan> plans,
                      std::span<const adapters::MovementTask> tasks,
                      const std::vector<std::string>& closed) {
    in_transaction(pool_, [&](pqxx::transaction_base& t) {
        if (!settled.empty()) write_states(t, settled);
        drop_plans(t, settled);
        if (!plans.empty()) write_plans(t, plans);
        if (!tasks.empty()) write_tasks(t, tasks);
        if (closed.empty()) return;
        Array keys;
        for (const auto& key : closed) keys.add(key);
        t.exec_prepared("close_movement_tasks", keys.text());
    });
}

void BankBook::propose(std::int64_t movement, const adapters::MovementProposal& proposal) {
    in_transaction(pool_, [&](pqxx::transaction_base& t) {
        t.exec_prepared("replace_proposal", movement);
        t.exec_prepared("propose_booking", movement, proposal.of.number, proposal.by,
                        proposal.reason);
    });
}

std::optional<adapters::MovementProposal> BankBook::proposed(std::int64_t movement) {
    const auto rows = at_once(pool_, [&](pqxx::transaction_base& t) {
        return t.exec_prepared("proposal_of_movement", movement);
    });
    if (rows.empty()) return std::nullopt;
    const auto& row = rows[0];
    return adapters::MovementProposal{.of = {row["case_id"].as<std::int64_t>()},
                                      .reference = row["reference"].as<std::string>(),
                                      .by = row["proposed_by"].as<std::string>(),
                                      .reason = row["reason"].as<std::string>()};
}

void BankBook::confirmed(std::int64_t movement, const std::string& by, const std::string& reason) {
    at_once(pool_, [&](pqxx::transaction_base& t) {
        t.exec_prepared("confirm_proposal", movement, by, reason);
    });
}

adapters::Counts BankBook::count(const std::string& file, std::int64_t from) {
    const auto rows = at_once(pool_, [&](pqxx::transaction_base& t) {
        return t.exec_prepared("count_movements", file, from);
    });
    adapters::Counts counts;
    for (const auto& row : rows) {
        const auto state = row[0].as<std::string>();
        auto& place = state == "booked"   ? counts.booked
                      : state == "queued" ? counts.queued
                      : state == "passed" ? counts.passed
                                          : counts.waiting;
        place += row[1].as<std::int64_t>();
    }
    return counts;
}

std::vector<adapters::ListedMovement> BankBook::list(const std::string& state, std::int64_t before,
                                                     int limit) {
    const auto below = before == 0 ? std::numeric_limits<std::int64_t>::max() : before;
    std::vector<adapters::ListedMovement> found;
    for (const auto& row : at_once(pool_, [&](pqxx::transaction_base& t) {
             return t.exec_prepared("list_movements", state, below, limit);
         }))
        found.push_back(read_listed_movement(row));
    return found;
}

std::optional<adapters::ListedMovement> BankBook::find(std::int64_t movement) {
    const auto rows = at_once(pool_, [&](pqxx::transaction_base& t) {
        return t.exec_prepared("find_movement", movement);
    });
    if (rows.empty()) return std::nullopt;
    return read_listed_movement(rows[0]);
}

std::int64_t BankBook::count_queued() {
    return at_once(pool_, [](pqxx::transaction_base& t) {
        return t.exec_prepared1("count_queued_movements")[0].as<std::int64_t>();
    });
}

}  // namespace postgres
