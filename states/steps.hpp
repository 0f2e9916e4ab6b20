// The steps and the questions that the table in states/onboarding.hpp is made of.
//
// Steps change facts and ask for effects; questions only read facts.  None of them does I/O, so
// each can be tested by calling it.

#pragma once

#include "states/draft.hpp"
#include "states/events.hpp"

namespace states {

// ---- Sign-up ------------------------------------------------------------------------------------

void keep_draft(Draft&, const DraftSaved&);
void take_in(Draft&, const Submitted&);
void correct_sign_up(Draft&, const SignUpCorrected&);
void accept_warning(Draft&, const WarningAccepted&);
void ask_for_items(Draft&, const InformationRequested&);
void keep_answer(Draft&, const InformationAnswered&);
void note_check(Draft&, const CheckAnswered&);
void note_late_check(Draft&, const CheckAnswered&);  // After the approval: somebody has to look.
void renew_check(Draft&, const CheckRenewed&);
void reject(Draft&, const Rejected&);
void reopen(Draft&, const Appealed&);
void remind_of_review(Draft&);
void report_late_review(Draft&);

// ---- Contract -----------------------------------------------------------------------------------

void note_glass(Draft&, const Approved&);  // If four eyes were set aside.
void send_contracts(Draft&);               // Every agreement of the path, as new.
void send_contracts_again(Draft&);         // Only those that failed.
void void_contracts(Draft&);               // All that are with the provider.
void void_superseded(Draft&, const ContractPrepared&);
void note_sent(Draft&, const ContractPrepared&);
void note_signed(Draft&, const ContractSigned&);
void note_trouble(Draft&, const ContractFailed&);
void tell_delegated(Draft&, const ContractDelegated&);
void remind_to_sign(Draft&);

// ---- Money --------------------------------------------------------------------------------------

void issue_invoice(Draft&);
void keep_invoice(Draft&, const InvoiceIssued&);
void credit_late_invoice(Draft&, const InvoiceIssued&);
void send_invoice(Draft&, const PaymentRequested&);
void book_payment(Draft&, const PaymentReceived&);
void tell_rest(Draft&);
void book_extra(Draft&, const PaymentReceived&);  // Nothing was due: finance has to look.
void book_reversal(Draft&, const PaymentReversed&);
void return_late_payment(Draft&, const PaymentReceived&);
void remind_to_pay(Draft&);
void report_missing_invoice(Draft&);  // Nobody can pay yet: it is for finance.
void propose_booking(Draft&, const BookingProposed&);
void place_legal_hold(Draft&, const LegalHoldPlaced&);
void lift_legal_hold(Draft&);
void propose_erasure(Draft&, const ErasureProposed&);
void erase_data(Draft&);
void tell_failed(Draft&, const PaymentFailed&);
void note_refund(Draft&, const RefundSent&);
void note_credit_note(Draft&, const CreditNoteIssued&);

// ---- Letter and activation ----------------------------------------------------------------------

void post_letter(Draft&);
void note_printed(Draft&, const LetterPrinted&);
void note_posted(Draft&, const LetterPosted&);
void note_returned(Draft&, const LetterReturned&);
void replace_letter(Draft&);
void void_late_letter(Draft&, const LetterPrinted&);
void note_posted_late(Draft&, const LetterPosted&);  // After the end: where it is, and no more.
void note_returned_late(Draft&, const LetterReturned&);
void send_activation(Draft&);
void send_password_code(Draft&);
void note_activation_sent(Draft&);
void note_activation_failed(Draft&, const ActivationFailed&);
void note_activated(Draft&);
void remind_to_activate(Draft&);
void report_missing_letter(Draft&);  // Nobody can activate yet: it is for the post room.

// ---- Profile and first registration -------------------------------------------------------------

void open_profile(Draft&);
void keep_profile(Draft&, const ProfileSaved&);
void open_registration(Draft&);
void remind_of_profile(Draft&);
void remind_of_first_domain(Draft&);
void confirm_registration(Draft&, const DomainClaimed&);
void report_unconfirmed(Draft&, const RegistrationUnconfirmed&);
void complete(Draft&, const DomainRegistered&);

// ---- Anywhere -----------------------------------------------------------------------------------

void hold(Draft&, const Held&);
void resume(Draft&);
void remind_of_draft(Draft&);
void remind_of_items(Draft&);
void withdraw(Draft&, const Withdrawn&);
void expire(Draft&);
void cancel_what_is_open(Draft&);  // Envelopes, letters; gives money back.

// ---- Questions ----------------------------------------------------------------------------------

bool held_in_review(const Facts&);
bool needs_contract(const Facts&);
bool needs_invoice(const Facts&);
bool awaits_activation(const Facts&);
bool has_account(const Facts&);  // With a password of its own.
bool needs_letter(const Facts&);
bool leaves_unpaid(const Facts&, const PaymentReversed&);  // Giving back an excess does not.
// What a payment adds to what was paid: nothing, if a person has noted it before its provider did.
Money credit_for(const Facts&, const Told&, const PaymentReceived&);
bool current_edition(const Facts&, const ContractPrepared&);
bool changes_products(const Facts&, const SignUpCorrected&);
bool changes_contract(const Facts&, const SignUpCorrected&);  // Name, VAT number, address, …

}  // namespace states
