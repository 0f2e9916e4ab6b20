// adapters::Registrars, on the list as it is kept.

#pragma once

#include "adapters/registrars.hpp"

namespace iana {

class Desk final : public adapters::Registrars {
public:
    explicit Desk(adapters::RegistrarLists& lists) : lists_{lists} {}

    adapters::KeptDifference import(std::string_view bytes, const std::string& source,
                                    const std::string& by) override;
    adapters::CheckedId check(const std::string& text) override;
    nlohmann::json find(const std::string& text, const std::string& language) override;

private:
    adapters::RegistrarLists& lists_;
};

}  // namespace iana
