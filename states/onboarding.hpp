// How an organisation becomes a registrar: the seven steps of domain.md as one table.
//
// Read a row from left to right: in this state, when this happens, go there, do that, provided.
// docs/onboarding.mmd and .svg are drawn from this table, and a test keeps them equal.  So are the
// buttons, the answers of the API and the sentences that say what blocks an application.

#pragma once

#include "states/events.hpp"
#include "states/guards.hpp"
#include "states/steps.hpp"
#include "states/table.hpp"

namespace states {

// clang-format off
//                          kind       stored name              step                       clock
struct New         : State<Kind::way,   "new",                   Step::prepare> {};
struct Draught     : State<Kind::way,   "draft",                 Step::prepare,             "draft"> {};
struct InReview    : State<Kind::way,   "in_review",             Step::sign_up,             "review"> {};
struct AskedBack   : State<Kind::aside, "information_requested", Step::sign_up,             "information"> {};
struct Preparing   : State<Kind::way,   "contract_preparing",    Step::contract> {};
struct ToSign      : State<Kind::way,   "contract_sent",         Step::contract,            "signature"> {};
struct InTrouble   : State<Kind::aside, "contract_trouble",      Step::contract> {};
struct ToPay       : State<Kind::way,   "payment_due",           Step::invoice,             "payment"> {};
struct ToActivate  : State<Kind::way,   "activation_due",        Step::activation,          "activation"> {};
struct ProfileOpen : State<Kind::way,   "profile_open",          Step::profile,             "profile"> {};
struct Ready       : State<Kind::way,   "ready",                 Step::first_registration,  "first_domain"> {};
struct Completed   : State<Kind::way,   "completed",             Step::first_registration> {};
struct OnHold      : State<Kind::aside, "on_hold",               Step::sign_up> {};
struct TurnedDown  : State<Kind::end,   "rejected",              Step::sign_up> {};
struct GivenUp     : State<Kind::end,   "withdrawn",             Step::sign_up> {};
struct Lapsed      : State<Kind::end,   "expired",               Step::sign_up> {};
struct Erased      : State<Kind::end,   "erased",                Step::sign_up> {};

// In the order of an application's life: what comes later is still ahead.
using States = boost::mp11::mp_list<New, Draught, InReview, AskedBack, Preparing, ToSign, InTrouble, ToPay, ToActivate,
                                    ProfileOpen, Ready, Completed, OnHold, TurnedDown, GivenUp, Lapsed, Erased>;

// Four eyes, twice, and no open doubt: what an approval needs.
using Approvable = Needs<FourEyes, AnotherPerson, WarningsAccepted>;

// What a profile needs before domain names can be registered; what is asked of any profile.
using ProfileDone   = Once<OneBillingContact, TechnicalContacts, OtherContacts, ProductUrls>;
using ProfileUndone = Before<OneBillingContact, TechnicalContacts, OtherContacts, ProductUrls>;
using ProfileSound  = Needs<AliasesUnique, BillingContactStays>;

// What a person who books money needs; a provider needs only the invoice.
using Payable    = Needs<InvoiceIssuedFirst, BookingReason, SecondPerson>;
using Bookable   = Needs<BookingReason, SecondPerson>;
using Reversible = Needs<SecondPerson>;

using MainWay = Table<
//  in this state     when this happens     go there       do that                                        provided

    // 1 prepare
    Row<New,          DraftSaved,           Draught,       Do<keep_draft>,                                If<>>,
    Row<New,          Submitted,            InReview,      Do<take_in>,                                   If<>>,
    Row<Draught,      DraftSaved,           Stay,          Do<keep_draft>,                                If<>>,
    Row<Draught,      Submitted,            InReview,      Do<take_in>,                                   If<>>,
    Row<Draught,      ReminderDue,          Stay,          Do<remind_of_draft>,                           If<>>,
    Row<Draught,      TimeIsUp,             Lapsed,        Do<expire>,                                    If<>>,

