#include "adapters/token_desk.hpp"

#include <algorithm>
#include <set>

#include "adapters/formats.hpp"
#include "states/text.hpp"

namespace adapters {
namespace {

constexpr std::size_t token_name_max = 60;

// It stands in the journal behind "token:", in addresses of pages and in tables of the command
// line.
bool is_name(std::string_view name) {
    return std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '-' || c == '_' || c == '.';
    });
}

}  // namespace

std::vector<states::Problem> flaws_of(const NewToken& token, const std::string& today) {
    std::vector<states::Problem> problems;
    if (token.name.empty())
        problems.push_back({"name", "missing"});
    else if (token.name.size() > token_name_max)
        problems.push_back({"name", "too_long", {{"max", std::to_string(token_name_max)}}});
    else if (!is_name(token.name))
        problems.push_back({"name", "token_name"});
    if (token.scopes.empty()) problems.push_back({"scopes", "missing"});
    for (const auto& scope : token.scopes)
        if (std::ranges::find(all_scopes(), scope) == all_scopes().end())
            problems.push_back({"scopes", "token_scope_unknown", {{"name", scope}}});
    if (std::set(token.scopes.begin(), token.scopes.end()).size() < token.scopes.size())
        problems.push_back({"scopes", "given_twice"});
    if (!token.until.empty() && !read_day(token.until))
        problems.push_back({"until", "day_format"});
    else if (!token.until.empty() && token.until < today)
        problems.push_back({"until", "staff_until_past"});
    return problems;
}

std::variant<std::vector<KnownToken>, Forbidden> TokenDesk::list(const Caller& caller) {
    if (const auto no = unless_overseer(caller)) return *no;
    return book_.tokens();
}

std::variant<TokenDesk::Made, Invalid, Forbidden> TokenDesk::make(const Caller& caller,
                                                                  const NewToken& given) {
    if (const auto no = unless_administrator(caller)) return *no;
    if (caller.id.starts_with("staff:") && !caller.stepped_up)
        return Forbidden{"A token is made with a phone key of the last five minutes."};
    if (auto flaws = flaws_of(given, today_()); !flaws.empty()) return Invalid{std::move(flaws)};
    auto token = book_.make(given, caller.id);
    if (!token) return Invalid{{{"name", "token_taken"}}};
    return Made{std::move(*token)};
}

std::variant<TokenDesk::Withdrawn, NotFound, Forbidden> TokenDesk::withdraw(
    const Caller& caller, const std::string& name) {
    if (const auto no = unless_administrator(caller)) return *no;
    if (!book_.withdraw(name, caller.id)) return NotFound{};
    return Withdrawn{};
}

}  // namespace adapters
