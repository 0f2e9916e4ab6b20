#include "adapters/postgres/token_book.hpp"

#include <nlohmann/json.hpp>

#include "adapters/postgres/ask.hpp"
#include "adapters/postgres/credentials.hpp"
#include "adapters/postgres/rows.hpp"

namespace postgres {
std::vector<adapters::KnownToken> TokenBook::tokens() {
    std::vector<adapters::KnownToken> all;
    for (const auto& row : ask(pool_, "tokens"))
        all.push_back({.name = row["name"].as<std::string>(),
                       .scopes = nlohmann::json::parse(row["scopes"].as<std::string>())
                                     .get<std::vector<std::string>>(),
                       .until = row["until"].as<std::string>(),
                       .works = row["works"].as<bool>(),
                       .made = time_of(row["made"]),
                       .used = time_if_any(row["used"]),
                       .withdrawn = time_if_any(row["withdrawn"])});
    return all;
}

std::optional<std::string> TokenBook::make(const adapters::NewToken& given,
                                           const std::string& who) {
    auto token = new_token("dst_");
    const auto made =
        ask(pool_, "make_token", given.name, hash_of_token(token), array_of(given.scopes),
            given.until.empty() ? std::nullopt : std::optional{given.until}, time_zone_, who);
    if (!made[0][0].as<bool>()) return std::nullopt;
    return token;
}

bool TokenBook::withdraw(const std::string& name, const std::string& who) {
    return ask(pool_, "withdraw_token", name, who)[0][0].as<bool>();
}

}  // namespace postgres
