// Doors on a real database with an audit log behind them, a signer, and what a bundle of it says to
// the verifier.

#pragma once

#include <fstream>
#include <functional>
#include <map>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "adapters/audit/signer.hpp"
#include "adapters/postgres/audit_log.hpp"
#include "adapters/proof/bundle.hpp"
#include "adapters/proof/check.hpp"
#include "adapters/proof/tar.hpp"
#include "adapters/scratch_folder.hpp"
#include "engine/digest.hpp"
#include "tests/engine/door.hpp"

namespace tests {

// What the door's workflow allows, as `doorstep workflow --format json` would say it.
inline const std::string rules_of_doors = R"({"effects":["ring"],
 "events":[{"name":"build","by":["clerk"]},{"name":"knock","by":["clerk"]},
           {"name":"wind","by":["system"]},{"name":"look","by":["clerk"]},
           {"name":"remove","by":["clerk"]}],
 "states":[{"name":"planned"},{"name":"closed"},{"name":"open"},{"name":"removed"}],
 "transitions":[
  {"from":"planned","event":"build","to":"closed","needs":[]},
  {"from":"closed","event":"knock","to":"open","needs":["somebody_is_home"]},
  {"from":"open","event":"wind","to":"closed","needs":[]},
  {"from":"closed","event":"look","to":"closed","needs":[]},
  {"from":"open","event":"look","to":"open","needs":[]},
  {"from":"open","event":"remove","to":"removed","needs":[]},
  {"from":"closed","event":"remove","to":"removed","needs":[]}]})";

using Members = std::vector<proof::Member>;

inline Members members_of(const std::string& bundle) {
    std::istringstream in{bundle};
    proof::TarReader reader{in};
    Members members;
    while (auto member = reader.next()) members.push_back(*std::move(member));
    return members;
}

inline std::string bundle_of(const Members& members) {
    std::ostringstream out;
    proof::TarWriter writer{out};
    for (const auto& member : members) writer.add(member.name, member.content);
    writer.finish();
    return out.str();
}

// As a forger would: the sums fit whatever he has done.
inline std::string with_sums(Members members) {
    std::map<std::string, std::string> sums;
    for (const auto& member : members)
        if (member.name != "SHA256SUMS")
            sums[member.name] = engine::hex(engine::bytes_of(engine::sha256({member.content})));
    members.back().content.clear();
    for (const auto& [name, sum] : sums) members.back().content += sum + "  " + name + '\n';
    return bundle_of(members);
}

inline std::string said_by(const proof::Report& report) { return proof::findings_of(report); }

struct AuditOffice : World {
    AuditOffice() {
        log.declare_rules("door-1", rules_of_doors);
        audit::make_key("audit.example/doors", folder / "key");
    }

    adapters::ScratchFolder folder{"audit"};
    postgres::AuditLog log{pool};

    engine::VerifierKey key() const {
        std::ifstream file{folder / "key"};
        std::string text;
        std::getline(file, text);
        return engine::read_signer_key(text).verifier;
    }
    void seal() {
        while (log.seal_some(1'000) > 0) {
        }
    }
    std::string sign(const std::string& state = "state") {
        seal();
        audit::Signer{folder / "key", folder / state}.sign(log);
        return log.checkpoint().value();
    }
    engine::CaseId door_with(const std::vector<std::string>& events, const std::string& name) {
        const auto id = build(name);
        int number = 0;
        for (const auto& event : events) {
            auto sent = message(id, event, name + '/' + std::to_string(++number));
            if (event == "wind") sent.from = {"timer", "system"};
            engine.submit(sent);
        }
        return id;
    }
    std::string reference_of(engine::CaseId id) const {
        return ask("select reference from cases where id = " + std::to_string(id.number));
    }
    std::string bundle(const proof::BundleWanted& wanted = {}) {
        std::ostringstream out;
        proof::write_bundle(log, wanted, out);
        return out.str();
    }
    proof::Report check(const std::string& bundle,
                        std::optional<engine::Checkpoint> older = {}) const {
        std::istringstream in{bundle};
        return proof::check(in, {.key = key(), .older = std::move(older)});
    }
};

}  // namespace tests
