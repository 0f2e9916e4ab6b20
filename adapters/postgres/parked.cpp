#include "adapters/postgres/parked.hpp"

#include <charconv>
#include <optional>
#include <stdexcept>
#include <string_view>

#include "adapters/postgres/rows.hpp"

namespace postgres {
namespace {

// The number in "webhook/17".
std::optional<std::int64_t> message_in(std::string_view work) {
    constexpr std::string_view prefix = "webhook/";
    if (!work.starts_with(prefix)) return std::nullopt;
    work.remove_prefix(prefix.size());
    std::int64_t id = 0;
    const auto [end, error] = std::from_chars(work.data(), work.data() + work.size(), id);
    if (error != std::errc{} || end != work.data() + work.size()) return std::nullopt;
    return id;
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

bool Parked::remedy(const std::string& work, adapters::Remedy remedy, const std::string& who,
                    const std::string& reason) {
    if (reason.find_first_not_of(" \t\n") == std::string::npos)
        throw std::invalid_argument{"a reason is needed"};
    const bool again = remedy == adapters::Remedy::replay;
    return at_once(pool_, [&](pqxx::transaction_base& t) {
        const auto changed = [&] {
            if (const auto id = message_in(work))
                return t.exec_prepared(again ? "replay_arrival" : "dismiss_arrival", *id, who,
                                       reason);
            return t.exec_prepared(again ? "replay_effect" : "dismiss_effect", work, who, reason);
        }();
        return changed.affected_rows() == 1;
    });
}

}  // namespace postgres
