// Filters of the work queue that somebody has given a name, for oneself or for all of staff.

#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "states/sign_up.hpp"

namespace adapters {

struct SavedView {
    std::int64_t id = 0;
    std::string owner;  // "staff:17"
    std::string name;
    std::string query;  // As it stands in a page's address: "view=late&product=.be".
    bool shared = false;
};

constexpr std::size_t view_name_max = 80;  // Characters.
constexpr std::size_t view_query_max = 2000;

// The name is 1 to 80 characters, the query at most 2000, and none of them controls anything.
std::vector<states::Problem> check_view(const SavedView&);

class SavedViews {
public:
    virtual ~SavedViews() = default;

    using Problems = std::vector<states::Problem>;
    // Its id.  A name that the owner has given before is a problem.
    virtual std::variant<std::int64_t, Problems> add(const SavedView&) = 0;
    // One's own.  Blank when it was done.
    virtual Problems rename(std::int64_t id, const std::string& owner, const std::string& name) = 0;
    virtual bool remove(std::int64_t id, const std::string& owner) = 0;  // False: there is none.
    virtual std::vector<SavedView> list(const std::string& who) = 0;  // Own ones, then shared ones.
};

}  // namespace adapters
