// What people ask of IANA's list of registrars: to take a newer one in, and whose an id is.
//
// adapters/iana answers.

#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "adapters/registrar_lists.hpp"
#include "states/checks.hpp"

namespace adapters {

struct CheckedId {
    states::Checked checked;
    std::map<std::string, std::string> values;  // What the sentence "field.<code>" is filled with.
};

class Registrars {
public:
    virtual ~Registrars() = default;

    // CSV or XML as IANA publishes them.  Throws engine::Rejected with the place and the reason for
    // a file that cannot be right, and changes nothing then.
    virtual KeptDifference import(std::string_view bytes, const std::string& source,
                                  const std::string& by) = 0;

    // By the list, and by what is known without one if there is none.
    virtual CheckedId check(const std::string& text) = 0;

    // {"list": {"source","sha256","fetched_at","confirmed_at","rows"} or null, "items":
    // [{"iana_id","name","status","rdap_url","likelihood","explanation"}]}: the one of this id, or
    // those whose names are like this text, the likeliest first.
    virtual nlohmann::json find(const std::string& text, const std::string& language) = 0;
};

// {"rows","added","changed","terminated","removed","tasks","repeated"}; each id counts once.
nlohmann::json view_of(const KeptDifference&);

}  // namespace adapters
