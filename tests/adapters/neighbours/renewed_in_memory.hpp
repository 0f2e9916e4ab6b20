// Renewed secrets without a database, for tests of those who are given them.

#pragma once

#include <map>
#include <string>
#include <utility>

#include "adapters/renewed_secrets.hpp"

namespace tests {

class RenewedInMemory final : public adapters::RenewedSecrets {
public:
    std::optional<std::string> newest(const std::string& name,
                                      const std::string& configured) override {
        const auto found = kept.find({name, configured});
        return found == kept.end() ? std::nullopt : std::optional{found->second};
    }
    void keep(const std::string& name, const std::string& configured,
              const std::string& renewed) override {
        if (is_away) throw std::runtime_error{"the database is away"};
        kept[{name, configured}] = renewed;
    }

    std::map<std::pair<std::string, std::string>, std::string> kept;
    bool is_away = false;
};

}  // namespace tests
