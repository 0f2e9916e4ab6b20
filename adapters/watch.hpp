// Looks at the agreements that are out, tells the engine what has become of them, and brings home
// what was signed.
//
// One way for all: a webhook makes the next look come sooner, and nothing depends on there being
// one.  What was seen is told under a name that follows from it, so that telling it again after a
// crash, or at every look, is telling it once.

#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "adapters/agreements.hpp"
#include "adapters/documents.hpp"
#include "engine/engine.hpp"

namespace adapters {

class Watch {
public:
    struct Service {  // Both throw like engine::Performer::perform().
        std::function<Seen(const Agreement&)> look;
        std::function<std::vector<Document>(const Agreement&)> papers;
    };
    // Has a person look.  The same trouble of the same agreement may be raised again.
    using Raise = std::function<void(engine::CaseId, const Agreement&, const std::string& trouble)>;

    Watch(Agreements& agreements, Service service, engine::Engine& engine, Reading& reading,
          Archive& archive, Raise raise)
        : agreements_{agreements},
          service_{std::move(service)},
          engine_{engine},
          reading_{reading},
          archive_{archive},
          raise_{std::move(raise)} {}

    // At those that it is time for; returns how many there were.
    int look_at_some(int limit, engine::Store::Seconds lease);

private:
    void look(const Look&);
    void look_closely(const Look&, engine::CaseId);
    bool tell(const Look&, engine::CaseId, const std::vector<engine::Event>& news,
              const std::vector<std::string>& papers);
    std::vector<std::string> bring_home(const Agreement&);

    Agreements& agreements_;
    Service service_;
    engine::Engine& engine_;
    Reading& reading_;
    Archive& archive_;
    Raise raise_;
};

}  // namespace adapters
