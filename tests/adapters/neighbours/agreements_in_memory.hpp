// The list of agreements without a database, for tests of those who write into it.

#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "adapters/agreements.hpp"

namespace tests {

class AgreementsInMemory final : public adapters::Agreements {
public:
    void remember(const adapters::Agreement& agreement) override {
        open.emplace(agreement.id, agreement);
    }
    bool hint(const std::string& id) override {
        hints.push_back(id);
        return open.contains(id);
    }
    void forget(const std::string& id) override { open.erase(id); }

    std::vector<adapters::Look> claim(int, engine::Store::Seconds) override { return {}; }
    void wait(const adapters::Look&, std::optional<engine::Store::Seconds>,
              const std::string&) override {}
    void settle(const adapters::Look&, const std::string&,
                const std::vector<std::string>&) override {}

    std::map<std::string, adapters::Agreement> open;
    std::vector<std::string> hints;
};

}  // namespace tests
