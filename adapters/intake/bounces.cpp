#include <algorithm>
#include <array>
#include <set>

#include "adapters/intake/charset.hpp"
#include "adapters/intake/html_text.hpp"
#include "adapters/intake/kinds.hpp"
#include "adapters/intake/values.hpp"
#include "adapters/intake/words.hpp"
#include "states/data_files.hpp"
#include "states/text.hpp"

namespace intake {
namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;

constexpr std::size_t notice_max = 64UL * 1024;  // Of a report that is read for its meaning.
constexpr std::size_t bounced_max = 100;

// Groups of "Name: value" with empty lines between them; folded lines are joined.
std::vector<Fields> groups_of(std::string_view text) {
    std::vector<Fields> groups;
    bool open = false;
    for (const auto line : states::parts(text, '\n')) {
        if (states::trimmed(line).empty()) {
            open = false;
            continue;
        }
        const auto colon = line.find(':');
        if (open && (line.front() == ' ' || line.front() == '\t')) {
            groups.back().back().second.append(" ").append(states::trimmed(line));
            continue;
        }
        if (colon == std::string_view::npos) continue;
        if (!open) groups.emplace_back();
        open = true;
        groups.back().emplace_back(states::lower_ascii(states::trimmed(line.substr(0, colon))),
                                   states::trimmed(line.substr(colon + 1)));
    }
    return groups;
}

std::string field(const Fields& fields, std::string_view name) {
    const auto at = std::ranges::find(fields, name, &Fields::value_type::first);
    return at == fields.end() ? std::string{} : at->second;
}

// "rfc822; <an@voorbeeld.example>"
std::string recipient_of(std::string_view value) {
    if (const auto mark = value.find(';'); mark != std::string_view::npos)
        value.remove_prefix(mark + 1);
    auto address = states::lower_ascii(states::trimmed(value));
    std::erase_if(address, [](char c) { return c == '<' || c == '>' || c == '"' || c == ' '; });
    return address;
}

bool is_code_digit(char c) { return c >= '0' && c <= '9'; }

// RFC 3463: the first "5.1.1" that stands alone.
std::string status_in(std::string_view text) {
    for (std::size_t at = 0; at + 4 < text.size(); ++at) {
        if ((text[at] != '2' && text[at] != '4' && text[at] != '5') || text[at + 1] != '.')
            continue;
        if (at > 0 && (is_code_digit(text[at - 1]) || text[at - 1] == '.')) continue;
        auto end = at + 2;
        const auto subject = end;
        while (end < text.size() && is_code_digit(text[end])) ++end;
        if (end == subject || end - subject > 3 || end >= text.size() || text[end] != '.') continue;
        const auto detail = ++end;
        while (end < text.size() && is_code_digit(text[end])) ++end;
        if (end == detail || end - detail > 3) continue;
        if (end < text.size() && text[end] == '.' && end + 1 < text.size() &&
            is_code_digit(text[end + 1]))
            continue;  // An address of the Internet.
        return std::string{text.substr(at, end - at)};
    }
    return {};
}

// The reply of a mail server, "550 …"; 0 if there is none.
int reply_code_in(std::string_view text) {
    for (std::size_t at = 0; at + 3 < text.size(); ++at) {
        if (text[at] != '4' && text[at] != '5') continue;
        if (at > 0 && (is_code_digit(text[at - 1]) || text[at - 1] == '.')) continue;
        if (!is_code_digit(text[at + 1]) || text[at + 1] > '5' || !is_code_digit(text[at + 2]))
            continue;
        if (text[at + 3] != ' ' && text[at + 3] != '-') continue;
        return (text[at] - '0') * 100;
    }
    return 0;
}

std::string message_id_in(std::string_view headers) {
    for (const auto& group : groups_of(headers))
        for (const auto& [name, value] : group)
            if (name == "message-id")
                if (auto ids = ids_of(value); !ids.empty()) return ids.front();
    return {};
}

std::string text_of_part(const Part& part) {
    auto text = part.media_type == "text/html" ? text_of_html(part.text) : part.text;
    if (text.empty() && !part.media_type.starts_with("text/"))
        text = clean(utf8_of(std::string_view{part.content}.substr(0, notice_max), ""));
    return std::string{cut(text, notice_max)};
}

// Of the mail that came back: with the report, in its text, or named by its headers.
std::string returned_id(const Mail& mail, const Ours& ours) {
    for (std::size_t i = 1; i < mail.messages.size(); ++i)
        if (const auto ids = ids_of(mail.messages[i].headers.first("message-id")); !ids.empty())
            return ids.front();
    for (const auto& part : mail.parts)
        if (part.media_type == "text/rfc822-headers" || part.media_type == "message/rfc822" ||
            part.media_type.starts_with("message/global"))
            if (auto id = message_id_in(text_of_part(part)); !id.empty()) return id;
    for (const auto& part : mail.parts)
        if (part.media_type.starts_with("text/"))
            if (auto id = message_id_in(text_of_part(part)); !id.empty()) return id;
    const auto& headers = mail.messages.front().headers;
    std::string any;
    for (const auto* name : {"in-reply-to", "references"})
        for (const auto& id : ids_of(headers.first(name))) {
            if (is_ours(id, ours)) return id;
            if (any.empty()) any = id;
        }
    return any;
}

// To whom the mail went that came back.
std::string returned_recipient(const Mail& mail) {
    for (std::size_t i = 1; i < mail.messages.size(); ++i)
        if (!mail.messages[i].to.empty())
            return states::lower_ascii(mail.messages[i].to.front().email);
    return {};
}

struct Report {
    bool found = false;    // There is a part for programs.
    bool arrived = false;  // It tells of deliveries too.
    std::vector<Bounced> bounced;
};

Report structured(const Mail& mail, const Ours& ours) {
    auto report = Report{};
    const auto id = returned_id(mail, ours);
    for (const auto& part : mail.parts) {
        if (part.message != 0 || (part.media_type != "message/delivery-status" &&
                                  part.media_type != "message/global-delivery-status"))
            continue;
        report.found = true;
        for (const auto& group : groups_of(text_of_part(part))) {
            auto recipient = field(group, "original-recipient");
            if (recipient.empty()) recipient = field(group, "final-recipient");
            const auto action = states::lower_ascii(field(group, "action"));
            if (recipient.empty() && action.empty()) continue;  // About the message as a whole.
            if (action.starts_with("delivered") || action.starts_with("relayed") ||
                action.starts_with("expanded")) {
                report.arrived = true;
                continue;
            }
            auto status = status_in(field(group, "status"));
            const auto diagnostic = field(group, "diagnostic-code");
            if (status.empty()) status = status_in(diagnostic);
            if (report.bounced.size() == bounced_max) continue;
            constexpr std::size_t longest = 500;
            report.bounced.push_back(
                {.message_id = id,
                 .recipient = recipient_of(recipient),
                 .status = status,
                 .permanent = !action.starts_with("delayed") && !status.starts_with('4'),
                 .diagnostic = std::string{cut(diagnostic, longest)}});
        }
    }
    return report;
}

bool from_daemon(const Message& message) {
    if (states::trimmed(message.headers.first("return-path")) == "<>") return true;
    return std::ranges::any_of(message.from, [](const Mailbox& from) {
        const auto local = states::lower_ascii(from.email.substr(0, from.email.find('@')));
        return local == "mailer-daemon" || local == "postmaster" || local == "mail-daemon" ||
               local == "mailerdaemon" || folded(from.name).find("mail delivery") == 0;
    });
}

// The report's own words: what stands above the mail that came back.
std::string words_of_report(const Mail& mail) {
    std::string words;
    for (const auto& part : mail.parts) {
        if (part.message != 0 || !part.media_type.starts_with("text/") || part.attached ||
            part.media_type == "text/rfc822-headers")
            continue;
        const auto text = text_of_part(part);
        for (const auto line : states::parts(text, '\n')) {
            constexpr std::size_t of_interest = 300;
            const auto folded_line = folded(line.substr(0, of_interest));
            if (says("returned", folded_line) || folded_line.starts_with("return path ") ||
                folded_line.starts_with("received from"))
                break;
            words.append(line).append("\n");
        }
        if (words.size() > notice_max) break;
    }
    return words;
}

std::vector<std::string> recipients_in(const Mail& mail, std::string_view words, const Ours& ours) {
    std::vector<std::string> recipients;
    const auto& message = mail.messages.front();
    const auto add = [&](std::string_view text) {
        const auto email = states::lower_ascii(email_in(text));
        if (email.empty() || ours.addresses.contains(email) || recipients.size() >= bounced_max ||
            std::ranges::find(recipients, email) != recipients.end())
            return;
        if (std::ranges::any_of(message.from, [&](const Mailbox& from) {
                return states::lower_ascii(from.email) == email;
            }))
            return;
        recipients.push_back(email);
    };
    if (message.headers.has("x-failed-recipients")) {
        for (const auto address : states::parts(message.headers.first("x-failed-recipients"), ','))
            add(address);
        if (!recipients.empty()) return recipients;
    }
    // "<an@voorbeeld.example>:" as qmail writes it, or an address on a line of its own.
    for (const auto line : states::parts(words, '\n')) {
        auto alone = states::trimmed(line);
        while (alone.ends_with(':')) alone.remove_suffix(1);
        if (alone.find_first_of(" \t") == std::string_view::npos &&
            alone.find('@') != std::string_view::npos)
            add(alone);
    }
    if (!recipients.empty()) return recipients;
    if (auto sent_to = returned_recipient(mail); !sent_to.empty()) return {sent_to};
    for (const auto line : states::parts(words, '\n')) {
        add(line);
        if (!recipients.empty()) break;
    }
    return recipients;
}

std::string diagnostic_in(std::string_view words) {
    constexpr std::size_t longest = 500;
    for (const auto line : states::parts(words, '\n'))
        if (reply_code_in(line) != 0 || !status_in(line).empty())
            return std::string{cut(states::trimmed(line), longest)};
    return {};
}

std::vector<Bounced> unstructured(const Mail& mail, const Ours& ours) {
    const auto words = words_of_report(mail);
    const auto status = status_in(words);
    const int code = reply_code_in(words);
    const auto subject = folded(mail.messages.front().headers.first("subject"));
    bool delayed = says("delayed", subject);
    for (const auto line : states::parts(words, '\n'))
        delayed = delayed || says("delayed", folded(line));
    const bool passing = status.empty() ? code == 400 : status.starts_with('4');
    auto bounce = Bounced{.message_id = returned_id(mail, ours),
                          .status = status,
                          .permanent = !delayed && !passing,
                          .diagnostic = diagnostic_in(words)};
    std::vector<Bounced> all;
    for (const auto& recipient : recipients_in(mail, words, ours)) {
        bounce.recipient = recipient;
        all.push_back(bounce);
    }
    if (all.empty()) all.push_back(bounce);
    return all;
}

}  // namespace

