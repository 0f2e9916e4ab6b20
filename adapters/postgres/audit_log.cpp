#include "adapters/postgres/audit_log.hpp"

#include <algorithm>
#include <map>
#include <stdexcept>
#include <utility>

#include "adapters/case_number.hpp"
#include "adapters/postgres/ask.hpp"
#include "adapters/postgres/rows.hpp"
#include "adapters/sha256.hpp"
#include "engine/digest.hpp"

namespace postgres {
namespace {

using engine::Hash;

std::int64_t number_of(std::uint64_t value) { return static_cast<std::int64_t>(value); }
std::uint64_t count_of(const pqxx::field& field) {
    return static_cast<std::uint64_t>(field.as<std::int64_t>());
}
std::string bytes_in(const pqxx::field& field) {
    return field.is_null() ? std::string{} : from_bytea(field);
}

std::string tile_of(pqxx::transaction_base& t, int level, std::uint64_t number) {
    const auto rows = t.exec_prepared("audit_tile", level, number_of(number));
    return rows.empty() ? std::string{} : from_bytea(rows[0][0]);
}

// "…","prev":"<44 characters>","…": a quote inside a value is escaped, so the key is met only
// there.
std::string_view previous_in(std::string_view entry) {
    constexpr std::string_view key = "\"prev\":\"";
    const auto at = entry.find(key);
    return at == std::string_view::npos ? std::string_view{} : entry.substr(at + key.size(), 44);
}

// A line whose predecessor is not in the log, or is another one than it names.
struct DoesNotFollow : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// One batch: what is to be written of it, column by column.
class Batch {
public:
    Batch(std::uint64_t size, engine::Tiles tiles) : growth_{size, std::move(tiles)} {}

    void add_rules(const pqxx::row& row) {
        versions_.add(row["version"].as<std::string>());
        hashes_.add(row["sha256"].as<std::string>());
        places_.add(number_of(growth_.size()));
        positions_.add(number_of(growth_.size()));
        cases_.add_null();
        lines_.add_null();
        growth_.add(engine::leaf_hash(from_bytea(row["entry"])));
        ++count_;
    }

    void add_line(const pqxx::row& row) {
        const auto entry = from_bytea(row["entry"]);
        const auto hash = hash_of(from_bytea(row["hash"]));
        const auto case_id = row["case_id"].as<std::int64_t>();
        const auto line = row["line"].as<int>();
        const auto previous =
            row["previous"].is_null() ? Hash{} : hash_of(bytes_in(row["previous"]));
        const auto known = last_of_.find(case_id);
        const bool follows =
            known == last_of_.end() ? row["after_sealed"].as<bool>() : known->second == line - 1;
        if (!follows || engine::leaf_hash(entry) != hash ||
            previous_in(entry) != engine::base64(engine::bytes_of(previous)))
            throw DoesNotFollow{
                "the journal was changed: line " + std::to_string(line) + " of case " +
                std::to_string(case_id) +
                " does not follow from the line before it; nothing more is put into the log"};
        if (entry.size() > engine::entry_max)
            throw std::runtime_error{"line " + std::to_string(line) + " of case " +
                                     std::to_string(case_id) + " is too long for the log"};
        last_of_[case_id] = line;
        positions_.add(number_of(growth_.size()));
        cases_.add(case_id);
        lines_.add(static_cast<std::int64_t>(line));
        growth_.add(hash);
        ++count_;
    }

    int count() const { return count_; }

