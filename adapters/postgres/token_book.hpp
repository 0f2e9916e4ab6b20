// adapters::TokenBook on PostgreSQL.

#pragma once

#include <string>
#include <utility>

#include "adapters/postgres/pool.hpp"
#include "adapters/token_desk.hpp"

namespace postgres {

class TokenBook final : public adapters::TokenBook {
public:
    // Days end at midnight in the registry's time zone.
    TokenBook(Pool& pool, std::string time_zone) : pool_{pool}, time_zone_{std::move(time_zone)} {}

    std::vector<adapters::KnownToken> tokens() override;
    std::optional<std::string> make(const adapters::NewToken&, const std::string& who) override;
    bool withdraw(const std::string& name, const std::string& who) override;

private:
    Pool& pool_;
    std::string time_zone_;
};

}  // namespace postgres
