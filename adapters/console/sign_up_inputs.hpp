// The inputs of a sign-up's form as the page has them: beside each what it says, what is wrong with
// it, and where its value comes from.

#pragma once

#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <string>

#include "adapters/console/sign_up_form.hpp"
#include "adapters/console/visit.hpp"

namespace console {

struct ShownInputs {  // What all inputs of a page are made from.
    const Inputs& inputs;
    const nlohmann::json& problems;                        // Of problems_view().
    const std::map<std::string, nlohmann::json>& origins;  // By the input's name.
    const Visit& visit;
};

nlohmann::json option_view(const std::string& value, const std::string& label);

// [{"legend","inputs"}]: what a sign-up says besides its products, and these.  The documents that
// can be chosen are options, among them the one that is.
nlohmann::json groups_view(const ShownInputs&);
nlohmann::json products_view(const ShownInputs&,
                             const std::function<nlohmann::json(const std::string& chosen)>&);

}  // namespace console
