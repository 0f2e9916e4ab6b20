#include "states/steps.hpp"

#include <algorithm>
#include <utility>

#include "states/effects.hpp"
#include "states/guards.hpp"
#include "states/inquiries.hpp"
#include "states/messages.hpp"

namespace states {
namespace {

using Values = std::map<std::string, std::string>;

// Every mail says who it is for; what else it says is the caller's.
void tell(Draft& draft, std::string text, Values values = {}) {
    const auto& sign_up = draft.facts.sign_up;
    values.emplace("first_name", sign_up.representative.first_name);
    values.emplace("last_name", sign_up.representative.last_name);
    values.emplace("organisation", sign_up.organisation.name);
    draft.ask(Tell{.text = std::move(text),
                   .language = sign_up.contract_language,
                   .email = sign_up.representative.email,
                   .values = std::move(values)});
}

void remind(Draft& draft, std::string text, Values values = {}) {
    ++draft.facts.reminders;
    tell(draft, std::move(text), std::move(values));
}

void raise(Draft& draft, std::string queue, std::string kind, Values values = {}) {
    draft.ask(RaiseTask{std::move(queue), std::move(kind), std::move(values)});
}

bool by_applicant(const Draft& draft) {
    return draft.told.actor.role == name_of(Party::applicant) ||
           draft.told.actor.role == name_of(Party::integration);
}

// "token:website", "staff:17", "cli:anna"; a private link, a mailbox and a command line where
// nobody has said who sits at it are only doors for the applicant.  Programs can be approvers, too.
bool names_somebody(const Draft& draft) {
    return !by_applicant(draft) || draft.told.actor.id.find(':') != std::string::npos;
}

// What an applicant changes through a program does not make staff's own edit forgotten.
void note_editor(Draft& draft) {
    auto& facts = draft.facts;
    const bool first = facts.edited_by.empty() || facts.edited_by == facts.intake_by;
    if (names_somebody(draft) && (first || !by_applicant(draft)))
        facts.edited_by = draft.told.actor.id;
}

// What was proposed is proposed no longer once it is booked.
template <class Event>
void forget_proposals(Draft& draft, const Event& event) {
    std::erase_if(draft.facts.proposals, [&](const Proposal& proposal) {
        return proposal.books == Event::name && proposal.amount == event.amount &&
               proposal.payment == event.payment;
    });
}

const HandBooking* hand_booking_of(const Facts& facts, const Told& told, Money amount) {
    if (told.actor.role != name_of(Party::provider)) return nullptr;
    const auto found = std::ranges::find(facts.by_hand, amount, &HandBooking::amount);
    return found == facts.by_hand.end() ? nullptr : &*found;
}

// Credits it once: the provider's report takes the place of what a person has noted.  True if it
// did; then finance decides whether it is the same money.
bool credit(Draft& draft, const PaymentReceived& event) {
    auto& facts = draft.facts;
    forget_proposals(draft, event);
    if (const auto* noted = hand_booking_of(facts, draft.told, event.amount)) {
        raise(draft, "finance", "paid_already",
              {{"payment", event.payment},
               {"amount", write_money(event.amount)},
               {"noted", noted->payment}});
        facts.by_hand.erase(std::ranges::find(facts.by_hand, HandBooking{*noted}));
        return true;
    }
    if (draft.told.actor.role == name_of(Party::finance))
        facts.by_hand.push_back({event.amount, event.payment});
    return false;
}

// The one place where a sign-up enters the facts, so that the path always follows it.
void keep_sign_up(Draft& draft, const SignUp& sign_up) {
    auto& facts = draft.facts;
    facts.sign_up = sign_up;
    facts.path = path_of(sign_up, draft.told.terms());
    note_editor(draft);
}

// The same for one that is complete: what it raises, and what registers outside have to say of it.
template <class Event>
void judge_sign_up(Draft& draft, const Event& event, std::string text) {
    const auto due = keep_warnings(draft.facts, event.sign_up, event.warnings);
    keep_sign_up(draft, event.sign_up);
    if (!text.empty()) tell(draft, std::move(text));
    for (const auto check : due) ask_about(draft, check);
}

void send_contract(Draft& draft, const Agreement& agreement) {
    const auto& sign_up = draft.facts.sign_up;
    draft.ask(SendContract{.product = agreement.product,
                           .language = sign_up.contract_language,
                           .edition = agreement.edition,
                           .organisation = sign_up.organisation,
                           .representative = sign_up.representative});
}

void send_code(Draft& draft, std::string text) {
    const auto& sign_up = draft.facts.sign_up;
    draft.ask(SendActivation{.language = sign_up.contract_language,
                             .email = sign_up.representative.email,
                             .first_name = sign_up.representative.first_name,
                             .last_name = sign_up.representative.last_name,
                             .organisation = sign_up.organisation.name,
                             .text = std::move(text)});
}

Agreement* agreement_of(Facts& facts, const std::string& provider_id) {
    const auto found = std::ranges::find(facts.agreements, provider_id, &Agreement::provider_id);
    return found == facts.agreements.end() ? nullptr : &*found;
}

}  // namespace

void keep_draft(Draft& draft, const DraftSaved& event) {
    const bool first = draft.facts.path.steps.empty();
    keep_sign_up(draft, event.sign_up);
    if (first && !event.sign_up.representative.email.empty()) tell(draft, "draft_saved");
}

void take_in(Draft& draft, const Submitted& event) {
    if (names_somebody(draft)) draft.facts.intake_by = draft.told.actor.id;
    draft.facts.submitted_at = stamp(draft.told.at);
    judge_sign_up(draft, event, "sign_up_received");
}

void correct_sign_up(Draft& draft, const SignUpCorrected& event) {
    judge_sign_up(draft, event, "");
}

void accept_warning(Draft& draft, const WarningAccepted& event) {
    for (auto& warning : draft.facts.warnings)
        if (warning.problem.field == event.field && warning.problem.code == event.code) {
            warning.accepted_by = draft.told.actor.id;
            warning.reason = event.reason;
        }
}

void ask_for_items(Draft& draft, const InformationRequested& event) {
    draft.facts.wanted = event.items;
    const auto& language = draft.facts.sign_up.contract_language;
    std::string list;
    for (const auto& item : event.items)
        list += "- " + label(item.field, language) + ": " + item.text + "\n";
    tell(draft, "information_requested", {{"items", list}});
}

void keep_answer(Draft& draft, const InformationAnswered& event) {
    draft.facts.wanted.clear();
    draft.facts.resubmitted = true;
    judge_sign_up(draft, event, "information_received");
}

void reject(Draft& draft, const Rejected& event) {
    draft.facts.rejected_by = draft.told.actor.id;
    draft.facts.rejected_at = stamp(draft.told.at);
    draft.facts.rejection = event.reason;
    tell(draft, "sign_up_rejected",
         {{"reason", event.reason}, {"appeal", draft.facts.appealed ? "used" : "possible"}});
    cancel_what_is_open(draft);
}

void reopen(Draft& draft, const Appealed& event) {
    draft.facts.appealed = true;
    draft.facts.ended_in.clear();
    draft.facts.ended_at = 0;
    draft.facts.erasure = {};
    tell(draft, "appeal_received", {{"reason", event.reason}});
    raise(draft, "review", "appeal", {{"reason", event.reason}});
}

void remind_of_review(Draft& draft) {
    ++draft.facts.reminders;
    raise(draft, "review", "review_waits");
}

void report_late_review(Draft& draft) { raise(draft, "review", "review_late"); }

void send_contracts(Draft& draft) {
    draft.facts.resubmitted = false;
    auto agreements = std::exchange(draft.facts.agreements, {});
    for (const auto& product : draft.facts.path.agreements) {
        const auto before = std::ranges::find(agreements, product, &Agreement::product);
        draft.facts.agreements.push_back(
            {.product = product, .edition = before == agreements.end() ? 1 : before->edition + 1});
        send_contract(draft, draft.facts.agreements.back());
    }
}

// Only where somebody was barred: who gives a reason without need has broken nothing.  In the line
// it stands among what was checked, which no erasure takes away.
void note_glass(Draft& draft, const Approved& event) {
    if (FourEyes::holds(draft.facts, draft.told)) return;
    draft.facts.broken_glass.push_back({.guard = std::string{FourEyes::name},
                                        .by = draft.told.actor.id,
                                        .reason = event.break_glass,
                                        .at = stamp(draft.told.at)});
    draft.checked.emplace_back(glass_broken);
    raise(draft, "administration", "glass_broken", {{"by", draft.told.actor.id}});
}

void send_contracts_again(Draft& draft) {
    for (auto& agreement : draft.facts.agreements)
        if (agreement.status == AgreementStatus::failed) {
            agreement = {.product = agreement.product, .edition = agreement.edition + 1};
            send_contract(draft, agreement);
        }
}

// Agreements that the provider may not have named yet are voided when it does (void_superseded).
void void_contracts(Draft& draft) {
    for (auto& agreement : draft.facts.agreements) {
        if (agreement.status == AgreementStatus::sent)
            draft.ask(VoidContract{.product = agreement.product,
                                   .agreement = agreement.provider_id,
                                   .edition = agreement.edition,
                                   .reason = "superseded"});
        if (agreement.status != AgreementStatus::signed_)
            agreement.status = AgreementStatus::failed;
    }
}

void void_superseded(Draft& draft, const ContractPrepared& event) {
    draft.ask(VoidContract{.product = event.product,
                           .agreement = event.agreement,
                           .edition = event.edition,
                           .reason = "superseded"});
}

void note_sent(Draft& draft, const ContractPrepared& event) {
    for (auto& agreement : draft.facts.agreements)
        if (agreement.product == event.product && agreement.edition == event.edition &&
            agreement.status == AgreementStatus::wanted) {
            agreement.status = AgreementStatus::sent;
            agreement.provider_id = event.agreement;
            agreement.document = event.document;
            agreement.template_version = event.template_version;
        }
    tell(draft, "contract_sent", {{"product", event.product}});
}

void note_signed(Draft& draft, const ContractSigned& event) {
    auto* agreement = agreement_of(draft.facts, event.agreement);
    if (!agreement) return;
    agreement->status = AgreementStatus::signed_;
    agreement->papers = event.papers;
}

void note_trouble(Draft& draft, const ContractFailed& event) {
    auto* agreement = agreement_of(draft.facts, event.agreement);
    if (!agreement) return;
    agreement->status = AgreementStatus::failed;
    agreement->trouble = event.trouble;
    raise(draft, "review", "contract_" + event.trouble,
          {{"product", agreement->product}, {"detail", event.detail}});
    tell(draft, "contract_trouble", {{"product", agreement->product}, {"trouble", event.trouble}});
}

void tell_delegated(Draft& draft, const ContractDelegated&) {
    raise(draft, "review", "contract_delegated");
}

void remind_to_sign(Draft& draft) {
    for (const auto& agreement : draft.facts.agreements)
        if (agreement.status == AgreementStatus::sent)
            draft.ask(RemindSigner{agreement.provider_id});
    remind(draft, "contract_reminder");
}

void issue_invoice(Draft& draft) {
    const auto& sign_up = draft.facts.sign_up;
    draft.facts.invoice = {.net = draft.facts.path.due};
    draft.ask(IssueInvoice{.net = draft.facts.path.due,
                           .language = sign_up.contract_language,
                           .organisation = sign_up.organisation,
                           .representative = sign_up.representative,
                           .products = draft.facts.path.agreements});
}

void keep_invoice(Draft& draft, const InvoiceIssued& event) {
    draft.facts.invoice.number = event.number;
    draft.facts.invoice.total = event.total;
    draft.facts.invoice.structured_message = event.structured_message;
    draft.facts.invoice.document = event.document;
    draft.ask(RequestPayment{.invoice = event.number,
                             .amount = event.total,
                             .structured_message = event.structured_message,
                             .language = draft.facts.sign_up.contract_language,
                             .email = draft.facts.sign_up.representative.email});
}

void credit_late_invoice(Draft& draft, const InvoiceIssued& event) {
    draft.facts.invoice.number = event.number;
    draft.facts.invoice.total = event.total;
    draft.facts.invoice.document = event.document;
    draft.ask(CreditInvoice{event.number, draft.facts.ended_because});
}

void send_invoice(Draft& draft, const PaymentRequested& event) {
    const auto& invoice = draft.facts.invoice;
    draft.facts.invoice.payment_link = event.link;
    tell(draft, "invoice_sent",
         {{"invoice", invoice.number},
          {"amount", write_money(invoice.total)},
          {"structured_message", invoice.structured_message},
          {"link", event.link}});
}

Money credit_for(const Facts& facts, const Told& told, const PaymentReceived& event) {
    return hand_booking_of(facts, told, event.amount) ? Money{} : event.amount;
}

void book_payment(Draft& draft, const PaymentReceived& event) {
    auto& facts = draft.facts;
    if (credit(draft, event)) return;
    facts.paid = facts.paid + event.amount;
    if (facts.paid > facts.invoice.total)
        raise(draft, "finance", "overpaid",
              {{"payment", event.payment},
               {"excess", write_money(facts.paid - facts.invoice.total)}});
    if (facts.paid >= facts.invoice.total)
        tell(draft, "payment_received", {{"amount", write_money(event.amount)}});
}

void tell_rest(Draft& draft) {
    const auto& facts = draft.facts;
    tell(draft, "payment_partial",
         {{"paid", write_money(facts.paid)},
          {"rest", write_money(facts.invoice.total - facts.paid)},
          {"structured_message", facts.invoice.structured_message}});
}

void book_extra(Draft& draft, const PaymentReceived& event) {
    if (credit(draft, event)) return;
    draft.facts.paid = draft.facts.paid + event.amount;
    raise(draft, "finance", "overpaid",
          {{"payment", event.payment}, {"excess", write_money(event.amount)}});
}

void book_reversal(Draft& draft, const PaymentReversed& event) {
    auto& facts = draft.facts;
    forget_proposals(draft, event);
    const bool unpaid = leaves_unpaid(facts, event);
    const bool excess = needs_invoice(facts) && !unpaid;
    std::erase_if(facts.by_hand, [&](const HandBooking& noted) {
        return noted.amount == event.amount && noted.payment == event.payment;
    });
    facts.paid = facts.paid - event.amount;
    const auto amount = write_money(event.amount);
    raise(draft, "finance", "payment_reversed", {{"payment", event.payment}, {"amount", amount}});
    if (unpaid) tell(draft, "payment_reversed", {{"amount", amount}});
    if (excess) tell(draft, "excess_returned", {{"amount", amount}});
}

void return_late_payment(Draft& draft, const PaymentReceived& event) {
    if (hand_booking_of(draft.facts, draft.told, event.amount)) {
        credit(draft, event);  // It goes back already, as what it was noted as.
        return;
    }
    forget_proposals(draft, event);
    draft.ask(RefundPayment{.invoice = draft.facts.invoice.number,
                            .amount = event.amount,
                            .reason = "payment_after_end",
                            .payment = event.payment});
    raise(draft, "finance", "payment_after_end",
          {{"payment", event.payment}, {"amount", write_money(event.amount)}});
    tell(draft, "payment_returned", {{"refund", write_money(event.amount)}});
}

// Whoever proposes the same again has changed nothing.
void propose_booking(Draft& draft, const BookingProposed& event) {
    const auto proposal = Proposal{event.books, event.amount, event.payment, draft.told.actor.id};
    auto& all = draft.facts.proposals;
    if (std::ranges::find(all, proposal) != all.end()) return;
    all.push_back(proposal);
    raise(draft, "finance", "booking_proposed",
          {{"books", event.books},
           {"payment", event.payment},
           {"amount", write_money(event.amount)},
           {"reason", event.reason},
           {"by", draft.told.actor.id}});
}

void tell_failed(Draft& draft, const PaymentFailed& event) {
    tell(draft, "payment_failed",
         {{"amount", write_money(event.amount)}, {"link", draft.facts.invoice.payment_link}});
}

void note_refund(Draft& draft, const RefundSent& event) {
    draft.facts.refunded = draft.facts.refunded + event.amount;
    tell(draft, "refund_sent", {{"amount", write_money(event.amount)}, {"how", event.how}});
}

void note_credit_note(Draft& draft, const CreditNoteIssued& event) {
    draft.facts.credit_note = event.number;
    tell(draft, "credit_note", {{"credit_note", event.number}, {"invoice", event.invoice}});
}

void remind_to_pay(Draft& draft) {
    const auto& facts = draft.facts;
    remind(draft, "payment_reminder",
           {{"invoice", facts.invoice.number},
            {"rest", write_money(facts.invoice.total - facts.paid)},
            {"structured_message", facts.invoice.structured_message}});
}

void report_missing_invoice(Draft& draft) { raise(draft, "finance", "invoice_missing"); }

void post_letter(Draft& draft) {
    if (!draft.facts.path.letter) return;
    draft.facts.letter = {.custody = Letter::Custody::asked};
    draft.ask(PostSecurityLetter{.language = draft.facts.sign_up.contract_language,
                                 .registrar_id = draft.facts.registrar_id,
                                 .organisation = draft.facts.sign_up.organisation,
                                 .representative = draft.facts.sign_up.representative});
}

void note_printed(Draft& draft, const LetterPrinted& event) {
    draft.facts.letter = {event.letter, Letter::Custody::printed};
    draft.facts.registrar_id = event.registrar_id;
}

void note_posted(Draft& draft, const LetterPosted&) {
    draft.facts.letter.custody = Letter::Custody::posted;
    tell(draft, "letter_posted", {{"registrar_id", draft.facts.registrar_id}});
}

void note_returned(Draft& draft, const LetterReturned& event) {
    draft.facts.letter.custody = Letter::Custody::returned;
    raise(draft, "post_room", "letter_returned",
          {{"letter", event.letter}, {"reason", event.reason}});
}

void replace_letter(Draft& draft) {
    if (!draft.facts.letter.id.empty()) draft.ask(VoidSecurityLetter{draft.facts.letter.id});
    post_letter(draft);
}

void void_late_letter(Draft& draft, const LetterPrinted& event) {
    draft.facts.letter = {event.letter, Letter::Custody::printed};
    draft.facts.registrar_id = event.registrar_id;
    draft.ask(VoidSecurityLetter{event.letter});
}

void note_posted_late(Draft& draft, const LetterPosted&) {
    draft.facts.letter.custody = Letter::Custody::posted;
}

void note_returned_late(Draft& draft, const LetterReturned&) {
    draft.facts.letter.custody = Letter::Custody::returned;
}

void send_activation(Draft& draft) {
    draft.facts.activation = {};
    send_code(draft, "activation");
}

void send_password_code(Draft& draft) { send_code(draft, "password_forgotten"); }

void note_activation_sent(Draft& draft) { draft.facts.activation.code_sent = true; }

void note_activation_failed(Draft& draft, const ActivationFailed& event) {
    ++draft.facts.activation.failures;
    if (event.tries_left == 0) {
        raise(draft, "review", "activation_locked");
        tell(draft, "activation_locked");
    }
}

void note_activated(Draft& draft) {
    draft.facts.activation.done = true;
    draft.facts.activation.failures = 0;
}

void remind_to_activate(Draft& draft) { remind(draft, "activation_reminder"); }

void report_missing_letter(Draft& draft) { raise(draft, "post_room", "letter_not_posted"); }

void open_profile(Draft& draft) { tell(draft, "profile_open"); }

void keep_profile(Draft& draft, const ProfileSaved& event) { draft.facts.profile = event.profile; }

void open_registration(Draft& draft) {
    std::vector<std::string> products;
    for (const auto& wish : draft.facts.sign_up.products) products.push_back(wish.product);
    const auto& facts = draft.facts;
    draft.ask(OpenRegistration{.registrar_id = facts.registrar_id.empty()
                                                   ? facts.sign_up.current_account
                                                   : facts.registrar_id,
                               .organisation = facts.sign_up.organisation.name,
                               .products = std::move(products)});
    tell(draft, "ready_to_register");
}

void remind_of_profile(Draft& draft) { remind(draft, "profile_reminder"); }

void remind_of_first_domain(Draft& draft) { remind(draft, "first_domain_reminder"); }

void complete(Draft& draft, const DomainRegistered& event) {
    auto& facts = draft.facts;
    facts.first_domain = event.domain;
    draft.ask(HandOver{.registrar_id = facts.registrar_id.empty() ? facts.sign_up.current_account
                                                                  : facts.registrar_id,
                       .sign_up = facts.sign_up,
                       .profile = facts.profile,
                       .first_domain = event.domain});
    tell(draft, "completed", {{"domain", event.domain}});
}

void hold(Draft& draft, const Held& event) {
    draft.facts.held_in = draft.left;
    draft.facts.held_because = event.reason;
    tell(draft, "held", {{"reason", event.reason}});
}

void resume(Draft& draft) {
    draft.facts.held_in.clear();
    draft.facts.held_because.clear();
    tell(draft, "resumed");
}

void remind_of_draft(Draft& draft) { remind(draft, "draft_reminder"); }

void remind_of_items(Draft& draft) { remind(draft, "information_reminder"); }

void withdraw(Draft& draft, const Withdrawn& event) {
    draft.facts.ended_because = event.reason;
    const auto refund = write_money(draft.facts.paid);
    cancel_what_is_open(draft);
    tell(draft, "withdrawn", {{"refund", refund}, {"invoice", draft.facts.invoice.number}});
}

void expire(Draft& draft) {
    draft.facts.ended_because = "time_is_up";
    const auto refund = write_money(draft.facts.paid);
    cancel_what_is_open(draft);
    tell(draft, "expired", {{"refund", refund}, {"invoice", draft.facts.invoice.number}});
}

void cancel_what_is_open(Draft& draft) {
    auto& facts = draft.facts;
    facts.ended_in = facts.held_in.empty() ? draft.left : facts.held_in;
    facts.ended_at = stamp(draft.told.at);
    void_contracts(draft);
    if (!facts.letter.id.empty())  // Wherever it is by now, its code counts no more.
        draft.ask(VoidSecurityLetter{facts.letter.id});
    if (!facts.invoice.number.empty())
        draft.ask(CreditInvoice{facts.invoice.number, facts.ended_because});
    // Whoever sends it back tells finance what is left for people.
    if (facts.paid > Money{})
        draft.ask(RefundPayment{facts.invoice.number, facts.paid, facts.ended_because});
    facts.held_in.clear();
}

void place_legal_hold(Draft& draft, const LegalHoldPlaced& event) {
    draft.facts.legal_hold = event.reason;
    draft.facts.erasure = {};
}

void lift_legal_hold(Draft& draft) { draft.facts.legal_hold.clear(); }

void propose_erasure(Draft& draft, const ErasureProposed& event) {
    draft.facts.erasure = {event.basis, draft.told.actor.id};
    raise(draft, "review", "erasure_proposed");
}

void erase_data(Draft& draft) {
    const auto before = std::move(draft.facts);
    EraseData wish{.documents = {}, .vat_number = before.sign_up.organisation.vat_number};
    for (const auto& product : before.sign_up.products)
        if (!product.document.empty()) wish.documents.push_back(product.document);
    draft.ask(wish);
    // What is left is about nobody: where it went, and the money, which the books have, too.
    draft.facts = {};
    draft.facts.path = before.path;
    draft.facts.invoice = {
        .number = before.invoice.number, .net = before.invoice.net, .total = before.invoice.total};
    draft.facts.paid = before.paid;
    draft.facts.credit_note = before.credit_note;
    draft.facts.refunded = before.refunded;
    draft.facts.registrar_id = before.registrar_id;
    draft.facts.ended_in = before.ended_in;
    draft.facts.ended_at = before.ended_at;
}

}  // namespace states