    // 2 sign up
    Row<InReview,     Approved,             Preparing,     Do<send_contracts, note_glass>,                If<Approvable, When<needs_contract>>>,
    Row<InReview,     Approved,             ProfileOpen,   Do<open_profile, note_glass>,                  If<Approvable, Unless<needs_contract>>>,
    Row<InReview,     Rejected,             TurnedDown,    Do<reject>,                                    If<Needs<AnotherPerson>>>,
    Row<InReview,     InformationRequested, AskedBack,     Do<ask_for_items>,                             If<>>,
    Row<InReview,     SignUpCorrected,      Stay,          Do<correct_sign_up>,                           If<>>,
    Row<InReview,     WarningAccepted,      Stay,          Do<accept_warning>,                            If<Needs<WarningExists, AcceptableWarning>>>,
    Row<InReview,     CheckRenewed,         Stay,          Do<renew_check>,                               If<Needs<KnownCheck>>>,
    Row<InReview,     ContractPrepared,     Stay,          Do<void_superseded>,                           If<>>,
    Row<InReview,     ReminderDue,          Stay,          Do<remind_of_review>,                          If<>>,
    Row<InReview,     TimeIsUp,             Stay,          Do<report_late_review>,                        If<>>,
    Row<AskedBack,    InformationAnswered,  InReview,      Do<keep_answer>,                               If<>>,
    Row<AskedBack,    ReminderDue,          Stay,          Do<remind_of_items>,                           If<>>,
    Row<AskedBack,    TimeIsUp,             Lapsed,        Do<expire>,                                    If<>>,
    Row<TurnedDown,   Appealed,             InReview,      Do<reopen>,                                    If<Needs<AppealInTime, FirstAppeal>>>,

    // 3 sign the contract
    Row<Preparing,    ContractPrepared,     ToSign,        Do<note_sent>,                                 If<When<current_edition>, Once<EveryContractSent>>>,
    Row<Preparing,    ContractPrepared,     Stay,          Do<note_sent>,                                 If<When<current_edition>, Before<EveryContractSent>>>,
    Row<Preparing,    ContractPrepared,     Stay,          Do<void_superseded>,                           If<Unless<current_edition>>>,
    Row<Preparing,    ContractSigned,       Stay,          Do<note_signed>,                               If<Needs<KnownAgreement>>>,
    Row<Preparing,    ContractFailed,       InTrouble,     Do<note_trouble>,                              If<Needs<KnownAgreement>>>,
    Row<Preparing,    ContractDelegated,    Stay,          Do<tell_delegated>,                            If<Needs<KnownAgreement>>>,
    Row<ToSign,       ContractSigned,       ToPay,         Do<note_signed, issue_invoice, post_letter>,
                                                           If<Needs<KnownAgreement>, Once<EveryContractSigned>, When<needs_invoice>>>,
    Row<ToSign,       ContractSigned,       ToActivate,    Do<note_signed, post_letter, send_activation>,
                                                           If<Needs<KnownAgreement>, Once<EveryContractSigned>, Unless<needs_invoice>, When<awaits_activation>>>,
    Row<ToSign,       ContractSigned,       ProfileOpen,   Do<note_signed, open_profile>,
                                                           If<Needs<KnownAgreement>, Once<EveryContractSigned>, Unless<needs_invoice>, Unless<awaits_activation>>>,
    Row<ToSign,       ContractSigned,       Stay,          Do<note_signed>,                               If<Needs<KnownAgreement>, Before<EveryContractSigned>>>,
    Row<ToSign,       ContractFailed,       InTrouble,     Do<note_trouble>,                              If<Needs<KnownAgreement>>>,
    Row<ToSign,       ContractDelegated,    Stay,          Do<tell_delegated>,                            If<Needs<KnownAgreement>>>,
    Row<ToSign,       ReminderDue,          Stay,          Do<remind_to_sign>,                            If<>>,
    Row<ToSign,       TimeIsUp,             Lapsed,        Do<expire>,                                    If<>>,
    Row<InTrouble,    ContractReissued,     Preparing,     Do<send_contracts_again>,                      If<>>,
    Row<InTrouble,    ContractPrepared,     Stay,          Do<note_sent>,                                 If<When<current_edition>>>,
    Row<InTrouble,    ContractPrepared,     Stay,          Do<void_superseded>,                           If<Unless<current_edition>>>,
    Row<InTrouble,    ContractSigned,       Stay,          Do<note_signed>,                               If<Needs<KnownAgreement>>>,
    Row<InTrouble,    ContractFailed,       Stay,          Do<note_trouble>,                              If<Needs<KnownAgreement>>>,
    Row<InTrouble,    ContractDelegated,    Stay,          Do<tell_delegated>,                            If<Needs<KnownAgreement>>>,

