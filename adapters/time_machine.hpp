// An application as somebody saw it at a time gone by, decided again from its journal, and what is
// different between two such times.

#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <variant>
#include <vector>

#include "adapters/applications.hpp"
#include "adapters/reading.hpp"
#include "adapters/reading_log.hpp"
#include "engine/workflow.hpp"
#include "states/catalogue.hpp"

namespace adapters {

class TimeMachine {
public:
    TimeMachine(const engine::Workflow& workflow, Reading& reading, ReadingLog& readings,
                const states::Catalogue& catalogue)
        : workflow_{workflow}, reading_{reading}, readings_{readings}, catalogue_{catalogue} {}

    // Given is an object of texts: `at`, and where two times are compared `until`
    // ("2026-11-28T14:05" in UTC, with seconds and their parts if they matter); `as`, the role that
    // looks, an auditor if none is given.  For auditors.
    //
    // {"reference","as","then":{"at","line","trouble","view"},"later":null or another,"changes":
    // [{"field","before","after"}]}.  `view` is what applications show, without what stands outside
    // the journal: deadlines and work under way.  It is null before the first line, and where the
    // journal cannot be decided again, which `trouble` says: then its data were erased, or its
    // rules are others.  Rights are shown as of a member who had no hand in it.
    std::variant<nlohmann::json, Invalid, NotFound, Forbidden> look(const Caller&,
                                                                    const std::string& reference,
                                                                    const nlohmann::json& given,
                                                                    const std::string& language);

    // What this line of the journal asks the world for; nothing where there is no such line, where
    // it cannot be decided again, or where the application is to be forgotten.
    std::vector<engine::Effect> asked_for(engine::CaseId, int line) const;

private:
    nlohmann::json seen(const Dossier&, engine::Time at, const std::string& role,
                        const std::string& language) const;

    const engine::Workflow& workflow_;
    Reading& reading_;
    ReadingLog& readings_;
    const states::Catalogue& catalogue_;
};

}  // namespace adapters
