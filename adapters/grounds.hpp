// "Why do we believe this?": every check of an application, its evidence, and who accepted which
// warning with which reason.

#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "adapters/applications.hpp"
#include "adapters/evidence.hpp"
#include "adapters/reading.hpp"

namespace adapters {

class Grounds {
public:
    Grounds(Reading& reading, EvidenceBook& book, ReadingLog* readings = nullptr)
        : reading_{reading}, book_{book}, readings_{readings} {}

    // {"reference", "items": [{"check","label","subject","outcome","source","source_version",
    // "source_date","at","age_days","expires_at","explanation"}], "warnings": [{"field","code",
    // "sentence","standing","accepted_by","reason","at"}]}, sentences in `language`; the checks
    // that need no register (postal code, numbers, …) are of the sign-up as it stands, and as old
    // as it. Warnings that were accepted and stand no more are told as well.  Empty if there is no
    // such application.
    std::optional<nlohmann::json> of(const Caller&, const std::string& reference,
                                     const std::string& language);

private:
    Reading& reading_;
    EvidenceBook& book_;
    ReadingLog* readings_;
};

}  // namespace adapters
