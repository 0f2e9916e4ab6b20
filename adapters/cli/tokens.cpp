#include "adapters/cli/tokens.hpp"

#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

#include "adapters/cli/printing.hpp"
#include "adapters/time_or_null.hpp"
#include "engine/journal.hpp"

namespace cli {
namespace {

using adapters::KnownToken;
using adapters::time_or_null;
using adapters::TokenDesk;
using nlohmann::json;

struct GivenToken {
    adapters::NewToken token;
    std::string by;
};

std::string standing_of(const KnownToken& token) {
    return token.works ? "works" : token.withdrawn ? "withdrawn" : "expired";
}

json view_of(const KnownToken& token) {
    return {{"name", token.name},
            {"scopes", token.scopes},
            {"until", token.until.empty() ? json(nullptr) : json(token.until)},
            {"standing", standing_of(token)},
            {"made_at", engine::rfc3339(token.made)},
            {"used_at", time_or_null(token.used)},
            {"withdrawn_at", time_or_null(token.withdrawn)}};
}

int list_tokens(const std::vector<KnownToken>& tokens, bool as_json) {
    if (as_json) {
        auto items = json::array();
        for (const auto& token : tokens) items.push_back(view_of(token));
        std::cout << json{{"items", items}}.dump(2) << '\n';
        return 0;
    }
    for (const auto& token : tokens)
        std::cout << token.name << '\t' << joined(token.scopes) << '\t'
                  << (token.used ? engine::rfc3339(*token.used) : "-") << '\t'
                  << (token.until.empty() ? "-" : token.until) << '\t' << standing_of(token)
                  << '\n';
    return 0;
}

}  // namespace

void add_token_commands(CLI::App& app, const Surroundings& shared) {
    auto& token = *app.add_subcommand("token", "API tokens");
    token.require_subcommand(1);
    const auto given = std::make_shared<GivenToken>();
    const auto add_name = [&](CLI::App& command, const char* help) {
        shared.add_database_options(command);
        command.add_option("NAME", given->token.name, help)->required();
        command.add_option("--by", given->by, "Who is asking; the log of staff names them");
    };

    auto& creating = *token.add_subcommand("create", "Make one; prints the token alone, once");
    add_name(creating, "Who or what will use it; the journal names it");
    creating
        .add_option("--scope", given->token.scopes, "What it may do; can be given several times")
        ->required()
        ->check(CLI::IsMember(adapters::all_scopes()));
    creating.add_option("--until", given->token.until, "The last day, 2027-01-31; else no end");
    shared.on(&creating, [shared, given](adapters::Node& node) {
        const auto made = node.tokens().make(operator_at("administrator", given->by), given->token);
        if (const auto* invalid = std::get_if<adapters::Invalid>(&made))
            return print(*invalid, false, shared.language);
        std::cout << std::get<TokenDesk::Made>(made).token << '\n';
        return 0;
    });

    auto& revoking = *token.add_subcommand("revoke", "End one, at once");
    add_name(revoking, "The name it was made with");
    shared.on(&revoking, [given](adapters::Node& node) {
        const auto done =
            node.tokens().withdraw(operator_at("administrator", given->by), given->token.name);
        if (std::holds_alternative<TokenDesk::Withdrawn>(done)) return 0;
        throw std::runtime_error{"there is no such token: " + given->token.name};
    });

    auto& listing = *token.add_subcommand("list", "All of them: scopes, last use, last day");
    shared.add_database_options(listing);
    shared.add_output(listing);
    shared.on(&listing, [shared](adapters::Node& node) {
        return list_tokens(
            std::get<std::vector<KnownToken>>(node.tokens().list(operator_at("administrator"))),
            shared.as_json);
    });
}

}  // namespace cli
