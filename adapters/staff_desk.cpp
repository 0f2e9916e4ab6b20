#include "adapters/staff_desk.hpp"

#include <optional>

namespace adapters {
namespace {

// Nobody gives itself roles, or locks itself out.
std::optional<Invalid> oneself(const Caller& caller, const Member& member) {
    if (caller.id != actor_of(member)) return std::nullopt;
    return Invalid{{{"email", "staff_yourself"}}};
}

}  // namespace

std::map<std::string, std::string> StaffDesk::names() {
    std::map<std::string, std::string> all;
    for (const auto& member : book_.members()) all.emplace(actor_of(member), member.name);
    return all;
}

std::vector<std::pair<std::string, std::string>> StaffDesk::workers() {
    std::vector<std::pair<std::string, std::string>> all;
    for (const auto& member : book_.members()) {
        const auto caller = caller_of(member);
        if (member.may_work &&
            (caller.may("clerk") || caller.may("approver") || caller.may("finance")))
            all.emplace_back(actor_of(member), member.name);
    }
    return all;
}

std::string StaffDesk::link_with(const std::string& token) const {
    return settings_.public_url + "/console/welcome/" + token;
}

std::variant<StaffDesk::Invited, Invalid, Forbidden> StaffDesk::add(const Caller& caller,
                                                                    const NewMember& given) {
    if (const auto no = unless_administrator(caller)) return *no;
    if (auto flaws = flaws_of(given, settings_.today()); !flaws.empty())
        return Invalid{std::move(flaws)};
    auto invitation = book_.add(given, caller.id);
    if (!invitation) return Invalid{{{"email", "staff_email_taken"}}};
    return Invited{std::move(invitation->member), link_with(invitation->token)};
}

std::variant<StaffDesk::Invited, Invalid, NotFound, Forbidden> StaffDesk::invite(
    const Caller& caller, std::int64_t number, bool forget_phone) {
    if (const auto no = unless_administrator(caller)) return *no;
    const auto member = book_.member(number);
    if (!member) return NotFound{};
    if (auto own = oneself(caller, *member)) return *own;
    // Also one past its last day: a link that cannot be used would be of no help.
    if (!member->may_work) return Invalid{{{"email", "staff_disabled"}}};
    const auto token = book_.invite(number, forget_phone, caller.id);
    if (!token) return Invalid{{{"email", "staff_disabled"}}};
    return Invited{book_.member(number).value(), link_with(*token)};
}

std::variant<Member, Invalid, NotFound, Forbidden> StaffDesk::change(const Caller& caller,
                                                                     std::int64_t number,
                                                                     const NewMember& given) {
    if (const auto no = unless_administrator(caller)) return *no;
    const auto member = book_.member(number);
    if (!member) return NotFound{};
    if (auto own = oneself(caller, *member)) return *own;
    auto wanted = given;
    wanted.email = member->email;
    if (auto flaws = flaws_of(wanted, settings_.today()); !flaws.empty())
        return Invalid{std::move(flaws)};
    book_.change(number, wanted, caller.id);
    return book_.member(number).value();
}

std::variant<Member, Invalid, NotFound, Forbidden> StaffDesk::disable(const Caller& caller,
                                                                      std::int64_t number) {
    if (const auto no = unless_administrator(caller)) return *no;
    const auto member = book_.member(number);
    if (!member) return NotFound{};
    if (auto own = oneself(caller, *member)) return *own;
    book_.disable(number, caller.id);
    return book_.member(number).value();
}

std::variant<Member, Invalid, NotFound, Forbidden> StaffDesk::enable(const Caller& caller,
                                                                     std::int64_t number) {
    if (const auto no = unless_administrator(caller)) return *no;
    if (!book_.member(number)) return NotFound{};
    book_.enable(number, caller.id);
    return book_.member(number).value();
}

std::variant<std::vector<Member>, Forbidden> StaffDesk::members(const Caller& caller) {
    if (const auto no = unless_overseer(caller)) return *no;
    return book_.members();
}

std::variant<std::vector<StaffLine>, Forbidden> StaffDesk::log(const Caller& caller,
                                                               std::int64_t before, int limit) {
    if (const auto no = unless_overseer(caller)) return *no;
    return book_.log(before, limit);
}

Caller caller_of(const Member& member) {
    return {.id = actor_of(member), .roles = member.roles, .door = "console"};
}

}  // namespace adapters
