// What a new catalogue changes, in words: amounts, lengths of time, products, holidays.

#pragma once

#include <chrono>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "states/catalogue.hpp"

namespace adapters {

struct CatalogueChange {
    std::string what;    // "Smallest prepayment", ".be: paid in advance", "Holiday 2027-04-02"
    std::string before;  // Empty: it was not there.
    std::string after;
    bool operator==(const CatalogueChange&) const = default;
};

struct NamedCatalogue {
    states::Catalogue terms;
    std::map<std::chrono::year_month_day, std::string> holiday_names =
        {};  // Of those that have one.
};

std::vector<CatalogueChange> catalogue_changes(const NamedCatalogue& before,
                                               const NamedCatalogue& after,
                                               std::string_view language);

}  // namespace adapters
