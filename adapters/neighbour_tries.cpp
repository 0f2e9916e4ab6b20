#include "adapters/neighbour_tries.hpp"

#include <filesystem>
#include <memory>
#include <utility>

#include "adapters/curl/mail_line.hpp"
#include "adapters/curl/smtp.hpp"
#include "adapters/imap/session.hpp"
#include "adapters/letters/ipp.hpp"
#include "adapters/mail/message.hpp"
#include "adapters/mail/page.hpp"
#include "adapters/postgres/adapter_log.hpp"
#include "adapters/rdap/servers.hpp"
#include "adapters/services.hpp"
#include "engine/fault.hpp"

namespace adapters {
namespace {

using TriedWay = AdapterTries::Way;
using Headers = std::vector<std::string>;

Headers bearer(const config::Secret& key) {
    if (key.value.empty()) return {};
    return {"Authorization: Bearer " + key.value};
}

// A question that changes nothing there.
TriedWay asked(const std::string& adapter, const std::string& place, const std::string& url,
               const Headers& headers, const Send& send) {
    return {.adapter = adapter, .place = place, .go = [=](const Trial&) {
                const auto reply = send({.method = "GET", .url = url, .headers = headers});
                return "HTTP " + std::to_string(reply.status);
            }};
}

std::string with_path(std::string url, const std::string& path) {
    while (url.ends_with('/')) url.pop_back();
    return url + path;
}

TriedWay mail_way(const config::Config& config, std::function<engine::Time()> now) {
    return {.adapter = "mail",
            .place = config.smtp.url,
            .go = [config, now = std::move(now)](const Trial& trial) {
                const auto at = now();
                const auto html = mail::html_of({.language = trial.language,
                                                 .registry = config.smtp.from,
                                                 .subject = trial.subject,
                                                 .text = trial.text});
                const auto message = mail::write_message(
                    {.from = {"", config.smtp.from},
                     .to = {trial.name, trial.email},
                     .subject = trial.subject,
                     .text = trial.text,
                     .html = html,
                     .language = trial.language,
                     .reference = "test",
                     .id = mail::message_id("test/" + std::to_string(at.time_since_epoch().count()),
                                            config.smtp.from),
                     .date = at});
                curl::send_mail({.url = config.smtp.url,
                                 .user = config.smtp.user,
                                 .password = config.smtp.password.value,
                                 .starttls = !config.smtp.url.starts_with("smtp://127.0.0.1")},
                                {config.smtp.from, {trial.email}}, message);
                return trial.email;
            }};
}

TriedWay sms_way(const config::Config& config, const Send& send) {
    const auto sms = sms_by(config, send);
    const auto place = config.sms.url.empty() && sms ? config.sms.provider : config.sms.url;
    return {.adapter = "sms", .place = place, .to_phone = true, .go = [sms](const Trial& trial) {
                sms({.to = trial.phone, .text = trial.text, .reference = "test"});
                return trial.phone;
            }};
}

TriedWay esign_way(const config::Esign& esign, const Send& send) {
    if (esign.provider == "docuseal")
        return asked("esign", esign.url, with_path(esign.url, "/templates?limit=1"),
                     {"X-Auth-Token: " + esign.api_key.value}, send);
    // Adobe's tokens are renewed by asking for them, which is no harmless question: only whether it
    // is there.
    const auto headers = esign.provider == "adobe_sign" ? Headers{} : bearer(esign.api_key);
    return asked("esign", esign.url, esign.url, headers, send);
}

TriedWay payments_way(const config::Payments& payments, const Send& send) {
    const auto headers = bearer(payments.api_key);
    const auto path = payments.provider == "stripe"   ? "/v1/balance"
                      : payments.provider == "mollie" ? "/v2/methods"
                                                      : "";
    return asked("payments", payments.url, with_path(payments.url, path), headers, send);
}

TriedWay letters_way(const config::Letters& letters, const Send& send) {
    if (letters.by == "printer")
        return {.adapter = "letters", .place = letters.printer, .go = [letters](const Trial&) {
                    const auto printer = letters::Ipp{{.uri = letters.printer,
                                                       .user = letters.printer_user,
                                                       .password = letters.printer_password.value}};
                    printer.find_open("test");
                    return letters.printer;
                }};
    if (letters.by == "folder")
        return {.adapter = "letters",
                .place = letters.folder.string(),
                .go = [folder = letters.folder](const Trial&) {
                    if (!std::filesystem::is_directory(folder))
                        throw engine::Rejected{folder.string() + " is no folder"};
                    const auto file = folder / ".doorstep-test";
                    std::filesystem::create_directory(file);
                    std::filesystem::remove(file);
                    return folder.string();
                }};
    if (letters.by == "fax")  // It is reached by mail.
        return {.adapter = "letters", .place = {}};
    return asked("letters", letters.url, letters.url, bearer(letters.api_key), send);
}

TriedWay imap_way(const config::Imap& imap) {
    return {.adapter = "imap", .place = imap.url, .go = [imap](const Trial&) {
                const auto line = std::make_shared<curl::MailLine>(
                    curl::ImapSettings{.url = imap.url,
                                       .user = imap.user,
                                       .password = imap.password.value,
                                       .starttls = !imap.url.starts_with("imap://127.0.0.1")});
                constexpr std::size_t no_mail = 0;
                auto session =
                    imap::Session{{.say = [line](std::string_view bytes) { line->say(bytes); },
                                   .hear = [line] { return line->hear(); }},
                                  no_mail};
                session.select(imap.folder);
                return imap.user + ", " + imap.folder;
            }};
}

void add_rdap(const config::Rdap& rdap, const Send& send, std::vector<TriedWay>& ways) {
    const auto servers = rdap::read_servers(rdap.servers);
    for (const auto& server : servers)
        ways.push_back(asked("rdap " + server.suffix, server.url, with_path(server.url, "/help"),
                             {"Accept: application/rdap+json"}, send));
    if (servers.empty()) ways.push_back({.adapter = "rdap"});
}

// Each endpoint gets the test event that it has been able to get all along.
TriedWay webhooks_way(WebhookDesk& webhooks) {
    const auto endpoints = [&webhooks] {
        const auto listed = webhooks.list();
        const auto* done = std::get_if<Done>(&listed);
        return done ? done->answer["items"] : nlohmann::json::array();
    };
    std::string place;
    for (const auto& each : endpoints())
        place += (place.empty() ? "" : ", ") + each["url"].get<std::string>();
    return {.adapter = "webhooks", .place = place, .go = [&webhooks, endpoints](const Trial&) {
                std::string told;
                for (const auto& each : endpoints())
                    if (std::holds_alternative<Done>(webhooks.test(
                            std::stoll(each["id"].is_string() ? each["id"].get<std::string>()
                                                              : each["id"].dump()))))
                        told += (told.empty() ? "" : ", ") + each["url"].get<std::string>();
                return told;
            }};
}

std::vector<TriedWay> all_ways(const config::Config& config, const Send& send,
                               WebhookDesk& webhooks, const std::function<engine::Time()>& now) {
    std::vector<TriedWay> ways{
        mail_way(config, now),
        sms_way(config, send),
        esign_way(config.esign, send),
        payments_way(config.payments, send),
        letters_way(config.letters, send),
        asked("accounting", config.accounting.url, config.accounting.url,
              bearer(config.accounting.api_key), send),
        asked("registry", config.registry.url, config.registry.url, bearer(config.registry.api_key),
              send),
        asked("vies", config.vies.url, with_path(config.vies.url, "/check-status"), {}, send),
        asked("iana", config.iana.url, config.iana.url, {}, send)};
    add_rdap(config.rdap, send, ways);
    ways.push_back(imap_way(config.imap));
    ways.push_back(webhooks_way(webhooks));
    return ways;
}

}  // namespace

AdapterTries neighbour_tries(const config::Config& config, postgres::Pool& pool, const Send& send,
                             WebhookDesk& webhooks, std::function<engine::Time()> now) {
    return {[config, &send, &webhooks, now = std::move(now)] {
                return all_ways(config, send, webhooks, now);
            },
            [&pool](const std::string& actor, const Tried& tried) {
                postgres::note_adapter_try(pool, actor, tried);
            }};
}

}  // namespace adapters
