#include "adapters/staff_doors.hpp"

#include "adapters/oidc/provider.hpp"
#include "adapters/postgres/knocks.hpp"
#include "adapters/postgres/reading.hpp"
#include "adapters/postgres/secrets.hpp"
#include "adapters/postgres/staff_book.hpp"
#include "adapters/postgres/token_book.hpp"

namespace adapters {

struct StaffDoors::Parts {
    Parts(const config::Config& config, const states::Catalogue& catalogue, postgres::Pool& pool,
          postgres::Reading& reading, const std::string& sealing_key, const Send& send)
        : book{pool, sealing_key, catalogue.invoice.time_zone},
          knocks{pool},
          desk{book,
               {.public_url = config::public_url(config),
                .today = [&reading,
                          zone = catalogue.invoice.time_zone] { return reading.today(zone); }}},
          login{reading, book, knocks, catalogue.registry},
          token_book{pool, catalogue.invoice.time_zone},
          tokens{token_book,
                 [&reading, zone = catalogue.invoice.time_zone] { return reading.today(zone); }} {
        if (config.oidc.issuer.empty()) return;
        sign_on = std::make_unique<oidc::Provider>(
            oidc::Access{.issuer = config.oidc.issuer,
                         .client_id = config.oidc.client_id,
                         .client_secret = config.oidc.client_secret.value,
                         .redirect_uri = config::public_url(config) + "/console/oidc",
                         .key = sealing_key},
            oidc::Provider::Surroundings{.send = send,
                                         .random = [] { return postgres::random_bytes(32); },
                                         .now = [&reading] { return reading.now(); }});
    }

    postgres::StaffBook book;
    postgres::Knocks knocks;
    StaffDesk desk;
    StaffLogin login;
    postgres::TokenBook token_book;
    TokenDesk tokens;
    std::unique_ptr<SignOn> sign_on;
};

StaffDoors::StaffDoors(const config::Config& config, const states::Catalogue& catalogue,
                       postgres::Pool& pool, postgres::Reading& reading,
                       const std::string& sealing_key, const Send& send)
    : parts_{std::make_unique<Parts>(config, catalogue, pool, reading, sealing_key, send)} {}

StaffDoors::~StaffDoors() = default;

StaffDesk& StaffDoors::desk() { return parts_->desk; }
StaffLogin& StaffDoors::login() { return parts_->login; }
TokenDesk& StaffDoors::tokens() { return parts_->tokens; }
SignOn* StaffDoors::sign_on() { return parts_->sign_on.get(); }

}  // namespace adapters
