#include "adapters/postgres/rows.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "adapters/postgres/pool.hpp"

namespace postgres {

using nlohmann::json;

engine::Time time_of(const pqxx::field& microseconds) {
    return engine::Time{std::chrono::microseconds{microseconds.as<std::int64_t>()}};
}

std::optional<engine::Time> time_if_any(const pqxx::field& microseconds) {
    if (microseconds.is_null()) return std::nullopt;
    return time_of(microseconds);
}

engine::Hash hash_of(const std::string& bytes) {
    engine::Hash hash{};
    if (bytes.size() == hash.size()) std::ranges::copy(bytes, hash.begin());
    return hash;
}

engine::Snapshot read_snapshot(const pqxx::row& row) {
    return {.id = {row["id"].as<std::int64_t>()},
            .reference = row["reference"].as<std::string>(),
            .state = {.state = row["state"].as<std::string>(),
                      .facts = {row["facts"].as<std::string>()},
                      .waiting_for = row["waiting_for"].as<std::string>()},
            .version = row["version"].as<int>(),
            .lines = row["lines"].as<int>(),
            .head = hash_of(from_bytea(row["head"])),
            .now = time_of(row["now"])};
}

engine::Line read_line(std::string entry, const std::string& hash, std::string salt,
                       std::string data) {
    const auto fields = json::parse(entry);
    engine::Line line;
    line.reference = fields.at("app");
    line.number = fields.at("seq");
    line.at = engine::read_rfc3339(fields.at("at").get<std::string>());
    line.actor = {fields.at("actor"), fields.at("role")};
    line.source = fields.at("source");
    line.delivery = fields.at("delivery");
    line.event = fields.at("event");
    line.from = fields.at("from");
    line.to = fields.at("to");
    line.effects = fields.at("effects").get<std::vector<std::string>>();
    line.guards = fields.at("guards").get<std::vector<std::string>>();
    line.workflow = fields.at("workflow");
    if (fields.contains("refusal"))
        line.refusal = engine::Refusal{engine::reason_named(fields["refusal"].get<std::string>()),
                                       line.guards};
    line.previous = engine::read_base64(fields.at("prev").get<std::string>());
    line.entry = std::move(entry);
    line.hash = hash_of(hash);
    line.salt = std::move(salt);
    line.data = std::move(data);
    return line;
}

}  // namespace postgres
