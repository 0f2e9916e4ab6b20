// A registry's whole set-up: neighbours, a configuration, and people who work with it.

#pragma once

#include <doctest/doctest.h>

#include <chrono>
#include <map>
#include <string>

#include "adapters/postgres/embedded.hpp"
#include "adapters/scratch_folder.hpp"
#include "tests/faults/chance.hpp"
#include "tests/faults/neighbourhood.hpp"
#include "tests/faults/people.hpp"
#include "tests/faults/proofs.hpp"
#include "tests/faults/server.hpp"

namespace tests {

class Site {
public:
    // `database`: its address, or empty for the private one of the server.
    explicit Site(const std::string& database) : database_{database} {
        MESSAGE("DOORSTEP_SEED=" << seed_of_this_run());
        auto keys = neighbours.keys();
        keys["data"] = scratch / "data";
        if (!database.empty()) keys["database.url"] = database;
        // What a killed server had begun is taken up by the next one soon.
        keys["workers.lease"] = "2";
        write_config(config(), keys);
    }

    std::string config() const { return scratch / "doorstep.toml"; }
    Server new_server(const std::string& name) const { return {config(), scratch / name}; }

    // Of every role; the database has to be there.
    std::map<std::string, std::string> new_tokens() const {
        return {{"applicant", new_token(config(), "applicant", {"apply", "read"})},
                {"clerk", new_token(config(), "clerk", {"clerk"})},
                {"approver", new_token(config(), "approver", {"approver"})},
                {"auditor", new_token(config(), "auditor", {"audit", "read"})}};
    }

    // Lets everybody finish, and then looks at what is left.
    void prove(People& people) const {
        const auto address =
            database_.empty() ? postgres::address_of(scratch / "data").value() : database_;
        people.open_no_more();
        const bool finished = people.wait_for_all(std::chrono::minutes{8});
        const auto evidence = Evidence{address, neighbours, people.stories()};
        MESSAGE(evidence.stories.size()
                << " applications, " << people.unanswered() << " requests came to nothing, "
                << people.repeated() << " commands were given twice");
        MESSAGE("effects by the number of attempts: "
                << proofs::listed(evidence.rows("select attempts, count(*) from outbox_done "
                                                "group by 1 order by 1")));
        if (!finished) FAIL_CHECK("stuck:\n" << proofs::what_is_stuck(evidence));
        for (const auto& words : people.complaints()) FAIL_CHECK(words);
        proofs::everything(evidence);
    }

    const adapters::ScratchFolder scratch{"faults"};
    const Neighbourhood neighbours{scratch.path()};

private:
    std::string database_;
};

}  // namespace tests
