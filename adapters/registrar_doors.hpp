// The doors of registrars — activation, login, a new code — put together from the database and the
// SMS provider that the configuration names.  Part of the composition, like node.cpp.

#pragma once

#include <memory>
#include <string>

#include "adapters/activation.hpp"
#include "adapters/call.hpp"
#include "adapters/config/config.hpp"
#include "adapters/login.hpp"
#include "adapters/reissue.hpp"
#include "states/catalogue.hpp"

namespace postgres {
class Pool;
}

namespace adapters {

class RegistrarDoors {
public:
    struct Outside {  // What is referred to must outlive it.
        engine::Engine& engine;
        Reading& reading;
        Codes& codes;
        const Send& send;
    };
    RegistrarDoors(const config::Config&, const states::Catalogue&, postgres::Pool&,
                   const std::string& sealing_key, Outside);
    ~RegistrarDoors();
    RegistrarDoors(const RegistrarDoors&) = delete;
    RegistrarDoors& operator=(const RegistrarDoors&) = delete;

    Activation& activation();
    Login& login();
    Reissue& reissue();

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace adapters
