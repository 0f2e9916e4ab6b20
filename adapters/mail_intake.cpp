#include "adapters/mail_intake.hpp"

#include <algorithm>
#include <random>

#include "adapters/curl/mail_line.hpp"
#include "adapters/imap/poller.hpp"
#include "adapters/intake/mail_reading.hpp"
#include "adapters/time_or_null.hpp"
#include "engine/fault.hpp"
#include "states/text.hpp"

namespace adapters {
namespace {

using nlohmann::json;

// Mails may be large, so few of them are read at once.
constexpr int mails_at_once = 4;

json view_of(const intake::Origin& origin) {
    return {{"part", origin.part}, {"line", origin.line}, {"excerpt", origin.excerpt}};
}

// As the API shows it: the words of adapters/intake, without the attachments' contents.
json view_of_reading(const intake::MailReading& reading) {
    json view = {{"why", reading.why},
                 {"message_id", reading.message_id},
                 {"in_reply_to", reading.in_reply_to},
                 {"references", reading.references},
                 {"from_name", reading.from_name},
                 {"reply_to", reading.reply_to},
                 {"to", reading.to},
                 {"date", time_or_null(reading.date)},
                 {"language", reading.language},
                 {"text", reading.text},
                 {"proposals", json::array()},
                 {"attachments", json::array()},
                 {"bounced", json::array()},
                 {"doubts", json::array()},
                 {"sign_up", reading.sign_up},
                 {"problems", reading.problems},
                 {"warnings", reading.warnings}};
    for (const auto& each : reading.proposals)
        view["proposals"].push_back({{"field", each.field},
                                     {"value", each.value},
                                     {"origin", view_of(each.origin)},
                                     {"confidence", intake::name_of(each.confidence)},
                                     {"used", each.used}});
    for (const auto& each : reading.attachments)
        view["attachments"].push_back({{"id", each.id},
                                       {"file_name", each.file_name},
                                       {"media_type", each.media_type},
                                       {"size", each.content.size()},
                                       {"is_pdf", each.is_pdf},
                                       {"role", intake::name_of(each.role)},
                                       {"confidence", intake::name_of(each.confidence)},
                                       {"origin", view_of(each.origin)}});
    for (const auto& each : reading.bounced)
        view["bounced"].push_back({{"message_id", each.message_id},
                                   {"recipient", each.recipient},
                                   {"status", each.status},
                                   {"permanent", each.permanent},
                                   {"diagnostic", each.diagnostic}});
    for (const auto& each : reading.doubts)
        view["doubts"].push_back(
            {{"field", each.field}, {"code", each.code}, {"detail", each.detail}});
    return view;
}

MailRead read_for_desk(intake::MailReading reading) {
    MailRead read{.kind = std::string{intake::name_of(reading.kind)},
                  .message_id = reading.message_id,
                  .from = reading.from_email,
                  .reply_to = reading.reply_to,
                  .subject = reading.subject,
                  .answerable = reading.may_be_answered(),
                  .complete = reading.complete(),
                  .sign_up = reading.sign_up,
                  .problems = reading.problems,
                  .view = view_of_reading(reading)};
    if (!reading.in_reply_to.empty()) read.thread.push_back(reading.in_reply_to);
    read.thread.insert(read.thread.end(), reading.references.rbegin(), reading.references.rend());
    for (const auto& each : reading.bounced)
        read.bounced.push_back({.message_id = each.message_id,
                                .recipient = each.recipient,
                                .status = each.status,
                                .permanent = each.permanent,
                                .diagnostic = each.diagnostic});
    for (auto& each : reading.attachments)
        read.files.push_back({each.id, std::move(each.file_name), std::move(each.content)});
    return read;
}

intake::Ours ours_of(const config::Config& config) {
    const auto from = states::lower_ascii(config.smtp.from);
    return {.addresses = {from}, .id_domain = from.substr(from.find('@') + 1)};
}

curl::ImapSettings line_of(const config::Imap& imap) {
    return {.url = imap.url,
            .user = imap.user,
            .password = imap.password.value,
            .starttls = !imap.url.starts_with("imap://127.0.0.1")};
}

imap::Settings poll_of(const config::Config& config) {
    const auto& imap = config.imap;
    const auto host = imap.url.substr(std::min(imap.url.find("://"), imap.url.size()));
    std::random_device random;
    return {.mailbox = imap.user + '@' + host.substr(std::min<std::size_t>(3, host.size())) + '/' +
                       imap.folder,
            .holder = std::to_string(random()) + '-' + std::to_string(random()),
            .folder = imap.folder,
            .processed = imap.folder_processed,
            .for_people = imap.folder_for_people,
            .size_max = intake::mail_size_max,
            .lease = std::chrono::seconds{config.workers.lease},
            .every = std::chrono::seconds{imap.every}};
}

imap::Line connected(const curl::ImapSettings& settings) {
    const auto line = std::make_shared<curl::MailLine>(settings);
    return {.say = [line](std::string_view bytes) { line->say(bytes); },
            .hear = [line] { return line->hear(); }};
}

}  // namespace

struct MailIntake::Parts {
    config::Config config;
    const states::Catalogue& catalogue;
    MailDesk::Neighbours with;
    Warn warn;
    MailDesk desk;
    MailAnswering answering;
    imap::Poller poller;
    std::chrono::seconds lease{config.workers.lease};

    Parts(const config::Config& given, const states::Catalogue& terms, MailDesk::Neighbours needs,
          PrivateLinks& links, WriteReply write, Warn tell)
        : config{given},
          catalogue{terms},
          with{needs},
          warn{std::move(tell)},
          desk{{.auto_submit = given.intake.auto_submit,
                .answers_a_day = given.intake.answers_per_day},
               needs,
               [this, ours = ours_of(given)](const std::string& raw) {
                   return read_for_desk(intake::read_mail(raw, catalogue, ours));
               },
               [this](auto mail, const auto& error) {
                   tell_of("mail not understood", mail, error);
               }},
          answering{
              needs.book, needs.reading, links, std::move(write),
              [this](auto mail, const auto& error) { tell_of("mail not answered", mail, error); }},
          poller{poll_of(given), needs.book,
                 [line = line_of(given.imap)] { return connected(line); },
                 [this] { understand_all(); },
                 [this](const auto& error) { warn("mail not taken", error); }} {}

    void tell_of(const std::string& what, std::int64_t mail, const std::string& error) const {
        warn(what, "mail " + std::to_string(mail) + ": " + error);
    }
    void understand_all() {
        while (desk.understand_some(mails_at_once, lease) > 0) {
        }
    }
    int poll() {
        try {
            return poller.take_some();
        } catch (const engine::Unavailable& error) {
            warn("mailbox", error.what());
        } catch (const engine::Rejected& error) {
            warn("mailbox", error.what());
        }
        return 0;
    }
};

MailIntake::MailIntake(const config::Config& config, const states::Catalogue& catalogue,
                       MailDesk::Neighbours with, PrivateLinks& links, WriteReply write, Warn warn)
    : parts_{std::make_unique<Parts>(config, catalogue, with, links, std::move(write),
                                     std::move(warn))} {}

MailIntake::~MailIntake() = default;

MailDesk& MailIntake::desk() { return parts_->desk; }
MailAnswering& MailIntake::answering() { return parts_->answering; }
bool MailIntake::has_mailbox() const { return !parts_->config.imap.url.empty(); }

int MailIntake::work_some() {
    const int understood = parts_->desk.understand_some(mails_at_once, parts_->lease);
    const int answered = parts_->answering.answer_some(mails_at_once, parts_->lease);
    return understood + answered + parts_->poll();
}

}  // namespace adapters
