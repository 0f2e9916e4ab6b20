#include "adapters/staff.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "adapters/formats.hpp"
#include "states/checks.hpp"
#include "states/text.hpp"

namespace adapters {
namespace {

using Problems = std::vector<states::Problem>;

constexpr std::size_t staff_name_max = 100;
constexpr std::array deciding = {"clerk", "approver", "finance"};

bool is_role(const std::string& role) {
    return role == "auditor" || role == "administrator" ||
           std::ranges::find(deciding, role) != deciding.end();
}

void judge_name(const std::string& name, Problems& problems) {
    const auto letters = states::read_utf8(name);
    if (!letters)
        problems.push_back({"name", "not_utf8"});
    else if (states::trimmed(name).empty())
        problems.push_back({"name", "missing"});
    else if (std::ranges::any_of(*letters, states::is_control))
        problems.push_back({"name", "control_character"});
    else if (letters->size() > staff_name_max)
        problems.push_back({"name", "too_long", {{"max", std::to_string(staff_name_max)}}});
}

void judge_roles(const std::vector<std::string>& roles, Problems& problems) {
    if (roles.empty()) problems.push_back({"roles", "missing"});
    for (const auto& role : roles)
        if (!is_role(role)) problems.push_back({"roles", "staff_role_unknown", {{"name", role}}});
    const auto all = std::set(roles.begin(), roles.end());
    if (all.size() < roles.size()) problems.push_back({"roles", "given_twice"});
    if (all.contains("administrator") &&
        std::ranges::any_of(deciding, [&](const auto* role) { return all.contains(role); }))
        problems.push_back({"roles", "staff_administrator_decides"});
    if (all.contains("auditor") && all.size() > 1)
        problems.push_back({"roles", "staff_auditor_alone"});
}

void judge_until(const NewMember& member, const std::string& today, Problems& problems) {
    const bool audits = std::ranges::find(member.roles, "auditor") != member.roles.end();
    if (member.until.empty()) {
        if (audits) problems.push_back({"until", "staff_until_missing"});
    } else if (!read_day(member.until)) {
        problems.push_back({"until", "staff_until_format"});
    } else if (member.until < today) {
        problems.push_back({"until", "staff_until_past"});
    }
}

}  // namespace

std::vector<states::Problem> flaws_of(const NewMember& member, const std::string& today) {
    Problems problems;
    if (states::trimmed(member.email).empty())
        problems.push_back({"email", "missing"});
    else if (const auto email = states::check_email(member.email);
             email.verdict != states::Verdict::valid)
        problems.push_back({"email", email.code});
    judge_name(member.name, problems);
    if (member.language != "en" && member.language != "nl" && member.language != "fr")
        problems.push_back({"language", "language_unknown", {{"offered", "en, fr, nl"}}});
    judge_roles(member.roles, problems);
    judge_until(member, today, problems);
    return problems;
}

std::string folded_email(const std::string& typed) {
    return states::lower_ascii(states::trimmed(typed));
}

std::string actor_of(const Member& member) { return "staff:" + std::to_string(member.number); }

std::string_view part_of_forms(std::string_view session) {
    return session.substr(0, session.find('.'));
}

}  // namespace adapters