    // 4 pay the invoice; the letter is on its way meanwhile.  The time to pay begins with the invoice
    Row<ToPay,        InvoiceIssued,        ToPay,         Do<keep_invoice>,                              If<>>,
    Row<ToPay,        PaymentRequested,     Stay,          Do<send_invoice>,                              If<>>,
    Row<ToPay,        PaymentReceived,      ToActivate,    Do<book_payment, send_activation>,             If<Payable, Once<PaidInFull>, When<awaits_activation>>>,
    Row<ToPay,        PaymentReceived,      ProfileOpen,   Do<book_payment, open_profile>,
                                                           If<Payable, Once<PaidInFull>, Unless<awaits_activation>, ProfileUndone>>,
    Row<ToPay,        PaymentReceived,      Ready,         Do<book_payment, open_registration>,
                                                           If<Payable, Once<PaidInFull>, Unless<awaits_activation>, ProfileDone>>,
    Row<ToPay,        PaymentReceived,      Stay,          Do<book_payment, tell_rest>,                   If<Payable, Before<PaidInFull>>>,
    Row<ToPay,        PaymentReversed,      Stay,          Do<book_reversal>,                             If<Reversible>>,
    Row<ToPay,        PaymentFailed,        Stay,          Do<tell_failed>,                               If<>>,
    Row<ToPay,        ReminderDue,          Stay,          Do<remind_to_pay>,                             If<Once<InvoiceIssuedFirst>>>,
    Row<ToPay,        ReminderDue,          Stay,          Do<report_missing_invoice>,                    If<Before<InvoiceIssuedFirst>>>,
    Row<ToPay,        TimeIsUp,             Lapsed,        Do<expire>,                                    If<Once<InvoiceIssuedFirst>>>,
    Row<ToPay,        TimeIsUp,             Stay,          Do<report_missing_invoice>,                    If<Before<InvoiceIssuedFirst>>>,

    // 5 activate the account.  The time for it begins with the letter
    Row<ToActivate,   LetterPosted,         ToActivate,    Do<note_posted>,                               If<Needs<KnownLetter>>>,
    Row<ToActivate,   ActivationSent,       Stay,          Do<note_activation_sent>,                      If<>>,
    Row<ToActivate,   Activated,            ProfileOpen,   Do<note_activated, open_profile>,              If<Needs<LetterHasBeenPosted, ActivationCodeSent>>>,
    Row<ToActivate,   ActivationFailed,     Stay,          Do<note_activation_failed>,                    If<>>,
    Row<ToActivate,   CodesReissued,        Stay,          Do<send_activation>,                           If<>>,
    Row<ToActivate,   PaymentReceived,      Stay,          Do<book_extra>,                                If<Bookable>>,
    Row<ToActivate,   PaymentReversed,      ToPay,         Do<book_reversal>,                             If<Reversible, When<leaves_unpaid>>>,
    Row<ToActivate,   PaymentReversed,      Stay,          Do<book_reversal>,                             If<Reversible, Unless<leaves_unpaid>>>,
    Row<ToActivate,   ReminderDue,          Stay,          Do<remind_to_activate>,                        If<Once<LetterHasBeenPosted>>>,
    Row<ToActivate,   ReminderDue,          Stay,          Do<report_missing_letter>,                     If<Before<LetterHasBeenPosted>>>,
    Row<ToActivate,   TimeIsUp,             Lapsed,        Do<expire>,                                    If<Once<LetterHasBeenPosted>>>,
    Row<ToActivate,   TimeIsUp,             Stay,          Do<report_missing_letter>,                     If<Before<LetterHasBeenPosted>>>,

    // 6 fill in the profile
    Row<ProfileOpen,  ProfileSaved,         Ready,         Do<keep_profile, open_registration>,           If<ProfileSound, ProfileDone>>,
    Row<ProfileOpen,  ProfileSaved,         Stay,          Do<keep_profile>,                              If<ProfileSound, ProfileUndone>>,
    Row<ProfileOpen,  PaymentReceived,      Stay,          Do<book_extra>,                                If<Bookable>>,
    Row<ProfileOpen,  PaymentReversed,      ToPay,         Do<book_reversal>,                             If<Reversible, When<leaves_unpaid>>>,
    Row<ProfileOpen,  PaymentReversed,      Stay,          Do<book_reversal>,                             If<Reversible, Unless<leaves_unpaid>>>,
    Row<ProfileOpen,  ReminderDue,          Stay,          Do<remind_of_profile>,                         If<>>,
    Row<ProfileOpen,  TimeIsUp,             Lapsed,        Do<expire>,                                    If<>>,