std::optional<Bounce> bounce_in(const Mail& mail, const Ours& ours) {
    const auto& message = mail.messages.front();
    const auto report = structured(mail, ours);
    if (!report.bounced.empty())
        return Bounce{"multipart/report; report-type=delivery-status", report.bounced};
    if (report.arrived) return {};  // Good news by a machine.
    const auto subject = message.headers.first("subject");
    const bool failed = message.headers.has("x-failed-recipients");
    const bool named = says("bounce", folded(subject));
    const bool daemon = from_daemon(message);
    if (message.content_type == "multipart/report" &&
        (report.found || message.report == "delivery-status"))
        return Bounce{"multipart/report", unstructured(mail, ours)};
    if (failed) return Bounce{"X-Failed-Recipients", unstructured(mail, ours)};
    if (daemon && named)
        return Bounce{"Subject: " + std::string{cut(subject, 120)}, unstructured(mail, ours)};
    // qmail and its heirs say no more than that they are a daemon, and what has failed.
    if (!daemon) return {};
    const auto words = words_of_report(mail);
    if (reply_code_in(words) == 0 && status_in(words).empty()) return {};
    return Bounce{"From: " + (message.from.empty() ? std::string{"<>"} : message.from[0].email),
                  unstructured(mail, ours)};
}

}  // namespace intake
