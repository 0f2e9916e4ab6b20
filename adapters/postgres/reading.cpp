#include "adapters/postgres/reading.hpp"

#include <algorithm>
#include <limits>
#include <sstream>

#include "adapters/case_number.hpp"
#include "adapters/postgres/ask.hpp"
#include "adapters/postgres/rows.hpp"
#include "adapters/search_words.hpp"
#include "adapters/sha256.hpp"

namespace postgres {
namespace {

adapters::Listed read_listed(const pqxx::row& row) {
    auto listed = adapters::Listed{.id = {row["id"].as<std::int64_t>()},
                                   .reference = row["reference"].as<std::string>(),
                                   .title = row["title"].as<std::string>(),
                                   .state = row["state"].as<std::string>(),
                                   .waiting_for = row["waiting_for"].as<std::string>(),
                                   .version = row["version"].as<int>(),
                                   .opened = time_of(row["opened"]),
                                   .changed = time_of(row["changed"])};
    if (!row["due"].is_null()) listed.due = time_of(row["due"]);
    return listed;
}

}  // namespace

std::vector<adapters::Listed> Reading::list(const adapters::Filter& filter) {
    const auto text = array_of(filter.states);
    const auto* states = filter.states.empty() ? nullptr : text.c_str();
    const auto* ball = filter.waiting_for.empty() ? nullptr : filter.waiting_for.c_str();
    const auto before =
        filter.before == 0 ? std::numeric_limits<std::int64_t>::max() : filter.before;
    const auto sought = adapters::read_search(filter.words);
    const auto rows = at_once(pool_, [&](pqxx::transaction_base& t) {
        if (sought.words.empty())
            return t.exec_prepared("list_cases", states, ball, before, filter.limit);
        return t.exec_prepared("search_cases", states, ball, before, filter.limit,
                               array_of(sought.words), array_of(sought.forms), sought.number);
    });
    std::vector<adapters::Listed> found;
    for (const auto& row : rows) found.push_back(read_listed(row));
    return found;
}

std::optional<engine::CaseId> Reading::find(const std::string& reference) {
    const auto number = adapters::case_number_in(reference);
    if (!number) return std::nullopt;
    const auto rows = at_once(
        pool_, [&](pqxx::transaction_base& t) { return t.exec_prepared("find_case", *number); });
    if (rows.empty()) return std::nullopt;
    if (!adapters::is_of_year(reference, rows[0][0].as<std::string>())) return std::nullopt;
    return engine::CaseId{*number};
}

std::optional<adapters::Dossier> Reading::dossier(engine::CaseId id) {
    return in_transaction(
        pool_, [&](pqxx::transaction_base& t) -> std::optional<adapters::Dossier> {
            const auto rows = t.exec_prepared("dossier", id.number);
            if (rows.empty()) return std::nullopt;
            auto dossier = adapters::Dossier{.snapshot = read_snapshot(rows[0]),
                                             .opened = time_of(rows[0]["opened"]),
                                             .changed = time_of(rows[0]["changed"])};
            for (const auto& row : t.exec_prepared("deadlines_of_case", id.number))
                dossier.deadlines.push_back({row[0].as<std::string>(), time_of(row[1])});
            for (const auto& row : t.exec_prepared("effects_of_case", id.number))
                dossier.effects.push_back({row[0].as<std::string>(), row[1].as<std::string>(),
                                           row[2].as<int>(), row[3].as<bool>(),
                                           row[4].as<std::string>()});
            return dossier;
        });
}

std::vector<engine::Line> Reading::journal(engine::CaseId id, int after_line, int limit) {
    const auto rows = at_once(pool_, [&](pqxx::transaction_base& t) {
        return t.exec_prepared("journal_of_case", id.number, after_line, limit);
    });
    std::vector<engine::Line> lines;
    for (const auto& row : rows)
        lines.push_back(read_line(from_bytea(row[0]), from_bytea(row[1]), from_bytea(row[2]),
                                  row[3].as<std::string>("")));
    return lines;
}

std::optional<adapters::Document> Reading::document(const std::string& id) {
    const auto rows =
        at_once(pool_, [&](pqxx::transaction_base& t) { return t.exec_prepared("document", id); });
    if (rows.empty()) return std::nullopt;
    return adapters::Document{.id = id,
                              .content = from_bytea(rows[0][0]),
                              .media_type = rows[0][1].as<std::string>(),
                              .file_name = rows[0][2].as<std::string>()};
}

bool Reading::is_unfinished(engine::CaseId of) {
    return ask(pool_, "is_unfinished", of.number)[0][0].as<bool>();
}

std::vector<std::string> Reading::unknown_documents(const std::vector<std::string>& ids) {
    Array asked;
    for (const auto& id : ids)
        if (id.find('\0') == std::string::npos)
            asked.add(id);  // Which no id and no query can have.
    const auto rows = at_once(pool_, [&](pqxx::transaction_base& t) {
        return t.exec_prepared("known_documents", asked.text());
    });
    auto unknown = ids;
    for (const auto& row : rows) std::erase(unknown, row[0].as<std::string>());
    return unknown;
}

std::optional<adapters::Token> Reading::token(const std::string& secret) {
    const auto rows = at_once(pool_, [&](pqxx::transaction_base& t) {
        return t.exec_prepared("find_token", "\\x" + adapters::sha256_of(secret));
    });
    if (rows.empty()) return std::nullopt;
    auto token = adapters::Token{.name = rows[0][0].as<std::string>()};
    std::istringstream scopes{rows[0][1].as<std::string>()};
    for (std::string scope; scopes >> scope;) token.scopes.push_back(scope);
    return token;
}

engine::Time Reading::now() {
    return at_once(pool_,
                   [](pqxx::transaction_base& t) { return time_of(t.exec_prepared("now")[0][0]); });
}

std::string Reading::today(const std::string& time_zone) {
    return at_once(pool_, [&](pqxx::transaction_base& t) {
        return t.exec_prepared("today", time_zone)[0][0].as<std::string>();
    });
}

bool Reading::reachable() {
    try {
        now();
        return true;
    } catch (const std::exception&) {
        return false;
    }
}

}  // namespace postgres
