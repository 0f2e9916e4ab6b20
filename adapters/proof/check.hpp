// The checks of a bundle, one member of the archive after the other, in little memory: what is kept
// grows with the number of applications, not of entries.

#pragma once

#include <functional>
#include <istream>
#include <optional>
#include <string>

#include "adapters/proof/report.hpp"
#include "engine/note.hpp"

namespace proof {

struct Expected {
    engine::VerifierKey key;
    std::optional<engine::Checkpoint> older = {};  // Signed by the same key; of the auditor's own.
    std::string trusted = {};                      // PEM, for time stamps.
};

using Progress = std::function<void(std::uint64_t bytes)>;

Report check(std::istream& bundle, const Expected&, const Progress& = {});

}  // namespace proof
