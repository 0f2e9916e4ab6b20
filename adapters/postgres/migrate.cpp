#include "adapters/postgres/migrate.hpp"

#include <algorithm>
#include <optional>
#include <pqxx/pqxx>

#include "adapters/sha256.hpp"

namespace postgres {

const std::map<std::string_view, std::string_view>& migrating();  // From migrating/, by embed().

namespace {

std::string statement(std::string_view file) { return std::string{migrating().at(file)}; }

struct Migration {
    int number;
    std::string name;
    std::string sha256;
    std::string_view text = {};  // Only of those that this program knows.
};

std::optional<int> number_of(std::string_view name) {
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    const auto is_word = [&](char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || c == '_'; };
    if (name.size() < 9 || !name.ends_with(".sql") || name[3] != '_') return std::nullopt;
    if (!std::ranges::all_of(name.substr(0, 3), is_digit)) return std::nullopt;
    if (!std::ranges::all_of(name.substr(4, name.size() - 8), is_word)) return std::nullopt;
    return std::stoi(std::string{name.substr(0, 3)});
}

std::vector<Migration> known(const Migrations& files) {  // In order: the map's is the numbers'.
    std::vector<Migration> migrations;
    for (const auto& [name, text] : files) {
        const auto number = number_of(name);
        if (!number)
            throw CannotMigrate{"a migration is named NNN_words.sql, and this one " +
                                std::string{name}};
        if (!migrations.empty() && migrations.back().number == *number)
            throw CannotMigrate{"two migrations have one number: " + migrations.back().name +
                                " and " + std::string{name}};
        migrations.push_back({*number, std::string{name}, adapters::sha256_of(text), text});
    }
    return migrations;
}

std::vector<Migration> applied(pqxx::transaction_base& work) {
    std::vector<Migration> migrations;
    for (const auto& row : work.exec(statement("applied.sql")))
        migrations.push_back(
            {row[0].as<int>(), row[1].as<std::string>(), row[2].as<std::string>()});
    return migrations;
}

// What is left to do, or words why this program and this database do not fit each other.
std::vector<Migration> missing(const std::vector<Migration>& known,
                               const std::vector<Migration>& applied) {
    std::vector<Migration> left;
    for (const auto& migration : known) {
        const auto done = std::ranges::find(applied, migration.number, &Migration::number);
        if (done == applied.end()) {
            if (!applied.empty() && migration.number < applied.back().number)
                throw CannotMigrate{migration.name + " is new, but the database already has " +
                                    applied.back().name + ": give it a higher number"};
            left.push_back(migration);
        } else if (done->sha256 != migration.sha256 || done->name != migration.name) {
            throw CannotMigrate{
                migration.name + " is not what was applied to this database as " + done->name +
                ": a migration is never changed; take the change back, and write a new one"};
        }
    }
    for (const auto& migration : applied)
        if (std::ranges::find(known, migration.number, &Migration::number) == known.end())
            throw CannotMigrate{"the database has " + migration.name +
                                ", which this program does not know: it belongs to a newer "
                                "doorstep; run that one, or restore a back-up"};
    return left;
}

std::optional<std::string> apply_next(pqxx::connection& connection,
                                      const std::vector<Migration>& all) {
    auto work = pqxx::work{connection};
    work.exec(statement("take_turn.sql"));
    work.exec(statement("make_table.sql"));
    const auto left = missing(all, applied(work));
    if (left.empty()) {
        work.commit();
        return std::nullopt;
    }
    const auto& next = left.front();
    try {
        work.exec(std::string{next.text});
    } catch (const pqxx::sql_error& error) {
        throw CannotMigrate{next.name + ": " + error.what() + "(nothing of it was kept)"};
    }
    work.exec_params0(statement("record.sql"), next.number, next.name, next.sha256);
    work.commit();
    return next.name;
}

}  // namespace

std::vector<std::string> migrate(const std::string& address, const Migrations& files) {
    const auto all = known(files);
    auto connection = pqxx::connection{address};
    std::vector<std::string> names;
    while (auto name = apply_next(connection, all)) names.push_back(std::move(*name));
    return names;
}

std::vector<std::string> pending(const std::string& address, const Migrations& files) {
    const auto all = known(files);
    auto connection = pqxx::connection{address};
    auto work = pqxx::read_transaction{connection};
    const bool any = work.exec1(statement("has_table.sql"))[0].as<bool>();
    std::vector<std::string> names;
    for (auto& migration : missing(all, any ? applied(work) : std::vector<Migration>{}))
        names.push_back(std::move(migration.name));
    return names;
}

}  // namespace postgres