    void write(pqxx::transaction_base& t, std::optional<std::int64_t> seen) const {
        Array levels, numbers, tiles;
        for (const auto& [name, hashes] : growth_.changed()) {
            levels.add(static_cast<std::int64_t>(name.first));
            numbers.add(number_of(name.second));
            tiles.add(bytea(hashes));
        }
        t.exec_prepared("audit_seal", positions_.text(), cases_.text(), lines_.text(),
                        versions_.text(), hashes_.text(), places_.text(), levels.text(),
                        numbers.text(), tiles.text(), number_of(growth_.size()), seen);
    }

private:
    engine::Growth growth_;
    Array positions_, cases_, lines_, versions_, hashes_, places_;
    std::map<std::int64_t, int> last_of_;
    int count_ = 0;
};

}  // namespace

void AuditLog::declare_rules(const std::string& version, const std::string& definition) {
    const auto sha256 = adapters::sha256_of(definition);
    // Canonical JSON as the journal's: keys in order; a version needs no escapes.
    const auto entry =
        R"({"kind":"rules","sha256":")" + sha256 + R"(","v":1,"workflow":")" + version + R"("})";
    ask(pool_, "audit_declare_rules", version, sha256, definition, bytea(entry));
}

// Where a line does not follow, the one before it may have been passed by, and is found by looking
// at the whole journal.  If that does not help, somebody has changed it: once is enough.
int AuditLog::seal_some(int most) {
    try {
        const int sealed = seal_batch(most, Look::since_seen);
        if (sealed > 0) has_looked_at_all_ = false;
        return sealed;
    } catch (const DoesNotFollow&) {
        if (has_looked_at_all_) throw;
    }
    try {
        return seal_batch(most, Look::at_all);
    } catch (const DoesNotFollow&) {
        has_looked_at_all_ = true;
        throw;
    }
}

int AuditLog::seal_batch(int most, Look look) {
    return in_transaction(pool_, [&](pqxx::work& t) {
        const auto turn = t.exec_prepared("audit_take_turn");
        if (turn.empty()) return 0;
        const bool here = turn[0]["here"].as<bool>() && look == Look::since_seen;
        auto batch = Batch{count_of(turn[0]["size"]), [&](int level, std::uint64_t number) {
                               return tile_of(t, level, number);
                           }};
        // Statements have snapshots of their own: what names new rules is not seen before them.
        const auto lines =
            t.exec_prepared("audit_new_lines", turn[0]["seen"].as<std::int64_t>(), here, most);
        for (const auto& row : t.exec_prepared("audit_undeclared_rules")) batch.add_rules(row);
        for (const auto& row : lines) batch.add_line(row);
        if (batch.count() == 0 && here) return 0;

        // After a full batch there may be more of the transaction that its last line is of, and
        // whatever the horizon's transaction, or a later one, has not committed yet; in another
        // cluster their numbers mean nothing until all is looked at.
        auto seen = std::optional{turn[0]["horizon"].as<std::int64_t>()};
        if (static_cast<int>(lines.size()) == most)
            seen = here ? std::optional{std::min(
                              *seen, lines[lines.size() - 1]["written_in"].as<std::int64_t>())}
                        : std::nullopt;
        batch.write(t, seen);
        return batch.count();
    });
}

std::uint64_t AuditLog::size() { return count_of(ask(pool_, "audit_size")[0][0]); }

std::string AuditLog::tile(int level, std::uint64_t number) {
    return at_once(pool_, [&](pqxx::transaction_base& t) { return tile_of(t, level, number); });
}

std::vector<adapters::LogEntry> AuditLog::entries(std::uint64_t begin, std::uint64_t end,
                                                  bool with_data) {
    std::vector<adapters::LogEntry> found;
    for (const auto& row : ask(pool_, "audit_entries", number_of(begin), number_of(end), with_data))
        found.push_back({.position = count_of(row["position"]),
                         .entry = from_bytea(row["entry"]),
                         .salt = bytes_in(row["salt"]),
                         .data = row["data"].as<std::string>("")});
    return found;
}

std::vector<std::uint64_t> AuditLog::positions_of(const std::string& reference,
                                                  std::uint64_t size) {
    std::vector<std::uint64_t> positions;
    const auto number = adapters::case_number_in(reference).value_or(0);
    for (const auto& row : ask(pool_, "audit_positions_of_case", number, number_of(size)))
        positions.push_back(count_of(row[0]));
    return positions;
}

std::vector<adapters::DeclaredRules> AuditLog::rules(std::uint64_t size) {
    std::vector<adapters::DeclaredRules> declared;
    for (const auto& row : ask(pool_, "audit_rules_declared", number_of(size)))
        declared.push_back({.version = row["version"].as<std::string>(),
                            .sha256 = row["sha256"].as<std::string>(),
                            .definition = row["definition"].as<std::string>()});
    return declared;
}

std::vector<adapters::Standing> AuditLog::standings(std::uint64_t size, std::int64_t after,
                                                    int most, const std::string& reference) {
    std::vector<adapters::Standing> found;
    if (!reference.empty()) {
        const auto number = adapters::case_number_in(reference);
        if (!number) return found;
        after = *number - 1;
        most = 1;
    }
    for (const auto& row : ask(pool_, "audit_standings", number_of(size), after, most)) {
        auto name = row["reference"].as<std::string>();
        if (!reference.empty() && name != reference) continue;
        found.push_back({.case_id = row["id"].as<std::int64_t>(),
                         .reference = std::move(name),
                         .state = row["state"].as<std::string>(""),
                         .sealed = row["sealed"].as<int>(),
                         .lines = row["lines"].as<int>()});
    }
    return found;
}

std::optional<std::string> AuditLog::checkpoint() {
    const auto rows = ask(pool_, "audit_checkpoint");
    if (rows.empty()) return std::nullopt;
    return rows[0]["note"].as<std::string>();
}

void AuditLog::publish(std::uint64_t size, const std::string& checkpoint) {
    ask(pool_, "audit_publish", number_of(size), checkpoint);
}

void AuditLog::add_stamp(const adapters::TimeStamp& stamp) {
    ask(pool_, "audit_add_stamp", number_of(stamp.size), stamp.authority, bytea(stamp.token));
}

std::vector<adapters::TimeStamp> AuditLog::stamps(std::uint64_t size) {
    std::vector<adapters::TimeStamp> found;
    for (const auto& row : ask(pool_, "audit_stamps", number_of(size)))
        found.push_back({.size = count_of(row["size"]),
                         .checkpoint = row["note"].as<std::string>(),
                         .authority = row["authority"].as<std::string>(),
                         .token = from_bytea(row["token"])});
    return found;
}

adapters::AuditLog::LatestStamp AuditLog::latest_stamp(const std::string& authority) {
    const auto row = ask(pool_, "audit_latest_stamp", authority)[0];
    LatestStamp latest{.age = std::nullopt, .size = count_of(row["size"])};
    if (const auto age = row["age"].as<std::int64_t>(); age >= 0)
        latest.age = std::chrono::seconds{age};
    return latest;
}

}  // namespace postgres
