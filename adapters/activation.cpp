#include "adapters/activation.hpp"

#include "adapters/password.hpp"
#include "adapters/phone_try.hpp"
#include "adapters/sha256.hpp"
#include "states/codec.hpp"
#include "states/events.hpp"

namespace adapters {
namespace {

using namespace std::chrono_literals;

constexpr auto activation_door = "activation";

// The codes lock after five wrong tries by themselves; this slows down who tries without any.
const Waits& activation_waits() {
    static const Waits all{0s, 1s, 2s, 4s, 8s, 16s, 60s, 300s, 900s};
    return all;
}

// Somebody who is not there is treated like somebody whose codes are wrong.
Verdict verdict_for_nobody(int count) {
    constexpr int tries_max = 5;
    if (count > tries_max) return {.of = Verdict::Of::locked};
    return {.of = Verdict::Of::wrong, .tries_left = tries_max - count};
}

std::string name_of(const std::string& key) { return key.empty() ? "" : sha256_of(key); }

// What anybody would try for this registrar.
std::vector<std::string> known_words(const Dossier& dossier, const states::Facts& facts,
                                     const Keyed& codes) {
    const auto& who = facts.sign_up.representative;
    return {codes.registrar_id,
            codes.activation_code,
            codes.security_code,
            dossier.snapshot.reference,
            facts.sign_up.organisation.name,
            who.first_name + who.last_name,
            who.email,
            who.mobile};
}

}  // namespace

std::optional<Dossier> Activation::dossier_of(const std::string& reference, const Keyed& keyed) {
    std::optional<engine::CaseId> id;
    if (!reference.empty())
        id = reading_.find(reference);
    else if (const auto registrar = accounts_.registrar(keyed.registrar_id))
        id = registrar->of;
    return id ? reading_.dossier(*id) : std::nullopt;
}

std::variant<Activation::Knocking, Shut> Activation::knock(const std::string& reference,
                                                           const Keyed& keyed) {
    auto dossier = dossier_of(reference, keyed);
    const auto subject = dossier ? "case " + std::to_string(dossier->snapshot.id.number)
                                 : "nobody " + reference + "/" + keyed.registrar_id;
    const auto knock = knocks_.take(activation_door, subject, activation_waits());
    if (knock.wait > 0s) return Shut{knock.wait};
    return Knocking{std::move(dossier), subject, knock.count};
}

std::variant<Activation::Person, WrongCodes> Activation::judge(const Knocking& knocking,
                                                               const Keyed& keyed) {
    const auto& dossier = knocking.dossier;
    const auto verdict = codes_.check(dossier ? dossier->snapshot.id : engine::CaseId{0}, keyed);
    if (!dossier) return WrongCodes{verdict_for_nobody(knocking.count)};
    if (verdict.of != Verdict::Of::right) {
        tell(*dossier, verdict);
        return WrongCodes{verdict};
    }
    return Person{*dossier, states::decode<states::Facts>(dossier->snapshot.state.facts),
                  knocking.subject};
}

// Only what has cost a try is told to the application, and only until it is activated: anybody may
// knock here as often as it likes, and must fill neither the journal nor the applicant's mailbox.
void Activation::tell(const Dossier& dossier, Verdict verdict) {
    const auto facts = states::decode<states::Facts>(dossier.snapshot.state.facts);
    if (verdict.of != Verdict::Of::wrong || facts.activation.done) return;
    engine_.submit({.to = dossier.snapshot.id,
                    .event = states::event(states::ActivationFailed{verdict.tries_left}),
                    .from = {"system", "system"},
                    .source = "activation",
                    .delivery = dossier.snapshot.reference + "/" +
                                std::to_string(dossier.snapshot.lines) + "/" +
                                std::to_string(verdict.tries_left)});
}

// Who knows key and password has been here before, and is told again what came of it.
bool Activation::was_done_by(engine::CaseId id, const Page& page) {
    if (page.key.empty()) return false;
    const auto account = accounts_.find(id);
    return account && account->set_by == name_of(page.key) &&
           accounts_.password_is_right(id, page.password);
}

std::optional<WrongSmsCode> Activation::flaw_of_sms(const Person& person,
                                                    const std::optional<Account>& account,
                                                    const Page& page) {
    if (!mobile_.is_on() || (account && !account->mobile.empty())) return std::nullopt;
    if (page.sms_code.empty()) return WrongSmsCode{.missing = true};
    const auto verdict = mobile_.check(person.dossier.snapshot.id,
                                       person.facts.sign_up.representative.mobile, page.sms_code);
    if (verdict.of == SmsVerdict::Of::right) return std::nullopt;
    return WrongSmsCode{.verdict = verdict};
}

std::optional<Activation::Outcome> Activation::flaw_of_phone(const Person& person,
                                                             const std::optional<Account>& account,
                                                             const Page& page) {
    if (!account || !account->enrolled) return std::nullopt;
    if (page.phone_key.empty() && page.recovery_code.empty()) return WrongPhoneKey{.missing = true};
    const auto id = person.dossier.snapshot.id;
    const auto tried = try_phone(phone_of(accounts_, id), knocks_,
                                 {.secret = account->secret,
                                  .phone_key = page.phone_key,
                                  .recovery_code = page.recovery_code,
                                  .now = reading_.now()});
    if (tried.wait > 0s) return Shut{tried.wait};
    if (!tried.right) return WrongPhoneKey{};
    return std::nullopt;
}

std::optional<Refused> Activation::note_activated(const Person& person, const Page& page) {
    const auto& snapshot = person.dossier.snapshot;
    const auto outcome =
        engine_.submit({.to = snapshot.id,
                        .event = states::event(states::Activated{}),
                        .from = {"system", "system"},
                        .source = "activation",
                        // Right codes under the key of wrong ones are another message.
                        .delivery = page.key.empty() ? snapshot.reference + "/" +
                                                           std::to_string(snapshot.lines) + "/right"
                                                     : snapshot.reference + "/key/" + page.key});
    if (!outcome.refusal) return std::nullopt;
    const auto now = reading_.dossier(snapshot.id);  // Somebody may have activated it meanwhile.
    if (now && states::decode<states::Facts>(now->snapshot.state.facts).activation.done)
        return std::nullopt;
    return Refused{*outcome.refusal, outcome.repeated};
}

Activation::Outcome Activation::activate(const Page& page) {
    // Costs no try: it tells nothing about the codes.
    if (auto flaw =
            flaw_of_password(page.password, {page.codes.registrar_id, page.reference,
                                             page.codes.activation_code, page.codes.security_code}))
        return Invalid{{*std::move(flaw)}};
    auto knocked = knock(page.reference, page.codes);
    if (const auto* shut = std::get_if<Shut>(&knocked)) return *shut;
    const auto& knocking = std::get<Knocking>(knocked);
    const auto id = knocking.dossier ? knocking.dossier->snapshot.id : engine::CaseId{0};
    if (knocking.dossier && was_done_by(id, page)) {
        knocks_.forgive(activation_door, knocking.subject);
        return Activated{knocking.dossier->snapshot.reference};
    }

    const auto code = accounts_.code_that_counts(id);  // Before it is judged: this one, no later.
    auto judged = judge(knocking, page.codes);
    if (const auto* wrong = std::get_if<WrongCodes>(&judged)) return *wrong;
    const auto& person = std::get<Person>(judged);
    knocks_.forgive(activation_door, person.subject);
    if (auto flaw =
            flaw_of_password(page.password, known_words(person.dossier, person.facts, page.codes)))
        return Invalid{{*std::move(flaw)}};
    const auto account = accounts_.find(id);
    if (auto flaw = flaw_of_sms(person, account, page)) return *flaw;
    if (auto flaw = flaw_of_phone(person, account, page)) return *std::move(flaw);
    if (!person.facts.activation.done)
        if (auto refused = note_activated(person, page)) return *std::move(refused);

    const bool new_mobile = mobile_.is_on() && (!account || account->mobile.empty());
    const bool opened =
        code &&
        accounts_.open(
            id, {.code = *code,
                 .password = page.password,
                 .set_by = name_of(page.key),
                 .mobile = new_mobile ? person.facts.sign_up.representative.mobile : std::string{},
                 .forget_phone = !page.recovery_code.empty()});
    if (!opened && !was_done_by(id, page)) return WrongCodes{{Verdict::Of::activation_used}};
    return Activated{person.dossier.snapshot.reference};
}

std::variant<SmsSent, NoSms, WrongCodes, Shut> Activation::send_sms(const std::string& reference,
                                                                    const Keyed& keyed) {
    if (!mobile_.is_on()) return NoSms{};
    auto knocked = knock(reference, keyed);
    if (const auto* shut = std::get_if<Shut>(&knocked)) return *shut;
    auto judged = judge(std::get<Knocking>(knocked), keyed);
    if (const auto* wrong = std::get_if<WrongCodes>(&judged)) return *wrong;
    const auto& person = std::get<Person>(judged);
    knocks_.forgive(activation_door, person.subject);
    const auto& sign_up = person.facts.sign_up;
    if (const auto shut = mobile_.send({.of = person.dossier.snapshot.id,
                                        .reference = person.dossier.snapshot.reference,
                                        .mobile = sign_up.representative.mobile,
                                        .language = sign_up.contract_language}))
        return *shut;
    return SmsSent{masked_number(sign_up.representative.mobile)};
}

}  // namespace adapters
