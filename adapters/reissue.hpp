// A new activation code for who asks on the page: who has let the first one expire or has locked
// it, and who has forgotten its password.
//
// The wish is noted and a worker asks the application to fulfil it, so that the answer is the same,
// and takes the same time, whether there is such a registrar or not.  The code goes to the address
// that we have.

#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "adapters/knocks.hpp"
#include "adapters/mobile_check.hpp"
#include "adapters/reading.hpp"
#include "engine/engine.hpp"

namespace adapters {

struct CodeWish {
    engine::CaseId of;
    std::int64_t number;
    int attempts;
};

class CodeWishes {
public:
    virtual ~CodeWishes() = default;

    // Nothing if nobody has this registrar ID, or has wished already.
    virtual void wish(const std::string& registrar_id) = 0;
    // The next one that is due; who does not finish it before the lease ends leaves it to others.
    virtual std::optional<CodeWish> claim(std::chrono::seconds lease) = 0;
    virtual void finish(const CodeWish&) = 0;
    virtual void put_off(const CodeWish&, std::chrono::seconds) = 0;
};

class Reissue {
public:
    Reissue(engine::Engine& engine, Reading& reading, CodeWishes& wishes, Knocks& knocks)
        : engine_{engine}, reading_{reading}, wishes_{wishes}, knocks_{knocks} {}

    std::optional<Shut> ask(const std::string& registrar_id);

    // For a worker; how many it has looked at.
    int fulfil_some(std::chrono::seconds lease);

private:
    void fulfil(const CodeWish&);

    engine::Engine& engine_;
    Reading& reading_;
    CodeWishes& wishes_;
    Knocks& knocks_;
};

}  // namespace adapters
