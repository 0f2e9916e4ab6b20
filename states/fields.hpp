// Reads a JSON object from outside field by field, and keeps every problem instead of stopping at
// the first.

#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "states/sign_up.hpp"

namespace states {

class Fields {
public:
    // `path` is where the object stands, "organisation.address"; empty at the top.  Null is read as
    // an object without fields, so that each missing field is named.
    Fields(const nlohmann::json& object, std::string path, std::vector<Problem>& problems);

    // Every name that is asked for is known from then on.  Null stands for an absent field.
    const nlohmann::json& at(std::string_view name);
    Fields object(std::string_view name);

    // Trimmed.  Empty when there is none, and when it is not acceptable, which is a problem then.
    std::string text(std::string_view name);
    std::string needed_text(std::string_view name);  // An absent one is a problem too.
    std::optional<bool> flag(std::string_view name);
    std::optional<std::int64_t> integer(std::string_view name);

    void refuse(std::string_view name, std::string code,
                std::map<std::string, std::string> values = {});
    bool refused(std::string_view name) const;
    void refuse_unknown();  // Every field that nobody has asked for.

    bool readable() const { return readable_; }
    std::string path(std::string_view name) const;

private:
    const nlohmann::json* object_;
    std::string path_;
    std::vector<Problem>* problems_;
    std::set<std::string, std::less<>> known_;
    bool readable_;
};

}  // namespace states
