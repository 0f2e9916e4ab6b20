#include "adapters/postgres/code_wishes.hpp"

#include <pqxx/pqxx>

#include "adapters/postgres/ask.hpp"
#include "adapters/postgres/secrets.hpp"

namespace postgres {

void CodeWishes::wish(const std::string& registrar_id) {
    ask(pool_, "wish_for_code", normalised_code(registrar_id));
}

std::optional<adapters::CodeWish> CodeWishes::claim(std::chrono::seconds lease) {
    const auto rows = ask(pool_, "claim_code_wish", lease.count());
    if (rows.empty()) return std::nullopt;
    return adapters::CodeWish{.of = {rows[0][0].as<std::int64_t>()},
                              .number = rows[0][1].as<std::int64_t>(),
                              .attempts = rows[0][2].as<int>()};
}

void CodeWishes::finish(const adapters::CodeWish& wish) {
    ask(pool_, "finish_code_wish", wish.of.number, wish.number);
}

void CodeWishes::put_off(const adapters::CodeWish& wish, std::chrono::seconds delay) {
    ask(pool_, "put_off_code_wish", wish.of.number, wish.number, delay.count());
}

}  // namespace postgres
