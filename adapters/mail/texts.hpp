// Which mails there are, and what each says besides what every mail may say.

#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>

namespace mail {

using Names = std::set<std::string, std::less<>>;

// By the name under which states/steps.cpp tells it.  A template has to say each of these values:
// an activation mail without its code would help nobody.
const std::map<std::string, Names, std::less<>>& texts();

// Pieces that templates share: {{>signature}}.
const Names& pieces();

// A template asks with {{#trouble.declined}} which of these a value is.
const std::map<std::string, Names, std::less<>>& choices();

// Amounts of money come as "2500.00" and are written as the language does.
bool is_amount(std::string_view value);

}  // namespace mail
