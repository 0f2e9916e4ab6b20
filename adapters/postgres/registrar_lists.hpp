// IANA's list of registrars in PostgreSQL (sql/121_iana.sql).

#pragma once

#include "adapters/postgres/pool.hpp"
#include "adapters/registrar_lists.hpp"

namespace postgres {

class RegistrarLists final : public adapters::RegistrarLists {
public:
    explicit RegistrarLists(Pool& pool) : pool_{pool} {}

    std::optional<adapters::KeptList> latest() override;
    std::optional<adapters::ListedRegistrar> find(int iana_id) override;
    std::vector<adapters::ListedRegistrar> all() override;
    adapters::KeptDifference keep(const adapters::RegistrarList&, const adapters::CompareLists&,
                                  const std::string& by) override;
    void confirm(std::int64_t list) override;
    void claim(engine::CaseId, const std::vector<adapters::IanaClaim>&) override;
    std::string other_claimant(int iana_id, engine::CaseId, const std::string& account) override;

private:
    Pool& pool_;
};

}  // namespace postgres
