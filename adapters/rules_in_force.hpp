// The rules that a node runs by: the newest versions in force when it was built, else what stands
// in its files.  Part of the composition, like node.cpp.

#pragma once

#include <memory>

#include "adapters/config/config.hpp"
#include "adapters/rule_desk.hpp"
#include "adapters/rules_in_files.hpp"
#include "states/catalogue.hpp"
#include "states/catalogues.hpp"

namespace postgres {
class Pool;
}

namespace adapters {

class RulesInForce {
public:
    // Throws std::runtime_error that names every flaw of a catalogue.
    RulesInForce(const config::Config&, postgres::Pool&);
    ~RulesInForce();
    RulesInForce(const RulesInForce&) = delete;
    RulesInForce& operator=(const RulesInForce&) = delete;

    const states::Catalogue& catalogue() const;    // The one that newcomers are asked by.
    const states::Catalogues& catalogues() const;  // And those before and after it.
    TemplateFiles mail_templates() const;
    TemplateFiles paper_templates() const;

    RuleDesk& desk();

    // Whether other versions count by now, or are known to come, than when this was built: then it
    // is time for a new node.
    bool have_changed();

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace adapters
