#include "adapters/intake/mail_reading.hpp"

#include <algorithm>

#include "adapters/intake/charset.hpp"
#include "adapters/intake/choosing.hpp"
#include "adapters/intake/kinds.hpp"
#include "adapters/intake/papers.hpp"
#include "adapters/intake/proposing.hpp"
#include "adapters/intake/texts.hpp"
#include "adapters/intake/tnef.hpp"
#include "adapters/intake/wishes.hpp"
#include "adapters/intake/words.hpp"
#include "engine/journal.hpp"
#include "states/text.hpp"

namespace intake {
namespace {

using nlohmann::json;

constexpr int labels_of_a_form = 3;  // With so many fields a mail is one.

void read_headers(MailReading& reading, const Mail& mail) {
    const auto& message = mail.messages.front();
    const auto& headers = message.headers;
    if (auto ids = ids_of(headers.first("message-id")); !ids.empty()) reading.message_id = ids[0];
    if (auto ids = ids_of(headers.first("in-reply-to")); !ids.empty()) reading.in_reply_to = ids[0];
    reading.references = ids_of(headers.first("references"));
    if (!message.from.empty()) {
        reading.from_name = message.from[0].name;
        reading.from_email = message.from[0].email;
    }
    reading.reply_to = message.reply_to.empty() ? reading.from_email : message.reply_to[0].email;
    for (const auto& to : message.to) reading.to.push_back(states::lower_ascii(to.email));
    reading.subject = headers.first("subject");
    reading.date = message.date;
}

// "A-2026-000123" where it stands alone.
std::string reference_in(std::string_view text) {
    constexpr std::string_view form = "A-0000-000000";
    for (auto at = text.find("A-"); at != std::string_view::npos; at = text.find("A-", at + 1)) {
        const auto found = text.substr(at, form.size());
        const auto fits = [&](std::size_t i) {
            const char c = found[i];
            return form[i] == '0' ? c >= '0' && c <= '9' : c == form[i];
        };
        bool all = found.size() == form.size();
        for (std::size_t i = 0; all && i < form.size(); ++i) all = fits(i);
        const auto alone = [&](std::size_t i) {
            return i >= text.size() || std::isalnum(static_cast<unsigned char>(text[i])) == 0;
        };
        if (all && (at == 0 || alone(at - 1)) && alone(at + form.size())) return std::string{found};
    }
    return {};
}

std::string language_of(const std::vector<Text>& texts, const std::string& subject) {
    std::vector<int> votes(3, 0);  // en, fr, nl
    const auto count = [&](std::string_view words, int weight) {
        const auto counts = small_words(words);
        for (std::size_t i = 0; i < votes.size(); ++i) votes[i] += weight * counts[i];
    };
    count(folded(subject), 1);
    for (const auto& text : texts) {
        if (!text.body) continue;
        for (const auto& line : text.lines)
            if (line.zone != Zone::quoted && !line.header) count(folded(line.text), 1);
        for (const auto& entry : text.entries.all) {
            constexpr int of_a_label = 2;
            if (text.lines[entry.line].zone == Zone::quoted) continue;
            if (entry.language == "en") votes[0] += of_a_label;
            if (entry.language == "fr") votes[1] += of_a_label;
            if (entry.language == "nl") votes[2] += of_a_label;
        }
    }
    if (votes[2] > votes[0] && votes[2] >= votes[1]) return "nl";
    if (votes[1] > votes[0]) return "fr";
    return "en";
}

bool answers_ours(const MailReading& reading, const Ours& ours) {
    return is_ours(reading.in_reply_to, ours) ||
           std::ranges::any_of(reading.references,
                               [&](const std::string& id) { return is_ours(id, ours); });
}

bool wants_to_sign_up(const MailReading& reading, const std::vector<Text>& texts) {
    if (says("sign_up", folded(reading.subject))) return true;
    for (const auto& text : texts)
        for (const auto& line : text.lines)
            if (text.body && line.zone != Zone::quoted && says("sign_up", folded(line.text)))
                return true;
    return false;
}

// What a person may have written.
void tell_kind(MailReading& reading, const Heard& heard, bool wants, const Ours& ours) {
    if (answers_ours(reading, ours)) {
        reading.kind = Kind::reply;
        reading.why = is_ours(reading.in_reply_to, ours)
                          ? "In-Reply-To: " + reading.in_reply_to
                          : "References: " + reading.references.back();
    } else if (!reading.reference.empty()) {
        reading.kind = Kind::reply;
        reading.why = "Reference: " + reading.reference;
    } else if (heard.labelled >= labels_of_a_form) {
        reading.kind = Kind::sign_up;
        reading.why = "Labels: " + std::to_string(heard.labelled);
    } else if (wants) {
        reading.kind = Kind::sign_up;
        reading.why = "Words";
    }
}

void add_language(Heard& heard, const std::string& language, const states::Catalogue& catalogue) {
    if (heard.has("contract_language") || !catalogue.languages.contains(language)) return;
    heard.add("contract_language", language, {"language of the text", 0, {}}, Confidence::doubtful);
}

void judge(MailReading& reading, const states::Catalogue& catalogue) {
    const auto read = states::read_sign_up(reading.sign_up, catalogue);
    if (const auto* problems = std::get_if<std::vector<states::Problem>>(&read))
        reading.problems = *problems;
    else
        reading.warnings = std::get<states::ReadSignUp>(read).warnings;
}

// A paper that nobody has a use for may be one that somebody has misnamed.
void doubt_papers(MailReading& reading) {
    for (const auto& attachment : reading.attachments) {
        const bool used = std::ranges::any_of(reading.proposals, [&](const Proposal& proposal) {
            return proposal.used && proposal.value == attachment.id;
        });
        if (used) continue;
        if (attachment.is_pdf)
            reading.doubts.push_back({"", "paper_not_used", attachment.file_name});
        else if (attachment.role != PaperRole::unknown)
            reading.doubts.push_back({"", "paper_no_pdf", attachment.file_name});
    }
}

}  // namespace

MailReading read_mail(std::string_view raw, const states::Catalogue& catalogue, const Ours& ours) {
    auto mail = take_apart(raw);
    open_tnef(mail);
    auto reading = MailReading{};
    read_headers(reading, mail);
    const auto texts = texts_of(mail, catalogue);
    for (const auto& text : texts)
        if (text.body && text.message == 0) reading.text += new_text(text.lines);
    reading.language = language_of(texts, reading.subject);
    for (const auto& flaw : mail.flaws) reading.doubts.push_back({"", flaw, ""});

    const auto known = known_by_headers(mail, ours);
    const bool loop = known && known->kind == Kind::ours;
    if (auto bounce = loop ? std::nullopt : bounce_in(mail, ours)) {
        reading.kind = Kind::bounce;
        reading.why = std::move(bounce->why);
        reading.bounced = std::move(bounce->bounced);
        return reading;
    }
    reading.attachments = attachments_of(mail, texts);
    if (known) {
        reading.kind = known->kind;
        reading.why = known->why;
        return reading;
    }
    reading.reference = reference_in(reading.subject);
    if (reading.reference.empty()) reading.reference = reference_in(reading.text);

    auto heard = Heard{};
    hear_entries(heard, texts, catalogue);
    hear_loose(heard, texts, catalogue, ours);
    tell_kind(reading, heard, wants_to_sign_up(reading, texts), ours);
    if (reading.kind == Kind::sign_up) hear_headers(heard, mail, texts, ours);
    hear_wishes(heard, wishes_of(texts, reading.subject, catalogue), reading.attachments,
                catalogue);
    if (reading.kind == Kind::sign_up) add_language(heard, reading.language, catalogue);
    choose(reading, std::move(heard));
    if (reading.kind == Kind::sign_up) judge(reading, catalogue);
    if (reading.kind == Kind::sign_up) doubt_papers(reading);
    return reading;
}

bool MailReading::may_be_answered() const {
    return (kind == Kind::sign_up || kind == Kind::reply || kind == Kind::other) &&
           !reply_to.empty();
}

std::string_view name_of(Kind kind) {
    switch (kind) {
        case Kind::sign_up: return "sign_up";
        case Kind::reply: return "reply";
        case Kind::auto_reply: return "auto_reply";
        case Kind::bounce: return "bounce";
        case Kind::list: return "list";
        case Kind::ours: return "ours";
        case Kind::other: return "other";
    }
    return {};
}

std::string_view name_of(Confidence confidence) {
    switch (confidence) {
        case Confidence::sure: return "sure";
        case Confidence::likely: return "likely";
        case Confidence::doubtful: return "doubtful";
    }
    return {};
}

std::string_view name_of(PaperRole role) {
    switch (role) {
        case PaperRole::raa: return "raa";
        case PaperRole::reseller_contract: return "reseller_contract";
        case PaperRole::unknown: return "unknown";
    }
    return {};
}

namespace {

json view_of(const Origin& origin) {
    return {{"part", origin.part}, {"line", origin.line}, {"excerpt", origin.excerpt}};
}

json or_null(const std::string& text) { return text.empty() ? json{} : json(text); }

}  // namespace

json view_of(const MailReading& reading) {
    auto view =
        json{{"kind", name_of(reading.kind)},
             {"why", reading.why},
             {"complete", reading.complete()},
             {"may_be_answered", reading.may_be_answered()},
             {"message_id", or_null(reading.message_id)},
             {"in_reply_to", or_null(reading.in_reply_to)},
             {"references", reading.references},
             {"reference", or_null(reading.reference)},
             {"from", {{"name", reading.from_name}, {"email", or_null(reading.from_email)}}},
             {"reply_to", or_null(reading.reply_to)},
             {"to", reading.to},
             {"subject", reading.subject},
             {"date", reading.date ? json(engine::rfc3339(*reading.date)) : json{}},
             {"language", reading.language},
             {"text", reading.text},
             {"proposals", json::array()},
             {"attachments", json::array()},
             {"bounced", json::array()},
             {"sign_up", reading.sign_up},
             {"problems", reading.problems},
             {"warnings", reading.warnings},
             {"doubts", json::array()}};
    for (const auto& proposal : reading.proposals)
        view["proposals"].push_back({{"field", proposal.field},
                                     {"value", proposal.value},
                                     {"origin", view_of(proposal.origin)},
                                     {"confidence", name_of(proposal.confidence)},
                                     {"used", proposal.used}});
    for (const auto& attachment : reading.attachments)
        view["attachments"].push_back({{"id", attachment.id},
                                       {"file_name", attachment.file_name},
                                       {"media_type", attachment.media_type},
                                       {"size", attachment.content.size()},
                                       {"is_pdf", attachment.is_pdf},
                                       {"role", name_of(attachment.role)},
                                       {"confidence", name_of(attachment.confidence)},
                                       {"origin", view_of(attachment.origin)}});
    for (const auto& bounced : reading.bounced)
        view["bounced"].push_back({{"message_id", or_null(bounced.message_id)},
                                   {"recipient", or_null(bounced.recipient)},
                                   {"status", or_null(bounced.status)},
                                   {"permanent", bounced.permanent},
                                   {"diagnostic", bounced.diagnostic}});
    for (const auto& doubt : reading.doubts)
        view["doubts"].push_back(
            {{"field", doubt.field}, {"code", doubt.code}, {"detail", doubt.detail}});
    return view;
}

}  // namespace intake
