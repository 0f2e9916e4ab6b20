// The onboarding table as the engine runs it.

#pragma once

#include "engine/workflow.hpp"
#include "states/catalogue.hpp"
#include "states/facts.hpp"

namespace states {

engine::Case first_case();  // Where every case begins: before anything is known.

class OnboardingWorkflow final : public engine::Workflow {
public:
    // The catalogue must outlive the workflow.
    explicit OnboardingWorkflow(const Catalogue& catalogue) : catalogue_{catalogue} {}

    engine::Answer decide(const engine::Case&, const engine::Event&, const engine::Actor&,
                          engine::Time) const override;
    engine::Case first() const override { return first_case(); }
    std::string_view version() const override { return "onboarding/1"; }

private:
    const Catalogue& catalogue_;
};

}  // namespace states
