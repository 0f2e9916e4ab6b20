#include "adapters/mail/message.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>

#include "adapters/mail/encodings.hpp"
#include "engine/fault.hpp"

namespace mail {
namespace {

[[noreturn]] void refuse(std::string_view field, const std::string& why) {
    throw engine::Rejected{"no mail is sent: its " + std::string{field} + ' ' + why};
}

// What stands in one header line.  A line end in it would begin another header.
std::string_view one_line(std::string_view field, std::string_view value) {
    const bool control = std::ranges::any_of(
        value, [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; });
    if (control) refuse(field, "holds a line end or another control character");
    if (!is_utf8(value)) refuse(field, "is not UTF-8");
    return value;
}

// Names of headers' values that we make or know: letters, digits and the marks of RFC 5322's atoms.
std::string_view atoms(std::string_view field, std::string_view value) {
    constexpr std::string_view marks = "!#$%&'*+-/=?^_`{|}~.";
    const bool strange = std::ranges::any_of(value, [&](char c) {
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        return !letter && !(c >= '0' && c <= '9') && marks.find(c) == marks.npos;
    });
    if (value.empty() || strange)
        refuse(field, "cannot be written in a header: \"" + std::string{value} + '"');
    return value;
}

std::string address(std::string_view field, const std::string& email) {
    one_line(field, email);
    const auto at = email.rfind('@');
    if (at == std::string::npos) refuse(field, "is not an address: \"" + email + '"');
    atoms(field, std::string_view{email}.substr(0, at));
    atoms(field, std::string_view{email}.substr(at + 1));
    return email;
}

// A long name has its address on a line of its own.
std::string mailbox(std::string_view field, const Mailbox& box) {
    const auto name = encoded_name(one_line(field, box.name));
    const auto email = address(field, box.email);
    return name.empty() ? email : name + "\r\n <" + email + '>';
}

// Ids of others, one a line.  Those that no header can hold are left out, and the oldest of many.
std::string ids(const std::vector<std::string>& all) {
    constexpr std::size_t id_max = 900;
    constexpr std::size_t count_max = 20;
    std::string text;
    for (std::size_t i = all.size() - std::min(all.size(), count_max); i < all.size(); ++i) {
        const bool strange = std::ranges::any_of(
            all[i], [](char c) { return c <= ' ' || c > '~' || c == '<' || c == '>'; });
        if (strange || all[i].empty() || all[i].size() > id_max) continue;
        text.append(text.empty() ? "<" : "\r\n <").append(all[i]).append(">");
    }
    return text;
}

// In English whatever the locale, as RFC 5322 wants it: "Tue, 24 Nov 2026 10:00:00 +0000".
std::string date(engine::Time time) {
    using namespace std::chrono;
    constexpr std::string_view days = "SunMonTueWedThuFriSat";
    constexpr std::string_view months = "JanFebMarAprMayJunJulAugSepOctNovDec";
    const auto day = floor<std::chrono::days>(time);
    const auto calendar = year_month_day{day};
    const auto clock = hh_mm_ss{floor<seconds>(time - day)};
    const auto month = static_cast<unsigned>(calendar.month());
    char text[40];
    std::snprintf(text, sizeof text, "%.3s, %02u %.3s %04d %02d:%02d:%02d +0000",
                  days.data() + 3 * weekday{day}.c_encoding(),
                  static_cast<unsigned>(calendar.day()), months.data() + 3 * (month - 1),
                  static_cast<int>(calendar.year()), static_cast<int>(clock.hours().count()),
                  static_cast<int>(clock.minutes().count()),
                  static_cast<int>(clock.seconds().count()));
    return text;
}

// No line of quoted-printable can hold "=_" (RFC 2045, 6.7), so no part can hold this.
constexpr std::string_view boundary = "=_doorstep_part";

std::string part(std::string_view subtype, std::string_view text) {
    return "Content-Type: text/" + std::string{subtype} +
           "; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n" +
           quoted_printable(text);
}

}  // namespace

std::string write_message(const Message& message) {
    if (!is_utf8(message.text)) refuse("text", "is not UTF-8");
    if (!is_utf8(message.html)) refuse("page", "is not UTF-8");
    std::string bytes;
    const auto header = [&](std::string_view name, std::string_view value) {
        bytes.append(name).append(": ").append(value).append("\r\n");
    };
    header("From", mailbox("sender", message.from));
    header("To", mailbox("recipient", message.to));
    header("Subject", encoded_text(one_line("subject", message.subject)));
    header("Date", date(message.date));
    header("Message-ID", '<' + address("Message-ID", message.id) + '>');
    if (const auto parent = ids({message.in_reply_to}); !parent.empty())
        header("In-Reply-To", parent);
    if (const auto thread = ids(message.references); !thread.empty()) header("References", thread);
    // No out-of-office notes, and no loops.
    header("Auto-Submitted", message.answers ? "auto-replied" : "auto-generated");
    header("X-Auto-Response-Suppress", "All");  // The same, for Microsoft's servers.
    header("Content-Language", atoms("language", message.language));
    header("X-Doorstep-Reference", atoms("reference", message.reference));
    header("MIME-Version", "1.0");
    if (message.html.empty()) return bytes + part("plain", message.text);
    // Whoever can show both takes the last one (RFC 2046, 5.1.4).
    const auto between = "\r\n--" + std::string{boundary};
    header("Content-Type", "multipart/alternative; boundary=\"" + std::string{boundary} + '"');
    return bytes + between + "\r\n" + part("plain", message.text) + between + "\r\n" +
           part("html", message.html) + between + "--\r\n";
}

std::string message_id(std::string_view effect_key, std::string_view from_email) {
    return std::string{effect_key}.append(from_email.substr(from_email.find('@')));
}

}  // namespace mail
