#include "adapters/postgres/parked.hpp"

#include <charconv>
#include <optional>
#include <stdexcept>
#include <string_view>

#include "adapters/postgres/rows.hpp"

namespace postgres {
namespace {

// The number in "webhook/17".
std::optional<std::int64_t> number_in(std::string_view work, std::string_view prefix) {
    if (!work.starts_with(prefix)) return std::nullopt;
    work.remove_prefix(prefix.size());
    std::int64_t id = 0;
    const auto [end, error] = std::from_chars(work.data(), work.data() + work.size(), id);
    if (error != std::errc{} || end != work.data() + work.size()) return std::nullopt;
    return id;
}

std::optional<std::int64_t> arrival_in(std::string_view work) {
    return number_in(work, "webhook/");
}
std::optional<std::int64_t> delivery_in(std::string_view work) {
    return number_in(work, "delivery/");
}

}  // namespace

std::vector<adapters::ParkedWork> Parked::list() {
    const auto rows =
        at_once(pool_, [](pqxx::transaction_base& t) { return t.exec_prepared("parked_work"); });
    std::vector<adapters::ParkedWork> all;
    for (const auto& row : rows)
        all.push_back({.work = row["work"].as<std::string>(),
                       .reference = row["reference"].as<std::string>(),
                       .what = row["what"].as<std::string>(),
                       .attempts = row["attempts"].as<int>(),
                       .trouble = row["trouble"].as<std::string>(""),
                       .parked_at = time_of(row["parked_at"])});
    return all;
}

std::optional<std::string> Parked::payload(const std::string& work) {
    return at_once(pool_, [&](pqxx::transaction_base& t) -> std::optional<std::string> {
        const auto arrival = arrival_in(work);
        const auto delivery = delivery_in(work);
        const auto rows = arrival    ? t.exec_prepared("payload_of_arrival", *arrival)
                          : delivery ? t.exec_prepared("payload_of_delivery", *delivery)
                                     : t.exec_prepared("payload_of_effect", work);
        if (rows.empty()) return std::nullopt;
        return arrival ? from_bytea(rows[0][0]) : rows[0][0].as<std::string>();
    });
}

bool Parked::remedy(const std::string& work, adapters::Remedy remedy, const std::string& who,
                    const std::string& reason) {
    if (reason.find_first_not_of(" \t\n") == std::string::npos)
        throw std::invalid_argument{"a reason is needed"};
    const bool again = remedy == adapters::Remedy::replay;
    return at_once(pool_, [&](pqxx::transaction_base& t) {
        const auto changed = [&] {
            if (const auto id = arrival_in(work))
                return t.exec_prepared(again ? "replay_arrival" : "dismiss_arrival", *id, who,
                                       reason);
            if (const auto id = delivery_in(work))
                return t.exec_prepared(again ? "replay_delivery" : "dismiss_delivery", *id, who,
                                       reason);
            return t.exec_prepared(again ? "replay_effect" : "dismiss_effect", work, who, reason);
        }();
        return changed.affected_rows() == 1;
    });
}

}  // namespace postgres
