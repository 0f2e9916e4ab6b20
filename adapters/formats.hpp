// Amounts, dates and lengths of time as the reader's language writes them.
//
// How that is stands in states/messages, as words do.

#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/workflow.hpp"
#include "states/catalogue.hpp"
#include "states/money.hpp"

namespace adapters {

// "EUR 2,500.00", in French "2 500,00 EUR"; no line is broken inside it.
std::string write_amount(states::Money, std::string_view currency, std::string_view language);

std::string write_number(states::Money, std::string_view language);  // "2,500.00"

// "1 December 2026", in French "1er décembre 2026".  The day in UTC.
std::string write_date(engine::Time, std::string_view language);

// "2026-12-01", and there is such a day: its beginning in UTC.
std::optional<engine::Time> read_day(const std::string&);

std::string write_span(states::Span, std::string_view language);  // "5 working days"

}  // namespace adapters
