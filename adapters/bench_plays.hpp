// What a crew takes its cases through.

#pragma once

#include "adapters/bench_crew.hpp"
#include "engine/workflow.hpp"
#include "states/catalogue.hpp"

namespace adapters {

// A whole onboarding of one product with its own contract, four of its steps by webhook.
Play onboarding(const states::Catalogue&);
constexpr int steps_of_onboarding = 13;

// A workflow as bare as those by which engines for durable work are compared: seven steps that
// note what was done, three of which wait for a signal from outside.  Each keeps some 400 bytes,
// and all but the last leave work to be done.
class SevenSteps final : public engine::Workflow {
public:
    engine::Answer decide(const engine::Case&, const engine::Event&, const engine::Actor&,
                          engine::Time) const override;
    engine::Case first() const override { return {.state = "begun"}; }
    std::string_view version() const override { return "seven steps"; }
};

Play seven_steps();
constexpr int steps_of_seven = 7;
constexpr int lines_of_seven = 8;  // To open the case is no step, but a line of its journal.

}  // namespace adapters
