// What is for the registry's staff — its desk and its login — put together from the database and
// the configuration.  Part of the composition, like node.cpp.

#pragma once

#include <memory>
#include <string>

#include "adapters/call.hpp"
#include "adapters/config/config.hpp"
#include "adapters/sign_on.hpp"
#include "adapters/staff_desk.hpp"
#include "adapters/staff_login.hpp"
#include "adapters/token_desk.hpp"
#include "states/catalogue.hpp"

namespace postgres {
class Pool;
class Reading;
}  // namespace postgres

namespace adapters {

class StaffDoors {
public:
    // What is referred to must outlive it.
    StaffDoors(const config::Config&, const states::Catalogue&, postgres::Pool&, postgres::Reading&,
               const std::string& sealing_key, const Send&);
    ~StaffDoors();
    StaffDoors(const StaffDoors&) = delete;
    StaffDoors& operator=(const StaffDoors&) = delete;

    StaffDesk& desk();
    StaffLogin& login();
    TokenDesk& tokens();
    SignOn* sign_on();  // None if no OpenID provider is configured.

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace adapters
