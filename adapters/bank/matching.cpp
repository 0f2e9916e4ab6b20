#include "adapters/bank/matching.hpp"

#include <algorithm>
#include <set>

#include "adapters/bank/names.hpp"
#include "adapters/bank/references.hpp"

namespace bank {
namespace {

using adapters::Invoice;
using adapters::Match;
using adapters::Movement;
using adapters::Posting;
using adapters::Reason;
using adapters::Suggestion;
using adapters::Way;
using states::Money;
using states::write_money;

constexpr int alike = 50;         // Names from here on may be the same.
constexpr std::size_t few = 5;    // More suggestions help nobody.
constexpr std::size_t crowd = 8;  // An amount that so many owe says nothing.

std::vector<Written> numbers_written_in(const Movement& movement) {
    auto all = references_in(movement.structured);
    for (auto& each : references_in(movement.text))
        if (std::ranges::find(all, each) == all.end()) all.push_back(std::move(each));
    return all;
}

// The invoices that the movement names exactly, each once, and whether one name fits two of them.
struct Named {
    std::vector<const Invoice*> invoices = {};
    bool ambiguous = false;
    bool in_text = false;  // Not in the field for it.
};

Named named_in(const Movement& movement, const Invoices& invoices) {
    Named named;
    const auto structured = references_in(movement.structured);
    for (const auto& each : numbers_written_in(movement)) {
        if (!each.sound) continue;
        auto found = invoices.by_message(each.digits);
        if (found.empty()) found = invoices.by_message(std::string{message_of(each.digits)});
        if (found.size() > 1) named.ambiguous = true;
        for (const auto* invoice : found)
            if (std::ranges::none_of(named.invoices,
                                     [&](const auto* known) { return known->of == invoice->of; }))
                named.invoices.push_back(invoice);
        if (!found.empty() && std::ranges::find(structured, each) == structured.end())
            named.in_text = true;
    }
    return named;
}

Reason reason_about(std::string code, const Invoice& invoice, const Movement& movement) {
    return {std::move(code),
            {{"reference", invoice.reference},
             {"organisation", invoice.organisation},
             {"amount", write_money(movement.amount)},
             {"currency", movement.currency},
             {"rest", write_money(invoice.rest())},
             {"total", write_money(invoice.total)},
             {"payer", movement.payer}}};
}

Suggestion suggestion(const Invoice& invoice, int likelihood, Reason reason) {
    return {invoice.of, invoice.reference, likelihood, std::move(reason)};
}

bool paid_by_another(const Movement& movement, const Invoice& invoice) {
    return !movement.payer.empty() && !invoice.organisation.empty() &&
           similarity(words_of(movement.payer), words_of(invoice.organisation)) < alike;
}

void rank(std::vector<Suggestion>& suggestions) {
    std::ranges::stable_sort(suggestions, std::greater{}, &Suggestion::likelihood);
    std::vector<Suggestion> best;
    for (auto& each : suggestions)
        if (best.size() < few &&
            std::ranges::none_of(best, [&](const auto& known) { return known.of == each.of; }))
            best.push_back(std::move(each));
    suggestions = std::move(best);
}

// For finance, because of something about the whole movement.
Match queue(Reason reason, const Movement& movement, const std::vector<const Invoice*>& about,
            int likelihood) {
    auto verdict = Match{.way = Way::queue, .reason = std::move(reason)};
    for (const auto* invoice : about)
        verdict.suggestions.push_back(
            suggestion(*invoice, likelihood, reason_about("names_it", *invoice, movement)));
    rank(verdict.suggestions);
    return verdict;
}

Match book_one(const Movement& movement, const Invoice& invoice, bool in_text) {
    const auto code = movement.amount < invoice.rest()   ? "part_payment"
                      : movement.amount > invoice.rest() ? "overpayment"
                      : in_text                          ? "exact_in_text"
                                                         : "exact";
    return {.way = Way::book,
            .reason = reason_about(code, invoice, movement),
            .bookings = {{invoice.of, invoice.reference, movement.amount, 1}},
            .foreign_payer = paid_by_another(movement, invoice)};
}

// One transfer for several invoices is sure when it is exactly what they still want.
Match book_several(const Movement& movement, const std::vector<const Invoice*>& invoices) {
    Money rest;
    for (const auto* invoice : invoices) rest = rest + invoice->rest();
    const bool open =
        std::ranges::all_of(invoices, [](const auto* each) { return each->rest() > Money{}; });
    if (rest != movement.amount || !open)
        return queue({"several_do_not_add_up",
                      {{"amount", write_money(movement.amount)}, {"rest", write_money(rest)}}},
                     movement, invoices, 70);
    auto verdict = Match{.way = Way::book,
                         .reason = {"several",
                                    {{"count", std::to_string(invoices.size())},
                                     {"amount", write_money(movement.amount)}}}};
    for (int number = 0; const auto* invoice : invoices) {
        verdict.bookings.push_back({invoice->of, invoice->reference, invoice->rest(), ++number});
        verdict.foreign_payer = verdict.foreign_payer || paid_by_another(movement, *invoice);
    }
    return verdict;
}

Match by_reference(const Movement& movement, const Named& named, const std::string& currency) {
    const auto& invoices = named.invoices;
    if (movement.currency != currency)
        return queue({"other_currency",
                      {{"amount", write_money(movement.amount)},
                       {"currency", movement.currency},
                       {"wanted", currency}}},
                     movement, invoices, 80);
    if (!movement.doubt.empty()) return queue({movement.doubt}, movement, invoices, 80);
    if (named.ambiguous) return queue({"ambiguous"}, movement, invoices, 50);
    if (invoices.size() > 1) return book_several(movement, invoices);
    const auto& invoice = *invoices.front();
    // Twice, or noted by hand before it came: nobody credits it twice.
    if (invoice.rest() <= Money{})
        return queue(reason_about("paid_already", invoice, movement), movement, invoices, 60);
    return book_one(movement, invoice, named.in_text);
}

// What goes out.  A reversal is sure when it takes back what this very invoice was paid by bank.
Match going_out(const Movement& movement, const Named& named, const std::string& currency,
                const std::vector<adapters::BookedBefore>& before) {
    const auto back = Money{-movement.amount.cents};
    std::vector<const Invoice*> fitting;
    for (const auto* invoice : named.invoices) {
        Money came;
        bool once = false;
        for (const auto& each : before)
            if (each.of == invoice->of) {
                came = came + each.amount;
                once = once || each.amount == back;
            }
        if (once && came >= back) fitting.push_back(invoice);
    }
    if (movement.reversal && fitting.size() == 1 && named.invoices.size() == 1 &&
        movement.currency == currency && movement.doubt.empty()) {
        const auto& invoice = *fitting.front();
        return {.way = Way::book,
                .reason = reason_about("reversal", invoice, movement),
                .bookings = {{invoice.of, invoice.reference, movement.amount, 1}}};
    }
    if (!named.invoices.empty())
        return queue({movement.reversal ? "reversal_unsure" : "out_with_reference",
                      {{"amount", write_money(back)}}},
                     movement, fitting.empty() ? named.invoices : fitting, 60);
    if (movement.reversal)
        return {.way = Way::queue, .reason = {"reversal_unknown", {{"amount", write_money(back)}}}};
    return {.way = Way::pass, .reason = {"goes_out"}};
}

void suggest_near_misses(Match& verdict, const Movement& movement, const Invoices& invoices) {
    for (const auto& each : numbers_written_in(movement)) {
        if (each.sound) continue;
        for (const auto& near : near_misses(each.digits))
            for (const auto* invoice : invoices.by_message(near)) {
                auto reason = reason_about("near_miss", *invoice, movement);
                reason.values["written"] = each.digits;
                reason.values["message"] = near;
                const bool fits = invoice->rest() == movement.amount;
                verdict.suggestions.push_back(suggestion(*invoice, fits ? 95 : 75, reason));
            }
    }
}

void suggest_by_name_and_amount(Match& verdict, const Movement& movement,
                                const Invoices& invoices) {
    const auto words = words_of(movement.payer);
    Money together;
    std::size_t same_name = 0;
    for (const auto* invoice : invoices.by_name(words)) {
        const int same = similarity(words, words_of(invoice->organisation));
        if (same < alike) continue;
        ++same_name;
        together = together + invoice->rest();
        const auto amount = movement.amount;
        const auto [code, more] = amount == invoice->rest()  ? std::pair{"name_and_amount", 40}
                                  : amount == invoice->net   ? std::pair{"name_without_vat", 35}
                                  : amount < invoice->rest() ? std::pair{"name_part", 10}
                                                             : std::pair{"name_more", 0};
        verdict.suggestions.push_back(
            suggestion(*invoice, same / 2 + more, reason_about(code, *invoice, movement)));
    }
    if (same_name > 1 && together == movement.amount)
        for (auto& each : verdict.suggestions)
            if (each.reason.code == "name_part") {
                each.likelihood += 25;
                each.reason.code = "name_together";
            }
    const auto owing = invoices.by_amount(movement.amount);
    if (owing.size() > crowd) return;
    for (const auto* invoice : owing)
        verdict.suggestions.push_back(suggestion(*invoice, owing.size() == 1 ? 30 : 15,
                                                 reason_about("amount", *invoice, movement)));
}

}  // namespace

void Invoices::add(const Invoice& invoice) { known_.emplace(invoice.message, invoice); }

void Invoices::add_open(const Invoice& invoice) {
    const auto place = open_.size();
    open_.push_back({invoice, words_of(invoice.organisation)});
    for (const auto& word :
         std::set<std::string>(open_[place].words.begin(), open_[place].words.end()))
        open_by_word_[word].push_back(place);
    open_by_rest_[invoice.rest().cents].insert(place);
    open_by_case_[invoice.of.number] = place;
}

void Invoices::clear_known() { known_.clear(); }

std::vector<const Invoice*> Invoices::by_message(const std::string& message) const {
    std::vector<const Invoice*> all;
    const auto [first, end] = known_.equal_range(message);
    for (auto each = first; each != end; ++each) all.push_back(&each->second);
    return all;
}

// By the rarest of the words: "Hosting" finds too many to be worth looking through.
std::vector<const Invoice*> Invoices::by_name(const std::vector<std::string>& words) const {
    constexpr std::size_t too_many = 200;
    std::set<std::size_t> places;
    for (const auto& word : words) {
        const auto found = open_by_word_.find(word);
        if (found == open_by_word_.end() || found->second.size() > too_many) continue;
        places.insert(found->second.begin(), found->second.end());
    }
    std::vector<const Invoice*> all;
    for (const auto place : places)
        if (open_[place].invoice.rest() > Money{}) all.push_back(&open_[place].invoice);
    return all;
}

std::vector<const Invoice*> Invoices::by_amount(Money amount) const {
    std::vector<const Invoice*> all;
    const auto found = open_by_rest_.find(amount.cents);
    if (found == open_by_rest_.end()) return all;
    for (const auto place : found->second) {
        all.push_back(&open_[place].invoice);
        if (all.size() > crowd) break;
    }
    return all;
}

void Invoices::note(const Posting& booking) {
    for (auto& [_, invoice] : known_)
        if (invoice.of == booking.of) invoice.paid = invoice.paid + booking.amount;
    const auto found = open_by_case_.find(booking.of.number);
    if (found != open_by_case_.end()) {
        auto& invoice = open_[found->second].invoice;
        open_by_rest_[invoice.rest().cents].erase(found->second);
        invoice.paid = invoice.paid + booking.amount;
        if (invoice.rest() > Money{}) open_by_rest_[invoice.rest().cents].insert(found->second);
    }
}

std::vector<std::string> wanted_by(const Movement& movement) {
    std::vector<std::string> wanted;
    for (const auto& each : numbers_written_in(movement)) {
        if (each.sound) {
            wanted.push_back(each.digits);
            if (message_of(each.digits) != each.digits)
                wanted.emplace_back(message_of(each.digits));
        } else {
            std::ranges::copy(near_misses(each.digits), std::back_inserter(wanted));
        }
    }
    return wanted;
}

bool needs_open_invoices(const Movement& movement, const Invoices& invoices) {
    return movement.amount > Money{} && named_in(movement, invoices).invoices.empty();
}

Match match(const Movement& movement, const Invoices& invoices, const std::string& currency,
            const std::vector<adapters::BookedBefore>& before) {
    const auto named = named_in(movement, invoices);
    std::vector<std::string> sought;
    for (const auto& each : numbers_written_in(movement))
        if (each.sound) {
            sought.push_back(each.digits);
            if (message_of(each.digits) != each.digits)
                sought.emplace_back(message_of(each.digits));
        }
    Match verdict;
    if (movement.amount <= Money{}) {
        verdict = going_out(movement, named, currency, before);
    } else if (movement.reversal) {  // Of something that went out: no invoice is paid by it.
        verdict = queue({"reversal_of_ours", {{"amount", write_money(movement.amount)}}}, movement,
                        named.invoices, 30);
    } else if (!named.invoices.empty()) {
        verdict = by_reference(movement, named, currency);
    } else {
        suggest_near_misses(verdict, movement, invoices);
        if (movement.currency == currency) suggest_by_name_and_amount(verdict, movement, invoices);
        rank(verdict.suggestions);
        verdict.reason = {!movement.doubt.empty() ? movement.doubt
                          : sought.empty()        ? "no_reference"
                                                  : "unknown_reference",
                          {{"amount", write_money(movement.amount)},
                           {"currency", movement.currency},
                           {"payer", movement.payer}}};
    }
    verdict.sought = std::move(sought);
    return verdict;
}

}  // namespace bank
