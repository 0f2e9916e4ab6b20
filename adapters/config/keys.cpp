#include "adapters/config/keys.hpp"

#include <algorithm>
#include <cctype>
#include <initializer_list>
#include <regex>
#include <set>

#include "states/checks.hpp"

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

// Its tokens write it to the letter, with a slash at its end or without.
string issuer(const string& text) {
    if (text.empty()) return "";
    const bool plain = text.find_first_of("?#") == string::npos;
    return plain && is_url(text, {"http", "https"})
               ? ""
               : "must be an http or https URL without a query";
}

string smtp_url(const string& text) {
    return is_url(text, {"smtp", "smtps"}) ? "" : "must be an smtp or smtps URL";
}

string imap_url(const string& text) {
    return text.empty() || is_url(text, {"imap", "imaps"}) ? "" : "must be an imap or imaps URL";
}

string imap_folder(const string& text) {
    const bool plain =
        std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~' && c != '&'; });
    return plain && !text.empty() ? "" : "must be a folder's name in printable ASCII, without &";
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

string sms_provider(const string& text) {
    return text == "simple" || text == "twilio" ? "" : "must be simple or twilio";
}

string signing(const string& text) {
    static const std::set<string> providers = {"simple", "adobe_sign", "docuseal"};
    return providers.contains(text) ? "" : "must be simple, adobe_sign or docuseal";
}

string own_vat_number(const string& text) {
    if (text.empty() || states::check_vat(text).verdict == states::Verdict::valid) return "";
    return "must be a VAT number of the EU with its prefix, as \"BE0466158640\"";
}

string way_of_letters(const string& text) {
    static const std::set<string> ways = {"print_house", "printer", "folder", "fax"};
    return ways.contains(text) ? "" : "must be print_house, printer, folder or fax";
}

string printer_uri(const string& text) {
    if (text.empty()) return "";
    if (!is_url(text, {"ipp", "ipps"})) return "must be an ipp or ipps URI";
    if (text.find('@') != string::npos)
        return "must not hold a user: there are printer_user and printer_password for that";
    return "";
}

string host(const string& text) {
    static const auto form = std::regex{R"([A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+)"};
    return text.empty() || std::regex_match(text, form) ? "" : "must be a host name";
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
    keys.push_back({.name = "letters.by", .place = &to.letters.by, .objection = way_of_letters});
    keys.push_back(
        {.name = "letters.printer", .place = &to.letters.printer, .objection = printer_uri});
    keys.push_back({.name = "letters.printer_user", .place = &to.letters.printer_user});
    keys.push_back({.name = "letters.printer_password", .place = &to.letters.printer_password});
    keys.push_back({.name = "letters.folder", .place = &to.letters.folder});
    keys.push_back(
        {.name = "letters.fax_gateway", .place = &to.letters.fax_gateway, .objection = host});
    add_service(keys, "registry", to.registry);
    add_service(keys, "accounting", to.accounting);
    keys.push_back({.name = "vies.url", .place = &to.vies.url, .objection = web_url});
    keys.push_back(
        {.name = "vies.requester", .place = &to.vies.requester, .objection = own_vat_number});
    keys.push_back({.name = "vies.cache_days", .place = &to.vies.cache_days, .min = 0, .max = 90});
    keys.push_back({.name = "rdap.servers", .place = &to.rdap.servers});
    keys.push_back({.name = "sms.provider", .place = &to.sms.provider, .objection = sms_provider});
    keys.push_back({.name = "sms.url", .place = &to.sms.url, .objection = web_url});
    keys.push_back({.name = "sms.account", .place = &to.sms.account});
    keys.push_back({.name = "sms.api_key", .place = &to.sms.api_key});
    keys.push_back({.name = "sms.sender", .place = &to.sms.sender});
    keys.push_back(
        {.name = "codes.letter_days", .place = &to.codes.letter_days, .min = 1, .max = 365});
    keys.push_back({.name = "codes.activation_days",
                    .place = &to.codes.activation_days,
                    .min = 1,
                    .max = 365});
    keys.push_back(
        {.name = "codes.sms_minutes", .place = &to.codes.sms_minutes, .min = 1, .max = 1'440});
    keys.push_back({.name = "bank.folder", .place = &to.bank.folder});
    keys.push_back({.name = "iana.url", .place = &to.iana.url, .objection = web_url});
    keys.push_back({.name = "iana.every", .place = &to.iana.every, .min = 0, .max = 31'536'000});
    keys.push_back({.name = "mail.templates", .place = &to.mail.templates});
    keys.push_back({.name = "webhooks.allow_loopback", .place = &to.webhooks.allow_loopback});
    keys.push_back({.name = "imap.url", .place = &to.imap.url, .objection = imap_url});
    keys.push_back({.name = "imap.user", .place = &to.imap.user});
    keys.push_back({.name = "imap.password", .place = &to.imap.password});
    keys.push_back({.name = "imap.folder", .place = &to.imap.folder, .objection = imap_folder});
    keys.push_back({.name = "imap.folder_processed",
                    .place = &to.imap.folder_processed,
                    .objection = imap_folder});
    keys.push_back({.name = "imap.folder_for_people",
                    .place = &to.imap.folder_for_people,
                    .objection = imap_folder});
    keys.push_back({.name = "imap.every", .place = &to.imap.every, .min = 1, .max = 86'400});
    keys.push_back({.name = "intake.auto_submit", .place = &to.intake.auto_submit});
    keys.push_back({.name = "intake.answers_per_day",
                    .place = &to.intake.answers_per_day,
                    .min = 0,
                    .max = 1000});
    keys.push_back({.name = "oidc.issuer", .place = &to.oidc.issuer, .objection = issuer});
    keys.push_back({.name = "oidc.client_id", .place = &to.oidc.client_id});
    keys.push_back({.name = "oidc.client_secret", .place = &to.oidc.client_secret});
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
