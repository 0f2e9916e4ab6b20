// What the command line says: results on stdout, words on stderr.

#pragma once

#include <nlohmann/json.hpp>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/applications.hpp"
#include "adapters/parked.hpp"

namespace cli {

// The reference alone, or the whole answer as JSON; what went wrong on stderr, and as
// {"errors":[{"field","code","detail"}]} on stdout if JSON is wanted.  Returns the exit code.
int print(const adapters::Result&, bool as_json, const std::string& language);
int print(const adapters::Invalid&, bool as_json, const std::string& language);

std::string joined(const std::vector<std::string>& words);  // "clerk,finance"
std::ostream& row(std::string_view name);  // Begins a line of a table on stdout with its name.
void print_application(const nlohmann::json&);
void print_list(const nlohmann::json&);
void print_journal(const nlohmann::json&);
void print_parked(const std::vector<adapters::ParkedWork>&, bool as_json);

}  // namespace cli
