#include "adapters/http/authorise.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "adapters/http/problem.hpp"

namespace http {
namespace {

// A token with the scope may act in these roles; scopes without any only let their holder read.
std::vector<std::string> roles_of(const std::vector<std::string>& scopes) {
    std::vector<std::string> roles;
    for (const auto& scope : scopes)
        if (scope == "apply")
            roles.insert(roles.end(), {"applicant", "integration"});
        else if (scope == "clerk" || scope == "approver" || scope == "finance")
            roles.push_back(scope);
        else if (scope == "audit")
            roles.emplace_back("auditor");
        else if (scope == "admin")
            roles.emplace_back("administrator");
    return roles;
}

Response refused(int status, std::string_view detail, std::string challenge) {
    auto response = problem(status, "", detail);
    response.headers.emplace_back("WWW-Authenticate", std::move(challenge));
    return response;
}

}  // namespace

// The scheme's name knows no case (RFC 9110, 11.1).
std::optional<std::string> bearer_token(const Request& request) {
    constexpr std::string_view scheme = "bearer ";
    const auto given = request.header("authorization");
    if (given.size() <= scheme.size()) return std::nullopt;
    for (std::size_t i = 0; i < scheme.size(); ++i) {
        const char c = given[i];
        if ((c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c) != scheme[i])
            return std::nullopt;
    }
    return std::string{given.substr(scheme.size())};
}

std::variant<adapters::Caller, Response> authorise(const Request& request,
                                                   adapters::Reading& reading, Scopes wanted) {
    const std::string realm = "Bearer realm=\"doorstep\"";
    const auto secret = bearer_token(request);
    if (!secret) return refused(401, "Send a token: Authorization: Bearer <token>.", realm);
    const auto token = reading.token(*secret);
    if (!token)
        return refused(401, "This token is unknown or revoked.",
                       realm + ", error=\"invalid_token\"");
    if (std::ranges::none_of(token->scopes, [&](const std::string& scope) {
            return std::ranges::find(wanted, scope) != wanted.end();
        })) {
        std::string names;
        for (const auto scope : wanted) (names += names.empty() ? "" : " ") += scope;
        return refused(403, "The token needs one of these scopes: " + names + ".",
                       realm + ", error=\"insufficient_scope\", scope=\"" + names + "\"");
    }
    return adapters::Caller{
        .id = "token:" + token->name, .roles = roles_of(token->scopes), .door = "api"};
}

Handler guarded(adapters::Reading& reading, Scopes wanted, AnswerCaller answer) {
    return [&reading, wanted, answer = std::move(answer)](const Request& request) -> Response {
        auto caller = authorise(request, reading, wanted);
        if (auto* refused = std::get_if<Response>(&caller)) return std::move(*refused);
        return answer(std::get<adapters::Caller>(caller), request);
    };
}

}  // namespace http
