// Whether two names may be the same organisation's, as banks shorten them and people write them.

#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace bank {

// In lower case without accents, without legal forms such as BV or GmbH.  UTF-8.
std::vector<std::string> words_of(std::string_view name);

// 0 to 100, by the words that both have; a word may be cut off as a bank's columns do it.
int similarity(const std::vector<std::string>& a, const std::vector<std::string>& b);

}  // namespace bank
