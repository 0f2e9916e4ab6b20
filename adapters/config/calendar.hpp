// The holidays of a catalogue, put into its text in the place of those that stand there, so that
// nothing else of what people wrote there changes.

#pragma once

#include <chrono>
#include <map>
#include <string>

namespace config {

using Holidays = std::map<std::chrono::year_month_day, std::string>;  // Names may be empty.

Holidays holidays_in(const std::string& toml);

// The text has to be a catalogue that can be read.  Both throw std::invalid_argument if it is none.
std::string with_holidays(const std::string& toml, const Holidays&);

}  // namespace config
