#include "adapters/cli/users.hpp"

#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

#include "adapters/cli/printing.hpp"
#include "adapters/staff_desk.hpp"
#include "adapters/time_or_null.hpp"
#include "engine/journal.hpp"

namespace cli {
namespace {

using adapters::Member;
using nlohmann::json;

struct GivenMember {
    adapters::NewMember member;
    bool new_phone = false;
    std::string by;
};

struct UserAnswer {
    const Surroundings& shared;

    int operator()(const adapters::StaffDesk::Invited& invited) const {
        std::cout << invited.link << '\n';
        return 0;
    }
    int operator()(const Member&) const { return 0; }
    int operator()(const adapters::Invalid& invalid) const {
        return print(invalid, false, shared.language);
    }
    int operator()(const adapters::Forbidden& forbidden) const {
        return print(adapters::Result{forbidden}, false, shared.language);
    }
    int operator()(const adapters::NotFound&) const {
        throw std::runtime_error{"there is no such user"};
    }
};

std::int64_t number_at(adapters::StaffDesk& desk, const std::string& email) {
    if (const auto member = desk.member_at(email)) return member->number;
    throw std::runtime_error{"there is no user " + email};
}

std::string standing_of(const Member& member) {
    if (member.disabled) return "disabled";
    if (!member.may_work) return "ended";
    if (!member.has_password) return "invited";
    return member.enrolled ? "active" : "without a phone";
}

json view_of(const Member& member) {
    return {{"number", member.number},
            {"email", member.email},
            {"name", member.name},
            {"language", member.language},
            {"roles", member.roles},
            {"until", member.until.empty() ? json(nullptr) : json(member.until)},
            {"standing", standing_of(member)},
            {"added_at", engine::rfc3339(member.added)},
            {"disabled_at", adapters::time_or_null(member.disabled)}};
}

int list_users(const std::vector<Member>& members, bool as_json) {
    if (as_json) {
        auto items = json::array();
        for (const auto& member : members) items.push_back(view_of(member));
        std::cout << json{{"items", items}}.dump(2) << '\n';
        return 0;
    }
    for (const auto& member : members)
        std::cout << member.email << '\t' << member.name << '\t' << joined(member.roles) << '\t'
                  << (member.until.empty() ? "-" : member.until) << '\t' << standing_of(member)
                  << '\n';
    return 0;
}

void add_terms(CLI::App& command, GivenMember& given) {
    command.add_option("--name", given.member.name, "First and last name")->required();
    command
        .add_option("--role", given.member.roles, "What they may do; can be given several times")
        ->required()
        ->check(CLI::IsMember({"clerk", "approver", "finance", "auditor", "administrator"}));
    command
        .add_option("--language", given.member.language, "Theirs: en, nl or fr; en if not given")
        ->check(CLI::IsMember({"en", "nl", "fr"}));
    command.add_option("--until", given.member.until,
                       "The last day, 2027-01-31; an auditor needs one");
}

}  // namespace

void add_user_commands(CLI::App& app, const Surroundings& shared) {
    auto& users = *app.add_subcommand("user", "The registry's staff: who may log in");
    users.require_subcommand(1);
    const auto add = [&](const char* word, const char* help, auto options, auto act) {
        auto& command = *users.add_subcommand(word, help);
        const auto given = std::make_shared<GivenMember>();
        shared.add_database_options(command);
        command.add_option("EMAIL", given->member.email, "Their address")->required();
        command.add_option("--by", given->by, "Who is asking; the log of staff names them");
        options(command, *given);
        shared.on(&command, [shared, given, act](adapters::Node& node) {
            const auto who = operator_at("administrator", given->by);
            return std::visit(UserAnswer{shared}, act(node.staff(), who, *given));
        });
    };
    using Desk = adapters::StaffDesk;
    using Caller = adapters::Caller;

    add("add", "Add a member; prints the link to choose a password, once", add_terms,
        [](Desk& desk, const Caller& who, const GivenMember& given) {
            return desk.add(who, given.member);
        });
    add("change", "Give a member another name, other roles, another end", add_terms,
        [](Desk& desk, const Caller& who, const GivenMember& given) {
            return desk.change(who, number_at(desk, given.member.email), given.member);
        });
    add(
        "invite", "A new link for who has forgotten the password; ends sessions and the old one",
        [](CLI::App& command, GivenMember& given) {
            command.add_flag("--new-phone", given.new_phone,
                             "The phone and the recovery codes are lost, too");
        },
        [](Desk& desk, const Caller& who, const GivenMember& given) {
            return desk.invite(who, number_at(desk, given.member.email), given.new_phone);
        });
    const auto nothing = [](CLI::App&, GivenMember&) {};
    add("disable", "No more logins, and no session any more, at once", nothing,
        [](Desk& desk, const Caller& who, const GivenMember& given) {
            return desk.disable(who, number_at(desk, given.member.email));
        });
    add("enable", "May log in again, with password and phone as they were", nothing,
        [](Desk& desk, const Caller& who, const GivenMember& given) {
            return desk.enable(who, number_at(desk, given.member.email));
        });

    auto& listing = *users.add_subcommand("list", "All of them, by name");
    shared.add_database_options(listing);
    shared.add_output(listing);
    shared.on(&listing, [shared](adapters::Node& node) {
        return list_users(
            std::get<std::vector<Member>>(node.staff().members(operator_at("administrator"))),
            shared.as_json);
    });
}

}  // namespace cli
