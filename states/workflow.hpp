// The onboarding table as the engine runs it.

#pragma once

#include <functional>

#include "engine/workflow.hpp"
#include "states/catalogue.hpp"
#include "states/catalogues.hpp"
#include "states/facts.hpp"

namespace states {

engine::Case first_case();  // Where every case begins: before anything is known.

class OnboardingWorkflow final : public engine::Workflow {
public:
    // What is referred to must outlive the workflow.
    explicit OnboardingWorkflow(const Catalogue& catalogue)
        : catalogue_at_{[&catalogue](engine::Time) -> const Catalogue& { return catalogue; }} {}
    explicit OnboardingWorkflow(const Catalogues& catalogues)
        : catalogue_at_{
              [&catalogues](engine::Time at) -> const Catalogue& { return catalogues.at(at); }} {}

    engine::Answer decide(const engine::Case&, const engine::Event&, const engine::Actor&,
                          engine::Time) const override;
    bool is_forgotten(std::string_view state) const override;
    engine::Case first() const override { return first_case(); }
    // 2: registers are asked about the applicant, and their answers are heard.
    // 3: clocks stop while others have the ball; what a person books is credited once; a sign-up
    //    keeps the terms under which it was submitted.
    std::string_view version() const override { return "onboarding/3"; }

    const Catalogue& catalogue_at(engine::Time at) const { return catalogue_at_(at); }

private:
    std::function<const Catalogue&(engine::Time)> catalogue_at_;
};

}  // namespace states
