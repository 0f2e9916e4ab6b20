// Which invoice a movement pays, and how sure that is.  Pure: invoices in, a verdict out, and the
// verdict says why.  Only what carries the exact reference of one invoice is booked unseen.

#pragma once

#include <map>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "adapters/bank_book.hpp"

namespace bank {

// What may be paid: by reference all that were asked for, by name and amount those that are open.
// What has been decided counts at once, so that the second payment of a file sees the first.
class Invoices {
public:
    void add(const adapters::Invoice&);       // Known by its reference.
    void add_open(const adapters::Invoice&);  // Also found by name and amount.
    void clear_known();                       // All but the open ones.

    std::vector<const adapters::Invoice*> by_message(const std::string& message) const;
    std::vector<const adapters::Invoice*> by_name(const std::vector<std::string>& words) const;
    std::vector<const adapters::Invoice*> by_amount(states::Money) const;

    void note(const adapters::Posting&);  // It is paid so much more.

private:
    struct Open {
        adapters::Invoice invoice;
        std::vector<std::string> words;
    };
    std::multimap<std::string, adapters::Invoice> known_;
    std::vector<Open> open_;
    std::unordered_map<std::string, std::vector<std::size_t>> open_by_word_;
    std::unordered_map<std::int64_t, std::unordered_set<std::size_t>> open_by_rest_;
    std::unordered_map<std::int64_t, std::size_t> open_by_case_;
};

// All references that could decide about the movement, near misses included.
std::vector<std::string> wanted_by(const adapters::Movement&);

// True if names and amounts have to be looked at: no reference of it is among the invoices.
bool needs_open_invoices(const adapters::Movement&, const Invoices&);

// `currency` is the registry's.  `before` is what came by bank for the invoices in question.
adapters::Match match(const adapters::Movement&, const Invoices&, const std::string& currency,
                      const std::vector<adapters::BookedBefore>& before);

}  // namespace bank
