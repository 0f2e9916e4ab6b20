#include "adapters/mail/mail.hpp"

#include <utility>

#include "adapters/formats.hpp"
#include "adapters/mail/message.hpp"
#include "adapters/mail/page.hpp"
#include "engine/fault.hpp"
#include "states/codec.hpp"
#include "states/events.hpp"
#include "states/money.hpp"

namespace mail {
namespace {

using adapters::Fate;

constexpr auto fallback = "en";  // A draft may not have said its language yet.

// "2500.00" as a person writes it.  Nothing is the same as no amount, so that a template can ask.
std::string amount(const std::string& text, const std::string& currency,
                   const std::string& language) {
    const auto money = states::read_money(text);
    if (!money) throw engine::Rejected{"not an amount of money: \"" + text + '"'};
    return *money == states::Money{} ? "" : adapters::write_amount(*money, currency, language);
}

std::string full_name(const Values& values) {
    const auto& first = values.at("first_name");
    const auto& last = values.at("last_name");
    return first + (first.empty() || last.empty() ? "" : " ") + last;
}

}  // namespace

Names values_of_every_mail(const states::Catalogue& catalogue) {
    Names names{"first_name", "last_name",   "organisation", "reference",
                "registry",   "status_link", "refund_time",  "appeal_time"};
    for (const auto& [name, _] : catalogue.texts) names.insert(name);
    for (const auto& [name, _] : catalogue.clocks) names.insert(name + "_time");
    return names;
}

void add_terms(const states::Catalogue& catalogue, const std::string& language, Values& values) {
    for (const auto& [name, text] : catalogue.texts) values.emplace(name, text);
    for (const auto& [name, clock] : catalogue.clocks)
        values.emplace(name + "_time", adapters::write_span(clock.limit, language));
    values.emplace("refund_time", catalogue.refund_period.days == 0
                                      ? ""
                                      : adapters::write_span(catalogue.refund_period, language));
    values.emplace("appeal_time", adapters::write_span(catalogue.appeal_period, language));
    values.emplace("registry", catalogue.registry);
}

Renderer renderer_for(const states::Catalogue& catalogue, const Files& files) {
    Names languages{catalogue.languages.begin(), catalogue.languages.end()};
    languages.insert(fallback);
    return {files, languages, values_of_every_mail(catalogue)};
}

Mail::Mail(Settings settings, const states::Catalogue& catalogue, Renderer renderer, Send send,
           adapters::Codes& codes, adapters::Correspondence& log, Clock now)
    : settings_{std::move(settings)},
      catalogue_{catalogue},
      renderer_{std::move(renderer)},
      send_{std::move(send)},
      codes_{codes},
      log_{log},
      now_{std::move(now)} {}

std::optional<engine::Event> Mail::perform(const states::Tell& tell, const engine::Work& work) {
    deliver(
        {.text = tell.text, .language = tell.language, .email = tell.email, .values = tell.values},
        work);
    return std::nullopt;
}

std::optional<engine::Event> Mail::perform(const states::SendActivation& activation,
                                           const engine::Work& work) {
    if (!send_code(activation, work)) return std::nullopt;
    return states::event(states::ActivationSent{});
}

// The code stays readable until it is confirmed.  Whoever comes again before that sends the same
// code under the same key; whoever comes after it only repeats the answer.  False if a later code
// has taken its place.
bool Mail::send_code(const states::SendActivation& activation, const engine::Work& work) {
    const auto code = codes_.activation_code(work.of, work.key);
    if (!code) return codes_.confirmed(work.key).has_value();
    const auto language = language_of(activation.language);
    deliver({.text = activation.text,
             .language = activation.language,
             .email = activation.email,
             .values = {{"first_name", activation.first_name},
                        {"last_name", activation.last_name},
                        {"organisation", activation.organisation},
                        {"code", *code},
                        {"link", settings_.page_of(work) + "/activate"},
                        {"expires",
                         adapters::write_date(now_() + settings_.activation_lifetime, language)}}},
            work);
    codes_.confirm(work.key, message_id(work.key, settings_.from));
    return true;
}

void Mail::answer(const adapters::MailReply& reply) {
    auto values = reply.values;
    for (const auto* name : {"first_name", "last_name", "organisation"}) values.emplace(name, "");
    deliver({.text = reply.text,
             .language = reply.language,
             .email = reply.address,
             .values = std::move(values),
             .answers = &reply},
            {.claim = {},
             .key = reply.key,
             .of = reply.of,
             .reference = reply.reference,
             .effect = {}});
}

std::string Mail::language_of(const std::string& wanted) const {
    return renderer_.speaks(wanted) ? wanted : fallback;
}

adapters::MailSample Mail::sample(const states::Tell& tell, const std::string& reference) const {
    const auto letter = Letter{.text = tell.text,
                               .language = language_of(tell.language),
                               .email = tell.email,
                               .values = tell.values};
    auto rendered =
        renderer_.render(letter.language, letter.text, all_values(letter, reference, "…"));
    return {letter.language, std::move(rendered.subject), std::move(rendered.text),
            std::move(rendered.template_version)};
}

Values Mail::all_values(const Letter& letter, const std::string& reference,
                        const std::string& link) const {
    Values values;
    for (const auto& [name, value] : letter.values)
        values[name] =
            is_amount(name) ? amount(value, catalogue_.currency, letter.language) : value;
    add_terms(catalogue_, letter.language, values);
    values.emplace("reference", reference);
    values.emplace("status_link", link);
    return values;
}

void Mail::deliver(const Letter& wanted, const engine::Work& work) {
    if (log_.was_sent(work.key)) return;
    auto letter = wanted;
    letter.language = language_of(letter.language);

    const auto rendered = renderer_.render(
        letter.language, letter.text, all_values(letter, work.reference, settings_.page_of(work)));
    const auto noted = adapters::Outgoing{.of = work.of,
                                          .key = work.key,
                                          .text = letter.text,
                                          .language = letter.language,
                                          .template_version = rendered.template_version,
                                          .subject = rendered.subject,
                                          .message_id = message_id(work.key, settings_.from)};
    if (letter.email.empty()) {  // A draft that nobody can be told about.
        log_.note(noted, Fate::unaddressed);
        return;
    }
    const auto parent = letter.answers ? letter.answers->in_reply_to : "";
    const auto thread = letter.answers ? letter.answers->references : std::vector<std::string>{};
    try {
        const auto message = write_message({.from = {catalogue_.registry, settings_.from},
                                            .to = {full_name(letter.values), letter.email},
                                            .subject = rendered.subject,
                                            .text = rendered.text,
                                            .html = html_of({.language = letter.language,
                                                             .registry = catalogue_.registry,
                                                             .subject = rendered.subject,
                                                             .text = rendered.text}),
                                            .language = letter.language,
                                            .reference = work.reference,
                                            .id = noted.message_id,
                                            .date = now_(),
                                            .answers = letter.answers != nullptr,
                                            .in_reply_to = parent,
                                            .references = thread});
        send_({.from = settings_.from, .to = {letter.email}}, message);
    } catch (const engine::Rejected&) {
        log_.note(noted, Fate::refused);
        throw;
    }
    log_.note(noted, Fate::sent);
}

}  // namespace mail
