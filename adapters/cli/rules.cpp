#include "adapters/cli/rules.hpp"

#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "adapters/cli/input.hpp"
#include "adapters/cli/printing.hpp"
#include "adapters/line_diff.hpp"
#include "adapters/rule_desk.hpp"
#include "adapters/time_or_null.hpp"
#include "engine/journal.hpp"

namespace cli {
namespace {

using adapters::RuleDesk;
using nlohmann::json;

struct GivenRule {
    std::string subject;
    std::int64_t number = 0;
    std::vector<std::string> texts;  // "nl=FILE"; a file alone is the catalogue's.
    std::string why;
    std::string effective;
    std::string by;
};

constexpr auto role = "administrator";

std::string_view word_of(adapters::RuleStanding standing) {
    using enum adapters::RuleStanding;
    switch (standing) {
        case proposed: return "proposed";
        case scheduled: return "scheduled";
        case in_force: return "in_force";
        case past: return "past";
        case withdrawn: return "withdrawn";
    }
    return {};
}

json view_of(const adapters::RuleVersion& version, adapters::RuleStanding standing) {
    return {{"number", version.number},
            {"subject", version.what.subject},
            {"standing", word_of(standing)},
            {"effective", version.what.effective},
            {"why", version.what.note},
            {"author", version.author},
            {"approver", version.approver.empty() ? json(nullptr) : json(version.approver)},
            {"made_at", engine::rfc3339(version.made)},
            {"in_force_at", adapters::time_or_null(version.in_force)},
            {"withdrawn_at", adapters::time_or_null(version.withdrawn)}};
}

void print_line(const adapters::RuleVersion& version, adapters::RuleStanding standing) {
    std::cout << version.number << '\t' << version.what.subject << '\t' << word_of(standing) << '\t'
              << version.what.effective << '\t' << version.author << '\t'
              << (version.approver.empty() ? "-" : version.approver) << '\n';
}

struct RuleAnswer {
    const Surroundings& shared;

