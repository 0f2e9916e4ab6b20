#include "adapters/bank/importer.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "adapters/bank/malformed.hpp"
#include "adapters/bank/read_statement.hpp"
#include "adapters/refunding.hpp"
#include "adapters/sha256.hpp"
#include "states/codec.hpp"
#include "states/events.hpp"
#include "states/guards.hpp"
#include "states/messages.hpp"

namespace bank {
namespace {

using adapters::KnownMovement;
using adapters::Match;
using adapters::Movement;
using adapters::Posting;
using adapters::Settled;
using adapters::Way;
using nlohmann::json;

constexpr std::size_t part_size = 262'144;  // Of a raw file, in the database.
constexpr std::size_t add_at_once = 1'000;
constexpr int settle_at_once = 500;
constexpr auto lease = std::chrono::seconds{120};
constexpr auto next_try = std::chrono::seconds{60};  // Of what an application would not take yet.

void rewind(std::istream& stream) {
    stream.clear();
    stream.seekg(0);
}

std::int64_t size_of(std::istream& stream) {
    stream.clear();
    stream.seekg(0, std::ios::end);
    const auto size = static_cast<std::int64_t>(stream.tellg());
    rewind(stream);
    return size;
}

std::string key_of(std::int64_t movement) { return "movement/" + std::to_string(movement); }

// The engine's name for the message: the first one's is the movement's own.  By hand it names the
// application, too: who has tried another one before is not told of that again.
std::string delivery_of(const Movement& movement, const Posting& booking) {
    if (booking.number == 1) return movement.identity;
    const auto delivery = movement.identity + "/" + std::to_string(booking.number);
    return booking.number < adapters::by_hand ? delivery
                                              : delivery + "/" + std::to_string(booking.of.number);
}

std::string payment_of(const Movement& movement) {
    return movement.bank_reference.empty() ? movement.statement + "/" + movement.entry
                                           : movement.bank_reference;
}

engine::Event event_of(const Movement& movement, const Posting& booking, std::string reason) {
    const auto payment = payment_of(movement);
    if (booking.amount < states::Money{})
        return states::event(states::PaymentReversed{
            .amount = {-booking.amount.cents}, .payment = payment, .reason = std::move(reason)});
    if (booking.number < adapters::by_hand) reason.clear();  // The statement is reason enough.
    return states::event(states::PaymentReceived{
        .amount = booking.amount, .payment = payment, .reason = std::move(reason)});
}

engine::Message command_for(const Movement& movement, const Posting& booking, engine::Actor from,
                            std::string reason) {
    return {.to = booking.of,
            .event = event_of(movement, booking, std::move(reason)),
            .from = std::move(from),
            .source = "bank",
            .delivery = delivery_of(movement, booking)};
}

// By whom is part of it: a second proposal of somebody else is one of its own.
engine::Message proposal_of(const Movement& movement, const Posting& booking, engine::Actor from,
                            const std::string& reason) {
    const bool takes_back = booking.amount < states::Money{};
    const auto delivery = delivery_of(movement, booking) + "/" + from.id;
    return {.to = booking.of,
            .event = states::event(states::BookingProposed{
                .books = std::string{takes_back ? states::PaymentReversed::name
                                                : states::PaymentReceived::name},
                .amount = takes_back ? states::Money{-booking.amount.cents} : booking.amount,
                .payment = payment_of(movement),
                .reason = reason}),
            .from = std::move(from),
            .source = "bank",
            .delivery = delivery};
}

// Finance reads sentences; the codes stand beside them for programs.
json view_of(const adapters::Reason& reason) {
    return {{"code", reason.code},
            {"sentence", states::message("en", "bank." + reason.code, reason.values)}};
}

adapters::MovementTask task_for(const KnownMovement& known, const Match& verdict,
                                const std::string& kind) {
    const auto& movement = known.movement;
    auto details =
        json{{"movement", known.id},
             {"amount", states::write_money(movement.amount)},
             {"currency", movement.currency},
             {"booked_on", movement.booked_on},
             {"payer", movement.payer},
             {"payer_account", movement.payer_account},
             {"text", movement.structured.empty() ? movement.text
                                                  : movement.structured + " " + movement.text},
             {"reason", view_of(verdict.reason)},
             {"suggestions", json::array()}};
    for (const auto& each : verdict.suggestions) {
        auto suggestion = view_of(each.reason);
        suggestion["reference"] = each.reference;
        suggestion["likelihood"] = each.likelihood;
        details["suggestions"].push_back(std::move(suggestion));
    }
    auto of = engine::CaseId{};
    if (!verdict.suggestions.empty()) of = verdict.suggestions.front().of;
    if (!verdict.bookings.empty()) of = verdict.bookings.front().of;
    const auto text = details.dump(-1, ' ', false, json::error_handler_t::replace);
    return {key_of(known.id) + (kind == "payment_by_another" ? "/payer" : ""), of, kind, text};
}

std::string trouble_in(const engine::Outcome& outcome) {
    if (!outcome.refusal) return "no_case";
    return std::string{engine::name_of(outcome.refusal->reason)};
}

}  // namespace

struct Importer::Batch {
    std::vector<KnownMovement> movements;
    std::vector<Match> verdicts;  // Of as many.
};

adapters::Imported Importer::import(const adapters::Caller& caller, std::istream& stream,
                                    const std::string& name, const adapters::Progress& progress) {
    adapters::Imported imported;
    const auto size = size_of(stream);
    const auto told = [&](std::int64_t half) {
        const auto read = stream.eof() ? size : static_cast<std::int64_t>(stream.tellg());
        if (progress) progress(half * size + std::max<std::int64_t>(read, 0), 2 * size);
    };
    imported.file = adapters::sha256_of(stream);
    rewind(stream);
    book_.keep_file(imported.file, name, size, caller.id);
    std::string part(part_size, '\0');
    for (int number = 1;
         stream.read(part.data(), static_cast<std::streamsize>(part.size())), stream.gcount() > 0;
         ++number)
        book_.keep_part(imported.file, number,
                        {part.data(), static_cast<std::size_t>(stream.gcount())});

    // Once to its end before anything is believed.
    rewind(stream);
    try {
        std::int64_t count = 0;
        imported.format = read_statement(stream, [&](Movement&&) {
            if (++count % static_cast<std::int64_t>(add_at_once) == 0) told(0);
        });
    } catch (const Malformed& malformed) {
        book_.was_refused(imported.file, malformed.place, malformed.what());
        imported.refused = {malformed.place, malformed.what()};
        return imported;
    }

    rewind(stream);
    std::int64_t first = 0;
    std::int64_t after = 0;
    auto invoices = Invoices{};
    bool has_open = false;
    std::vector<Movement> some;
    const auto add = [&] {
        const auto added = book_.add(imported.file, some);
        imported.repeated += static_cast<std::int64_t>(some.size()) - added.count;
        if (first == 0) first = added.first;
        some.clear();
        if (first != 0)
            while (settle(imported.file, after, settle_at_once, invoices, has_open) > 0) {
            }
        told(1);
    };
    read_statement(stream, [&](Movement&& movement) {
        some.push_back(std::move(movement));
        if (some.size() == add_at_once) add();
    });
    add();
    book_.was_read(imported.file, imported.format);
    if (progress) progress(2 * size, 2 * size);
    if (first != 0) imported.counts = book_.count(imported.file, first);
    return imported;
}

int Importer::settle_some(int limit) {
    auto invoices = Invoices{};
    bool has_open = false;
    std::int64_t after = 0;
    return settle(std::nullopt, after, limit, invoices, has_open);
}

// Decides, writes the decision down, and books: whoever takes over after a crash books the same.
int Importer::settle(const std::optional<std::string>& file, std::int64_t& after, int limit,
                     Invoices& invoices, bool& has_open) {
    auto batch = Batch{.movements = book_.claim(file, after, limit, lease)};
    if (batch.movements.empty()) return 0;
    after = batch.movements.back().id;
    decide(batch, invoices, has_open);
    std::vector<Settled> settled;
    std::vector<adapters::BankBook::Plan> plans;
    std::vector<adapters::MovementTask> tasks;
    for (std::size_t i = 0; i < batch.movements.size(); ++i) {
        const auto& known = batch.movements[i];
        const auto& verdict = batch.verdicts[i];
        if (!known.planned.empty()) continue;
        const bool books = verdict.way == Way::book;
        settled.push_back({.as = books                       ? Settled::As::booking
                                 : verdict.way == Way::queue ? Settled::As::queued
                                                             : Settled::As::passed,
                           .id = known.id,
                           .reason = verdict.reason,
                           .suggestions = verdict.suggestions,
                           .sought = verdict.sought,
                           .rest = books ? lease : std::chrono::seconds{0}});
        if (books) plans.push_back({known.id, verdict.bookings});
        if (verdict.way == Way::queue)
            tasks.push_back(task_for(known, verdict, "payment_unmatched"));
        if (books && verdict.foreign_payer)
            tasks.push_back(task_for(known, verdict, "payment_by_another"));
    }
    if (!settled.empty()) book_.settle(settled, plans, tasks, {});
    submit(batch);
    return static_cast<int>(batch.movements.size());
}

void Importer::decide(Batch& batch, Invoices& invoices, bool& has_open) {
    std::set<std::string> wanted;
    for (const auto& known : batch.movements)
        for (auto& reference : wanted_by(known.movement)) wanted.insert(std::move(reference));
    invoices.clear_known();
    std::vector<engine::CaseId> cases;
    if (!wanted.empty())
        for (const auto& invoice : book_.invoices({wanted.begin(), wanted.end()})) {
            invoices.add(invoice);
            cases.push_back(invoice.of);
        }
    const bool any_out = std::ranges::any_of(
        batch.movements, [](const auto& known) { return known.movement.amount < states::Money{}; });
    const auto before =
        any_out && !cases.empty() ? book_.booked_to(cases) : std::vector<adapters::BookedBefore>{};
    for (const auto& known : batch.movements) {
        if (!known.planned.empty()) {
            batch.verdicts.push_back({.way = Way::book, .bookings = known.planned});
            continue;
        }
        if (!has_open && needs_open_invoices(known.movement, invoices)) {
            for (const auto& invoice : book_.open_invoices()) invoices.add_open(invoice);
            has_open = true;
        }
        auto refund = as_refund(known);
        batch.verdicts.push_back(refund ? std::move(*refund)
                                        : match(known.movement, invoices, currency_, before));
        for (const auto& booking : batch.verdicts.back().bookings) invoices.note(booking);
    }
}

// Money that goes out to whom it was to go back to, and as much: the refund is on its way.  The
// application is told first, and the same again by whoever takes over after a crash.
std::optional<Match> Importer::as_refund(const KnownMovement& known) {
    const auto& it = known.movement;
    if (!refunds_ || it.amount >= states::Money{} || it.reversal || it.currency != currency_)
        return std::nullopt;
    const auto refund = refunds_->sent_by(known.id, it);
    if (!refund) return std::nullopt;
    engine_.submit(adapters::refund_message(*refund, {"bank", "provider"}, ""),
                   engine::Patience::some);
    refunds_->was_sent(refund->id, "bank", "", known.id);
    return Match{.way = Way::pass,
                 .reason = {"refund_sent",
                            {{"reference", refund->reference},
                             {"amount", states::write_money(refund->amount)}}}};
}

void Importer::submit(Batch& batch) {
    std::vector<engine::Message> messages;
    std::vector<std::size_t> of;  // Which movement each is about.
    for (std::size_t i = 0; i < batch.movements.size(); ++i)
        for (const auto& booking : batch.verdicts[i].bookings) {
            messages.push_back(
                command_for(batch.movements[i].movement, booking, {"bank", "provider"}, "bank"));
            of.push_back(i);
        }
    if (messages.empty()) return;
    const auto outcomes = engine_.submit(messages, engine::Patience::some);

    std::vector<Settled> settled;
    std::vector<adapters::MovementTask> tasks;
    std::vector<std::string> closed;
    for (std::size_t first = 0; first < of.size();) {
        const auto i = of[first];
        auto end = first;
        bool put_off = false;
        const engine::Outcome* refused = nullptr;
        for (; end < of.size() && of[end] == i; ++end) {
            put_off = put_off || outcomes[end].put_off();
            if (outcomes[end].kind != engine::Outcome::Kind::decided) refused = &outcomes[end];
        }
        first = end;
        const auto& known = batch.movements[i];
        if (put_off) {
            settled.push_back({.as = Settled::As::booking, .id = known.id, .rest = next_try});
        } else if (!refused) {
            settled.push_back({.as = Settled::As::booked, .id = known.id, .by = "bank"});
            closed.push_back(key_of(known.id));
        } else {
            auto verdict = batch.verdicts[i];
            verdict.reason = {"refused", {{"why", trouble_in(*refused)}}};
            settled.push_back({.as = Settled::As::queued,
                               .id = known.id,
                               .reason = verdict.reason,
                               .suggestions = verdict.suggestions});
            tasks.push_back(task_for(known, verdict, "payment_unmatched"));
        }
    }
    book_.settle(settled, {}, tasks, closed);
}

// A person's booking, as a proposal or for good.
struct Importer::ByHand {
    const adapters::Caller& who;
    std::int64_t movement;
    engine::CaseId of;
    std::string reference;
    const std::string& reason;
    bool confirms = false;
};

adapters::Result Importer::book(const adapters::Caller& caller, std::int64_t movement,
                                const std::string& reference, const std::string& reason) {
    if (!caller.may("finance")) return adapters::Forbidden{"Payments are booked by finance."};
    if (reason.empty()) return adapters::Invalid{{{"reason", "missing"}}};
    const auto id = reading_.find(reference);
    if (!id) return adapters::NotFound{};
    return book({caller, movement, *id, reference, reason});
}

adapters::Result Importer::confirm(const adapters::Caller& caller, std::int64_t movement,
                                   const std::string& reason) {
    if (!caller.may("finance")) return adapters::Forbidden{"Payments are booked by finance."};
    if (reason.empty()) return adapters::Invalid{{{"reason", "missing"}}};
    const auto proposal = book_.proposed(movement);
    if (!proposal) {
        if (!book_.exists(movement)) return adapters::NotFound{};
        return adapters::Invalid{{{"movement", "movement_not_proposed"}}};
    }
    // Before the application is asked: its answer would be another person's too.
    if (proposal->by == caller.id)
        return adapters::Refused{{.reason = engine::Refusal::Reason::not_permitted,
                                  .guards = {std::string{states::SecondPerson::name}},
                                  .detail = {}}};
    return book({caller, movement, proposal->of, proposal->reference, reason, true});
}

adapters::Result Importer::book(const ByHand& by_hand) {
    const auto known = book_.take(by_hand.movement);
    if (!known) {
        if (!book_.exists(by_hand.movement)) return adapters::NotFound{};
        return adapters::Invalid{{{"movement", "movement_settled"}}};
    }
    const auto& it = known->movement;
    const auto give_back = [&] {
        book_.settle(std::vector{Settled{.as = Settled::As::queued, .id = known->id}}, {}, {}, {});
    };
    const auto done = [&](const engine::Outcome& outcome) {
        return adapters::Done{.answer = {{"movement", known->id},
                                         {"reference", outcome.line.reference},
                                         {"event", outcome.line.event},
                                         {"from", outcome.line.from},
                                         {"to", outcome.line.to},
                                         {"line", outcome.line.number}},
                              .reference = outcome.line.reference,
                              .version = outcome.after ? outcome.after->version : 0,
                              .repeated = outcome.repeated};
    };
    const auto refused = [&](const engine::Outcome& outcome) -> adapters::Result {
        give_back();
        if (outcome.refusal) return adapters::Refused{*outcome.refusal, outcome.repeated};
        return adapters::NotFound{};
    };
    if (it.currency != currency_) {
        give_back();
        return adapters::Invalid{{{"movement", "currency_not_offered", {{"currency", currency_}}}}};
    }
    const auto booking = Posting{by_hand.of, by_hand.reference, it.amount, adapters::by_hand};
    const auto from = engine::Actor{by_hand.who.id, "finance"};
    const auto amount = std::max(it.amount, states::Money{-it.amount.cents});
    if (second_person_above_ && amount > *second_person_above_ && !by_hand.confirms) {
        const auto outcome =
            engine_.submit(proposal_of(it, booking, from, by_hand.reason), engine::Patience::some);
        if (outcome.kind != engine::Outcome::Kind::decided) return refused(outcome);
        book_.propose(known->id, {by_hand.of, by_hand.reference, from.id, by_hand.reason});
        give_back();
        return done(outcome);
    }
    book_.settle(
        std::vector{Settled{.as = Settled::As::booking,
                            .id = known->id,
                            .reason = adapters::Reason{"by_hand", {{"why", by_hand.reason}}},
                            .rest = lease,
                            .by = by_hand.who.id}},
        std::vector{adapters::BankBook::Plan{known->id, {booking}}}, {}, {});
    const auto outcome =
        engine_.submit(command_for(it, booking, from, by_hand.reason), engine::Patience::some);
    if (outcome.kind != engine::Outcome::Kind::decided) return refused(outcome);
    book_.settle(std::vector{Settled{.as = Settled::As::booked, .id = known->id}}, {}, {},
                 {key_of(known->id)});
    if (by_hand.confirms) book_.confirmed(known->id, by_hand.who.id, by_hand.reason);
    return done(outcome);
}

}  // namespace bank
