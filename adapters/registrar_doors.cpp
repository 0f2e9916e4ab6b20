#include "adapters/registrar_doors.hpp"

#include <utility>

#include "adapters/mobile_check.hpp"
#include "adapters/postgres/accounts.hpp"
#include "adapters/postgres/code_wishes.hpp"
#include "adapters/postgres/knocks.hpp"
#include "adapters/postgres/sms_codes.hpp"
#include "adapters/services.hpp"
#include "adapters/sms/wording.hpp"

namespace adapters {

struct RegistrarDoors::Parts {
    Parts(const config::Config& config, const states::Catalogue& catalogue, postgres::Pool& pool,
          const std::string& sealing_key, Outside outside)
        : registry{catalogue.registry},
          accounts{pool, sealing_key},
          knocks{pool},
          sms_lifetime{config.codes.sms_minutes},
          sms_codes{pool, {.lifetime = sms_lifetime}},
          code_wishes{pool},
          mobile_check{sms_by(config, outside.send),
                       [this](const auto& language, const auto& code) {
                           return sms::text_with_code(language, registry, code, sms_lifetime);
                       },
                       sms_codes, knocks},
          activation{outside.engine, outside.reading, outside.codes,
                     accounts,       knocks,          mobile_check},
          login{outside.reading, accounts, knocks, registry},
          reissue{outside.engine, outside.reading, code_wishes, knocks} {}

    std::string registry;
    postgres::Accounts accounts;
    postgres::Knocks knocks;
    std::chrono::minutes sms_lifetime;
    postgres::SmsCodes sms_codes;
    postgres::CodeWishes code_wishes;
    MobileCheck mobile_check;
    Activation activation;
    Login login;
    Reissue reissue;
};

RegistrarDoors::RegistrarDoors(const config::Config& config, const states::Catalogue& catalogue,
                               postgres::Pool& pool, const std::string& sealing_key,
                               Outside outside)
    : parts_{std::make_unique<Parts>(config, catalogue, pool, sealing_key, outside)} {}

RegistrarDoors::~RegistrarDoors() = default;

Activation& RegistrarDoors::activation() { return parts_->activation; }
Login& RegistrarDoors::login() { return parts_->login; }
Reissue& RegistrarDoors::reissue() { return parts_->reissue; }

}  // namespace adapters
