// What administrators do with the registry's staff: the one place below the console and the command
// line, which judges input and who is asking.

#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "adapters/applications.hpp"
#include "adapters/staff.hpp"

namespace adapters {

class StaffDesk {
public:
    struct Settings {
        std::string public_url;              // "https://join.registry.example"
        std::function<std::string()> today;  // "2026-11-28", where the registry is.
    };
    StaffDesk(StaffBook& book, Settings settings) : book_{book}, settings_{std::move(settings)} {}

    struct Invited {
        Member member;
        std::string link;  // Where a password is chosen; shown this once, good for 72 hours.
    };

    // These are for administrators: Forbidden for others, and Invalid also where they would change
    // their own account.
    std::variant<Invited, Invalid, Forbidden> add(const Caller&, const NewMember&);
    // Whoever has forgotten the password; with `forget_phone` lost the phone and its codes, too.
    std::variant<Invited, Invalid, NotFound, Forbidden> invite(const Caller&, std::int64_t number,
                                                               bool forget_phone);
    // The address stays as it is; the rest becomes as given.
    std::variant<Member, Invalid, NotFound, Forbidden> change(const Caller&, std::int64_t number,
                                                              const NewMember&);
    // Disabled members have no session any more, at once.  Twice is as good as once.
    std::variant<Member, Invalid, NotFound, Forbidden> disable(const Caller&, std::int64_t number);
    std::variant<Member, Invalid, NotFound, Forbidden> enable(const Caller&, std::int64_t number);

    // These are for auditors, too.
    std::variant<std::vector<Member>, Forbidden> members(const Caller&);
    std::variant<std::vector<StaffLine>, Forbidden> log(const Caller&, std::int64_t before,
                                                        int limit);

    // What members are called, by how the journal names them; for everybody of staff.
    std::map<std::string, std::string> names();
    // Those of them who can be given an application to work on: by roles that decide.
    std::vector<std::pair<std::string, std::string>> workers();  // By name.

    std::optional<Member> member_at(const std::string& email) { return book_.member_at(email); }

private:
    std::string link_with(const std::string& token) const;

    StaffBook& book_;
    Settings settings_;
};

// What a member may ask for, and how the journal names it.
Caller caller_of(const Member&);

}  // namespace adapters