    // 7 register the first domain name
    Row<Ready,        DomainRegistered,     Completed,     Do<complete>,                                  If<Needs<OfferedProduct>>>,
    Row<Ready,        DomainClaimed,        Stay,          Do<confirm_registration>,                      If<Needs<OfferedProduct>>>,
    Row<Ready,        RegistrationUnconfirmed, Stay,       Do<report_unconfirmed>,                        If<>>,
    Row<Ready,        ProfileSaved,         Stay,          Do<keep_profile>,                              If<ProfileSound, ProfileDone>>,
    Row<Ready,        ProfileSaved,         ProfileOpen,   Do<keep_profile>,                              If<ProfileSound, ProfileUndone>>,
    Row<Ready,        PaymentReceived,      Stay,          Do<book_extra>,                                If<Bookable>>,
    Row<Ready,        PaymentReversed,      ToPay,         Do<book_reversal>,                             If<Reversible, When<leaves_unpaid>>>,
    Row<Ready,        PaymentReversed,      Stay,          Do<book_reversal>,                             If<Reversible, Unless<leaves_unpaid>>>,
    Row<Ready,        ReminderDue,          Stay,          Do<remind_of_first_domain>,                    If<>>,
    Row<Ready,        TimeIsUp,             Lapsed,        Do<expire>,                                    If<>>,
    Row<Completed,    PaymentReceived,      Stay,          Do<book_extra>,                                If<Bookable>>,
    Row<Completed,    PaymentReversed,      Stay,          Do<book_reversal>,                             If<Reversible>>>;

// While the contract is out: new products go back to review, new contract data means a new contract.
template <class S>
using ContractOut = Table<
    Row<S,            SignUpCorrected,      InReview,      Do<void_contracts, correct_sign_up>,           If<When<changes_products>>>,
    Row<S,            SignUpCorrected,      Preparing,     Do<void_contracts, correct_sign_up, send_contracts>, If<Unless<changes_products>, When<changes_contract>>>,
    Row<S,            SignUpCorrected,      Stay,          Do<correct_sign_up>,                           If<Unless<changes_products>, Unless<changes_contract>>>>;

// Once it is signed, only what is not in it can be corrected.
template <class S>
using ContractDone = Table<
    Row<S,            SignUpCorrected,      Stay,          Do<correct_sign_up>,                           If<Needs<ContractDataUnchanged>>>>;

// Registers answer when they can: in time, or when the sign-up is approved or has ended already.
template <class S>
using Checkable = Table<
    Row<S,            CheckAnswered,        Stay,          Do<note_check>,                                If<>>>;
template <class S>
using CheckableLate = Table<
    Row<S,            CheckAnswered,        Stay,          Do<note_late_check>,                           If<>>>;
template <class S>
using CheckableOnHold = Table<
    Row<S,            CheckAnswered,        Stay,          Do<note_check>,                                If<When<held_in_review>>>,
    Row<S,            CheckAnswered,        Stay,          Do<note_late_check>,                           If<Unless<held_in_review>>>>;

// The letter travels while the applicant pays and activates.
template <class S>
using LetterOut = Table<
    Row<S,            LetterPrinted,        Stay,          Do<note_printed>,                              If<>>,
    Row<S,            LetterReturned,       Stay,          Do<note_returned>,                             If<Needs<KnownLetter>>>,
    Row<S,            LetterReissued,       Stay,          Do<replace_letter>,                            If<When<needs_letter>>>>;

template <class S>
using LetterComes = Table<
    Row<S,            LetterPosted,         Stay,          Do<note_posted>,                               If<Needs<KnownLetter>>>>;

// Later it is lost sometimes, and passwords are forgotten: the same two codes choose a new one.
template <class S>
using PasswordForgotten = Table<
    Row<S,            CodesReissued,        Stay,          Do<send_password_code>,                        If<When<has_account>>>,
    Row<S,            ActivationSent,       Stay,          Do<note_activation_sent>,                      If<>>>;

template <class S>
using Withdrawable = Table<
    Row<S,            Withdrawn,            GivenUp,       Do<withdraw>,                                  If<>>>;

// Where money can be booked, a person can propose to.
template <class S>
using Proposable = Table<
    Row<S,            BookingProposed,      Stay,          Do<propose_booking>,                           If<>>>;

// Held where it is, and resumed where it was.
template <class S>
bool held_in(const Facts& facts) { return facts.held_in == S::name; }

template <class S>
using Holdable = Table<
    Row<S,            Held,                 OnHold,        Do<hold>,                                      If<>>,
    Row<OnHold,       Resumed,              S,             Do<resume>,                                    If<When<held_in<S>>>>>;

// After the end: what was under way is undone, and money that still comes goes back.
template <class S>
using Ended = Table<
    Row<S,            ContractPrepared,     Stay,          Do<void_superseded>,                           If<>>,
    Row<S,            InvoiceIssued,        Stay,          Do<credit_late_invoice>,                       If<>>,
    Row<S,            LetterPrinted,        Stay,          Do<void_late_letter>,                          If<>>,
    Row<S,            LetterPosted,         Stay,          Do<note_posted_late>,                          If<Needs<KnownLetter>>>,
    Row<S,            LetterReturned,       Stay,          Do<note_returned_late>,                        If<Needs<KnownLetter>>>,
    Row<S,            PaymentReceived,      Stay,          Do<return_late_payment>,                       If<Bookable>>,
    Row<S,            PaymentReversed,      Stay,          Do<book_reversal>,                             If<Reversible>>,
    Row<S,            CreditNoteIssued,     Stay,          Do<note_credit_note>,                          If<>>,
    Row<S,            RefundSent,           Stay,          Do<note_refund>,                               If<>>>;

// What a court wants stays, of registrars, too.
template <class S>
using LegalHold = Table<
    Row<S,            LegalHoldPlaced,      Stay,          Do<place_legal_hold>,                          If<>>,
    Row<S,            LegalHoldLifted,      Stay,          Do<lift_legal_hold>,                           If<Needs<UnderLegalHold>>>>;

// And forgotten, once nobody needs it any more: the journal stays, without what was personal in it.
template <class S>
using Forgettable = Table<
    Row<S,            ErasureProposed,      Stay,          Do<propose_erasure>,                           If<Needs<NoLegalHold, RetentionOver>>>,
    Row<S,            ErasureConfirmed,     Erased,        Do<erase_data>,                                If<Needs<NoLegalHold, ErasureProposedFirst, AnotherEraser>>>>;
// clang-format on

template <template <class> class Rows, class... States>
using ForEach = boost::mp11::mp_append<Rows<States>...>;

using Onboarding =
    boost::mp11::mp_append<MainWay, ForEach<ContractOut, Preparing, ToSign, InTrouble>,
                           ForEach<ContractDone, ToPay, ToActivate, ProfileOpen, Ready>,
                           ForEach<Checkable, InReview, AskedBack, TurnedDown, GivenUp, Lapsed>,
                           ForEach<CheckableLate, Preparing, ToSign, InTrouble, ToPay, ToActivate,
                                   ProfileOpen, Ready, Completed>,
                           ForEach<CheckableOnHold, OnHold>,
                           ForEach<LetterOut, ToPay, ToActivate, ProfileOpen, Ready, Completed>,
                           ForEach<LetterComes, ToPay, ProfileOpen, Ready, Completed>,
                           ForEach<PasswordForgotten, ProfileOpen, Ready, Completed, OnHold>,
                           ForEach<Withdrawable, Draught, InReview, AskedBack, Preparing, ToSign,
                                   InTrouble, ToPay, ToActivate, ProfileOpen, Ready, OnHold>,
                           ForEach<Proposable, ToPay, ToActivate, ProfileOpen, Ready, Completed,
                                   TurnedDown, GivenUp, Lapsed>,
                           ForEach<Holdable, InReview, AskedBack, Preparing, ToSign, InTrouble,
                                   ToPay, ToActivate, ProfileOpen, Ready>,
                           ForEach<Ended, TurnedDown, GivenUp, Lapsed>,
                           ForEach<LegalHold, Completed, TurnedDown, GivenUp, Lapsed>,
                           ForEach<Forgettable, TurnedDown, GivenUp, Lapsed>>;

}  // namespace states
