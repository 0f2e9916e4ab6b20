// Applications as the rule book tells of them: the catalogue, sign-ups, one example of each event,
// and a story that follows one application and writes down what comes of each event.

#pragma once

#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

#include "states/description.hpp"
#include "states/effects.hpp"
#include "states/events.hpp"
#include "states/workflow.hpp"

namespace tests {

// The default catalogue of the rule book, and `.monthly`, which is paid by monthly invoices.
inline const states::Catalogue& terms() {
    static const auto catalogue = states::Catalogue{
        .registry = "Example Registry",
        .products = {{.name = ".be", .standing_order = true, .contacts = {"billing", "technical"}},
                     {.name = ".vlaanderen",
                      .reseller = true,
                      .needs_accreditation = true,
                      .contacts = {"technical", "administrative", "abuse"},
                      .product_url_required = true},
                     {.name = ".monthly", .prepaid = false, .contacts = {"technical"}}},
        .clocks = {{"draft", {{90, false}, {{83, false}}}},
                   {"review", {{5, true}}},
                   {"information", {{15, false}, {{10, false}}}},
                   {"signature", {{14, false}, {{5, false}, {10, false}}}},
                   {"payment", {{30, false}, {{15, false}, {25, false}}}},
                   {"activation", {{30, false}, {{15, false}}}},
                   {"profile", {{30, false}, {{15, false}}}},
                   {"first_domain", {{90, false}, {{83, false}}}}}};
    return catalogue;
}

inline engine::Time day(int number) {  // Of the story; it begins on a Monday.
    using namespace std::chrono;
    return engine::Time{sys_days{2026y / March / 2}} + hours{9} + days{number};
}

inline const auto be = states::Wish{".be", states::Role::direct, 0, ""};
inline const auto gtld = states::Wish{".vlaanderen", states::Role::direct, 292, "doc-raa"};
inline const auto resold = states::Wish{".vlaanderen", states::Role::reseller, 292, "doc-partner"};
inline const auto monthly = states::Wish{".monthly", states::Role::direct, 0, ""};

inline states::SignUp asking_for(std::vector<states::Wish> products, std::string account = "") {
    return {.organisation = {.name = "Voorbeeld Hosting BV",
                             .vat_number = "BE0123456749",
                             .website = "https://voorbeeld.example",
                             .address = {"Philipssite 5", "3001", "Leuven", "", "BE"}},
            .representative = {"An", "Peeters", "an@voorbeeld.example", "+32.16284970",
                               "+32.497111111"},
            .contract_language = "nl",
            .prepayment = {250'000},
            .current_account = std::move(account),
            .products = std::move(products)};
}

inline states::Profile profile_of(const std::vector<std::string>& kinds, std::string url = "") {
    auto profile = states::Profile{};
    for (const auto& kind : kinds)
        profile.contacts.push_back({.kind = kind,
                                    .alias = kind + std::to_string(profile.contacts.size()),
                                    .name = "An Peeters",
                                    .email = kind + "@voorbeeld.example",
                                    .phone = "+32.16284970"});
    if (!url.empty()) profile.product_urls = {{".vlaanderen", "nl", std::move(url)}};
    return profile;
}

// Somebody who has this role; everyone of the staff is another person.
inline engine::Actor as(std::string_view role) {
    return {.id = std::string{role} + ":1", .role = std::string{role}};
}

inline engine::Actor whoever_may(std::string_view event) {
    if (event.starts_with("payment_re") && event != "payment_requested")
        return as("provider");  // Who need not explain itself.
    for (const auto& info : states::all_events())
        if (info.name == event) return as(info.by.front());
    throw std::logic_error{"no such event: " + std::string{event}};
}

// One of each event, in the order of the list; those that name something name what is there in
// facts_of_everything().
inline std::vector<engine::Event> sample_events() {
    using namespace states;
    const auto sign_up = asking_for({be});
    return {
        event(DraftSaved{sign_up}),
        event(Submitted{sign_up, {}}),
        event(SignUpCorrected{sign_up, {}}),
        event(WarningAccepted{"organisation.name", "name_differs", "Same group."}),
        event(CheckAnswered{
            "vat", 1, "doubtful", {{"organisation.vat_number", "vat_name_differs"}}, {7}}),
        event(CheckRenewed{"vat"}),
        event(Approved{}),
        event(Rejected{"No such company."}),
        event(Appealed{"It exists."}),
        event(InformationRequested{{{"organisation.name", "Which one?"}}}),
        event(InformationAnswered{sign_up, {}}),
        event(ContractPrepared{".be", "agreement-1", 1}),
        event(ContractSigned{"agreement-1"}),
        event(ContractFailed{"agreement-1", "declined", "Not like this."}),
        event(ContractDelegated{"agreement-1", "chief@voorbeeld.example"}),
        event(ContractReissued{}),
        event(InvoiceIssued{"2026-1", {302'500}, "+++000/0000/00101+++"}),
        event(PaymentRequested{"https://pay.example/1"}),
        event(PaymentReceived{{302'500}, "payment-1", "Seen."}),
        event(PaymentReversed{{302'500}, "payment-1", "charged back"}),
        event(BookingProposed{"payment_received", {302'500}, "payment-1", "Their bank says so."}),
        event(PaymentFailed{{302'500}, "payment-1"}),
        event(RefundSent{{302'500}, "bank", ""}),
        event(CreditNoteIssued{"C2026-1", "2026-1"}),
        event(LetterPrinted{"letter-1", "reg-1"}),
        event(LetterPosted{"letter-1"}),
        event(LetterReturned{"letter-1", "unknown"}),
        event(LetterReissued{"It was returned."}),
        event(ActivationSent{}),
        event(ActivationFailed{0}),
        event(Activated{}),
        event(CodesReissued{}),
        event(ProfileSaved{profile_of({"billing", "technical"})}),
        event(DomainClaimed{"voorbeeld.be"}),
        event(DomainRegistered{"voorbeeld.be"}),
        event(RegistrationUnconfirmed{"voorbeeld.be", "not_found"}),
        event(Held{"We ask a lawyer."}),
        event(Resumed{}),
        event(Withdrawn{"Another plan."}),
        event(ReminderDue{}),
        event(TimeIsUp{}),
        event(LegalHoldPlaced{"A court has asked for the file."}),
        event(LegalHoldLifted{"The court has decided."}),
        event(ErasureProposed{"request", "They ask for it."}),
        event(ErasureConfirmed{})};
}

// An application that has been through everything, so that no guard misses what it looks at.
inline states::Facts facts_of_everything() {
    using namespace states;
    const auto sign_up = asking_for({be});
    return {.sign_up = sign_up,
            .path = path_of(sign_up, terms()),
            .warnings = {{{"organisation.name", "name_differs"}, "approver:2", "Same group."}},
            .rejected_at = stamp(day(0)),
            .agreements = {{".be", AgreementStatus::sent, "agreement-1", "", 1}},
            .invoice = {"2026-1", {250'000}, {302'500}, "+++000/0000/00101+++", ""},
            .registrar_id = "reg-1",
            .letter = {"letter-1", Letter::Custody::posted},
            .activation = {.code_sent = true},
            .held_in = "in_review"};
}

class Story {
public:
    explicit Story(engine::Case begin = states::first_case()) : now_{std::move(begin)} {}

    // What happens next, caused by the first that may cause it, or by this one.
    template <class E>
    Story& then(const E& happened) {
        return by(whoever_may(E::name), happened);
    }
    template <class E>
    Story& by(const engine::Actor& actor, const E& happened) {
        told_ += now_.state + " + " + std::string{E::name} + " = ";
        const auto answer =
            states::OnboardingWorkflow{terms()}.decide(now_, states::event(happened), actor, at_);
        if (const auto* decision = std::get_if<engine::Decision>(&answer)) {
            now_ = decision->next;
            if (decision->entered) deadlines_ = decision->deadlines;
            told_ += now_.state;
            for (const auto& effect : decision->effects) told_ += ", " + words_for(effect);
        } else {
            const auto& refusal = std::get<engine::Refusal>(answer);
            told_ += "no, " + std::string{engine::name_of(refusal.reason)};
            for (const auto& guard : refusal.guards) told_ += ", " + guard;
        }
        told_ += "\n";
        return *this;
    }

    Story& on(int number) {
        at_ = day(number);
        return *this;
    }

    // Goes on to somewhere later in the story; only what comes after is told.
    Story& silently() {
        told_.clear();
        return *this;
    }

    const std::string& told() const { return told_; }
    const engine::Case& now() const { return now_; }
    const std::vector<engine::Deadline>& deadlines() const { return deadlines_; }
    states::Facts facts() const { return states::decode<states::Facts>(now_.facts); }

private:
    // Which mail and which task is the point of these two.
    static std::string words_for(const engine::Effect& effect) {
        if (effect.name == states::Tell::name)
            return "tell " + states::decode<states::Tell>(effect.data).text;
        if (effect.name == states::RaiseTask::name)
            return "raise_task " + states::decode<states::RaiseTask>(effect.data).kind;
        return effect.name;
    }

    engine::Case now_;
    engine::Time at_ = day(0);
    std::vector<engine::Deadline> deadlines_;
    std::string told_;
};

// Stories that others begin with.
inline Story in_review(const states::SignUp& sign_up) {
    return Story{}.then(states::Submitted{sign_up, {}}).silently();
}
inline Story contract_sent(const states::SignUp& sign_up) {
    auto story = in_review(sign_up);
    story.then(states::Approved{});
    for (const auto& product : story.facts().path.agreements)
        story.then(states::ContractPrepared{product, "agreement" + product, 1});
    return story.silently();
}
inline Story contract_signed(const states::SignUp& sign_up) {
    auto story = contract_sent(sign_up);
    for (const auto& agreement : story.facts().agreements)
        story.then(states::ContractSigned{agreement.provider_id});
    return story.silently();
}
inline Story invoice_sent(const states::SignUp& sign_up) {
    return contract_signed(sign_up)
        .then(states::InvoiceIssued{"2026-1", {302'500}, "+++000/0000/00101+++"})
        .then(states::PaymentRequested{"https://pay.example/1"})
        .silently();
}
inline Story paid(const states::SignUp& sign_up) {
    return invoice_sent(sign_up)
        .then(states::PaymentReceived{{302'500}, "payment-1"})
        .then(states::ActivationSent{})
        .silently();
}
inline Story activated(const states::SignUp& sign_up) {
    return paid(sign_up)
        .then(states::LetterPrinted{"letter-1", "reg-1"})
        .then(states::LetterPosted{"letter-1"})
        .then(states::Activated{})
        .silently();
}

}  // namespace tests
