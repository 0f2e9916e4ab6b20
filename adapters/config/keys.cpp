#include "adapters/config/keys.hpp"

#include <algorithm>
#include <cctype>
#include <initializer_list>
#include <regex>
#include <set>

namespace config {
namespace {

using std::string;

bool is_url(const string& text, std::initializer_list<const char*> schemes) {
    return std::ranges::any_of(schemes, [&](const char* scheme) {
        const auto start = string{scheme} + "://";
        return text.starts_with(start) && text.size() > start.size() && text[start.size()] != '/' &&
               text.find_first_of(" \t\r\n") == string::npos;
    });
}

string database_url(const string& text) {
    static const auto words = std::regex{R"(\s*[a-z_]+\s*=[\s\S]*)"};
    if (text.empty() || text.starts_with("postgres://") || text.starts_with("postgresql://") ||
        std::regex_match(text, words))
        return "";
    return "must be a connection string, \"postgresql://user@host/name\" or \"dbname=name\"";
}

string listen(const string& text) {
    static const auto form = std::regex{R"((\[[0-9a-fA-F:]+\]|[^:\s\[\]]+):(\d{1,5}))"};
    std::smatch parts;
    if (!std::regex_match(text, parts, form) || std::stoi(parts[2]) > 65535)
        return "must be HOST:PORT with a port up to 65535, for example \"127.0.0.1:8080\"";
    return "";
}

string web_url(const string& text) {
    if (text.empty()) return "";
    if (!is_url(text, {"http", "https"})) return "must be an http or https URL";
    if (text.back() == '/') return "must not end with a slash";
    return "";
}

string smtp_url(const string& text) {
    return is_url(text, {"smtp", "smtps"}) ? "" : "must be an smtp or smtps URL";
}

string mailbox(const string& text) {
    static const auto form = std::regex{R"([^\s@<>]+@[^\s@<>]+\.[^\s@<>]+)"};
    return std::regex_match(text, form) ? "" : "must be an e-mail address";
}

string level(const string& text) {
    static const std::set<string> levels = {"debug", "info", "warn", "error"};
    return levels.contains(text) ? "" : "must be debug, info, warn or error";
}

string format(const string& text) {
    return text == "text" || text == "json" ? "" : "must be text or json";
}

string payment_provider(const string& text) {
    static const std::set<string> providers = {"simple", "stripe", "mollie"};
    return providers.contains(text) ? "" : "must be simple, stripe or mollie";
}

string signing(const string& text) {
    static const std::set<string> providers = {"simple", "adobe_sign", "docuseal"};
    return providers.contains(text) ? "" : "must be simple, adobe_sign or docuseal";
}

void add_service(std::vector<Key>& keys, const string& name, Service& service) {
    keys.push_back({.name = name + ".url", .place = &service.url, .objection = web_url});
    keys.push_back({.name = name + ".api_key", .place = &service.api_key});
    keys.push_back({.name = name + ".webhook_secret", .place = &service.webhook_secret});
}

}  // namespace

string Key::variable() const {
    string text = "DOORSTEP_";
    for (const char c : name)
        text += c == '.' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return text;
}

std::string_view Key::section() const {
    const auto dot = name.find('.');
    return dot == string::npos ? std::string_view{} : std::string_view{name}.substr(0, dot);
}

std::string_view Key::word() const {
    const auto dot = name.find('.');
    return std::string_view{name}.substr(dot == string::npos ? 0 : dot + 1);
}

std::vector<Key> keys_of(Config& to) {
    auto keys = std::vector<Key>{
        {.name = "data", .place = &to.data},
        {.name = "catalogue", .place = &to.catalogue},
        {.name = "test_clock", .place = &to.test_clock},
        {.name = "database.url", .place = &to.database.url, .objection = database_url},
        {.name = "server.listen", .place = &to.server.listen, .objection = listen},
        {.name = "server.threads", .place = &to.server.threads, .min = 1, .max = 1024},
        {.name = "server.public_url", .place = &to.server.public_url, .objection = web_url},
        {.name = "server.body_limit",
         .place = &to.server.body_limit,
         .min = 1024,
         .max = 1'073'741'824},
        {.name = "server.document_limit",
         .place = &to.server.document_limit,
         .min = 1024,
         .max = 268'435'456},
        {.name = "workers.threads", .place = &to.workers.threads, .min = 0, .max = 256},
        {.name = "workers.connections", .place = &to.workers.connections, .min = 2, .max = 1024},
        {.name = "workers.lease", .place = &to.workers.lease, .min = 1, .max = 3600},
        {.name = "smtp.url", .place = &to.smtp.url, .objection = smtp_url},
        {.name = "smtp.from", .place = &to.smtp.from, .objection = mailbox},
        {.name = "smtp.user", .place = &to.smtp.user},
        {.name = "smtp.password", .place = &to.smtp.password},
    };
    add_service(keys, "esign", to.esign);
    keys.push_back({.name = "esign.provider", .place = &to.esign.provider, .objection = signing});
    keys.push_back({.name = "esign.client_id", .place = &to.esign.client_id});
    keys.push_back({.name = "esign.client_secret", .place = &to.esign.client_secret});
    keys.push_back({.name = "esign.refresh_token", .place = &to.esign.refresh_token});
    keys.push_back(
        {.name = "esign.poll_every", .place = &to.esign.poll_every, .min = 1, .max = 86'400});
    keys.push_back(
        {.name = "esign.poll_gap", .place = &to.esign.poll_gap, .min = 0, .max = 86'400});
    add_service(keys, "payments", to.payments);
    keys.push_back({.name = "payments.provider",
                    .place = &to.payments.provider,
                    .objection = payment_provider});
    add_service(keys, "letters", to.letters);
    add_service(keys, "registry", to.registry);
    add_service(keys, "accounting", to.accounting);
    keys.push_back({.name = "bank.folder", .place = &to.bank.folder});
    keys.push_back({.name = "mail.templates", .place = &to.mail.templates});
    keys.push_back({.name = "log.level", .place = &to.log.level, .objection = level});
    keys.push_back({.name = "log.format", .place = &to.log.format, .objection = format});
    return keys;
}

string without_password(const string& address) {
    static const auto in_url = std::regex{R"((://[^:/?#]*:)[^@/?#]*@)"};
    static const auto in_words = std::regex{R"((\bpassword\s*=\s*)('(?:[^'\\]|\\.)*'|[^\s&]+))"};
    return std::regex_replace(std::regex_replace(address, in_url, "$1********@"), in_words,
                              "$1********");
}

}  // namespace config
