// The number of an application, as people write it.

#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace adapters {

// Of "A-2026-000123" or "123"; empty for what cannot be either.  Whether there is such an
// application, and whether it is of that year, only the database knows.
std::optional<std::int64_t> case_number_in(std::string_view reference);

// Whether "A-2026-000123" or "123" is `reference`, of which it has the number: the year, too.
bool is_of_year(std::string_view written, std::string_view reference);

}  // namespace adapters