    int operator()(const RuleDesk::Shown& shown) const {
        print_line(shown.version, shown.standing);
        return 0;
    }
    int operator()(const adapters::RuleVersion& version) const {
        std::cout << version.number << '\n';
        return 0;
    }
    int operator()(const adapters::Invalid& invalid) const {
        return print(invalid, false, shared.language);
    }
    int operator()(const adapters::Forbidden& forbidden) const {
        return print(adapters::Result{forbidden}, false, shared.language);
    }
    int operator()(const adapters::NotFound&) const {
        throw std::runtime_error{"there is no such version"};
    }
};

// Texts that are not given stay as they are in force.
adapters::RuleTexts texts_of(RuleDesk& desk, const GivenRule& given) {
    if (!desk.knows(given.subject))
        throw std::runtime_error{"there is no rule " + given.subject +
                                 "; `doorstep rules subjects` lists them"};
    auto texts = desk.texts_in_force(given.subject);
    for (const auto& each : given.texts) {
        const auto equals = each.find('=');
        const bool named = equals != std::string::npos && texts.contains(each.substr(0, equals));
        const auto name = named ? each.substr(0, equals) : std::string{adapters::catalogue_text};
        if (!named && given.subject != adapters::catalogue_subject)
            throw std::runtime_error{each + ": write the language before the file, as in nl=FILE"};
        texts[name] = read_file(named ? each.substr(equals + 1) : each);
    }
    return texts;
}

int list_versions(RuleDesk& desk, const std::string& subject, bool as_json) {
    const auto caller = operator_at(role);
    auto items = json::array();
    const auto add = [&](const std::string& name) {
        const auto found = desk.history(caller, name);
        const auto* versions = std::get_if<std::vector<RuleDesk::Shown>>(&found);
        if (!versions) throw std::runtime_error{"there is no rule " + name};
        for (const auto& each : *versions)
            if (as_json)
                items.push_back(view_of(each.version, each.standing));
            else
                print_line(each.version, each.standing);
    };
    if (!subject.empty()) {
        add(subject);
    } else {
        const auto all = std::get<std::vector<RuleDesk::Subject>>(desk.overview(caller));
        for (const auto& each : all)
            if (each.versions > 0) add(each.name);
    }
    if (as_json) std::cout << json{{"items", items}}.dump(2) << '\n';
    return 0;
}

// What it says, and what it changes.
int show_version(RuleDesk& desk, std::int64_t number, bool as_json) {
    const auto found = desk.show(operator_at(role), number);
    const auto* shown = std::get_if<RuleDesk::Shown>(&found);
    if (!shown) throw std::runtime_error{"there is no such version"};
    const auto& version = shown->version;
    if (as_json) {
        auto view = view_of(version, shown->standing);
        view["texts"] = version.what.texts;
        std::cout << view.dump(2) << '\n';
        return 0;
    }
    print_line(version, shown->standing);
    std::cout << version.what.note << '\n';
    const auto before = desk.texts_before(version);
    for (const auto& [name, text] : version.what.texts) {
        std::cout << "\n--- " << name << '\n';
        const auto old = before.find(name);
        const auto changes = adapters::changes_only(
            adapters::line_diff(old == before.end() ? "" : old->second, text));
        for (const auto& each : changes) {
            const bool gap = each.line == 0;
            const char mark = each.is == adapters::DiffLine::Is::added     ? '+'
                              : each.is == adapters::DiffLine::Is::removed ? '-'
                                                                           : ' ';
            std::cout << (gap ? "  …" : std::string{mark, ' '} + each.text) << '\n';
        }
    }
    return 0;
}

int print_texts(RuleDesk& desk, const GivenRule& given) {
    if (!desk.knows(given.subject)) throw std::runtime_error{"there is no rule " + given.subject};
    const auto texts = desk.texts_in_force(given.subject);
    for (const auto& name : given.texts) {
        const auto text = texts.find(name);
        if (text == texts.end())
            throw std::runtime_error{given.subject + " has no text \"" + name + '"'};
        std::cout << text->second;
    }
    if (given.texts.empty()) std::cout << json(texts).dump(2) << '\n';
    return 0;
}

void add_by(CLI::App& command, GivenRule& given) {
    command.add_option("--by", given.by, "Who is asking; proposing and approving take two");
}

}  // namespace

void add_rule_commands(CLI::App& app, const Surroundings& shared) {
    auto& rules = *app.add_subcommand("rules", "Versions of the catalogue and of texts");
    rules.require_subcommand(1);
    const auto add = [&](const char* word, const char* help, auto options, auto act) {
        auto& command = *rules.add_subcommand(word, help);
        const auto given = std::make_shared<GivenRule>();
        shared.add_database_options(command);
        options(command, *given);
        shared.on(&command, [shared, given, act](adapters::Node& node) {
            return act(node.rules(), *given, shared);
        });
    };
    add(
        "subjects", "What there can be versions of", [](CLI::App&, GivenRule&) {},
        [](RuleDesk& desk, const GivenRule&, const Surroundings&) {
            const auto all =
                std::get<std::vector<RuleDesk::Subject>>(desk.overview(operator_at(role)));
            for (const auto& each : all) std::cout << each.name << '\n';
            return 0;
        });
    add(
        "list", "All versions, or those of one subject; the newest first",
        [&](CLI::App& command, GivenRule& given) {
            shared.add_output(command);
            command.add_option("SUBJECT", given.subject, "\"catalogue\", \"mail/held\", …");
        },
        [](RuleDesk& desk, const GivenRule& given, const Surroundings& all) {
            return list_versions(desk, given.subject, all.as_json);
        });
    add(
        "show", "One version, and what it changes",
        [&](CLI::App& command, GivenRule& given) {
            shared.add_output(command);
            command.add_option("NUMBER", given.number, "Its number in the list")->required();
        },
        [](RuleDesk& desk, const GivenRule& given, const Surroundings& all) {
            return show_version(desk, given.number, all.as_json);
        });
    add(
        "print", "The text in force, to begin a new version with",
        [](CLI::App& command, GivenRule& given) {
            command.add_option("SUBJECT", given.subject)->required();
            command.add_option("TEXT", given.texts, "\"toml\", or a language; none: all as JSON");
        },
        [](RuleDesk& desk, const GivenRule& given, const Surroundings&) {
            return print_texts(desk, given);
        });
    add(
        "propose", "Propose a version; prints its number",
        [](CLI::App& command, GivenRule& given) {
            command.add_option("SUBJECT", given.subject)->required();
            command.add_option("FILE", given.texts, "The catalogue, or nl=FILE for each language")
                ->required();
            command.add_option("--why", given.why, "For the one who approves it")->required();
            command.add_option("--from", given.effective, "The first day, 2027-01-01")->required();
            add_by(command, given);
        },
        [](RuleDesk& desk, const GivenRule& given, const Surroundings& all) {
            return std::visit(RuleAnswer{all}, desk.propose(operator_at(role, given.by),
                                                            {.subject = given.subject,
                                                             .texts = texts_of(desk, given),
                                                             .note = given.why,
                                                             .effective = given.effective}));
        });
    const auto which = [](CLI::App& command, GivenRule& given) {
        command.add_option("NUMBER", given.number, "Its number in the list")->required();
        add_by(command, given);
    };
    add("approve", "Approve what somebody else has proposed", which,
        [](RuleDesk& desk, const GivenRule& given, const Surroundings& all) {
            constexpr bool sits_at_the_machine = true;  // Who does needs no phone key.
            return std::visit(RuleAnswer{all}, desk.approve(operator_at(role, given.by),
                                                            given.number, sits_at_the_machine));
        });
    add("withdraw", "Withdraw a version before it is in force", which,
        [](RuleDesk& desk, const GivenRule& given, const Surroundings& all) {
            return std::visit(RuleAnswer{all},
                              desk.withdraw(operator_at(role, given.by), given.number));
        });
}

}  // namespace cli
