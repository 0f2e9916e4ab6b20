// The words of the text message with a code (adapters/sms/texts/), one file a language.

#pragma once

#include <chrono>
#include <map>
#include <string>
#include <string_view>

namespace sms {

// In English if the language has no text.
std::string text_with_code(const std::string& language, const std::string& registry,
                           const std::string& code, std::chrono::minutes lifetime);

// Whether a phone gets it as one message: at most 160 septets of GSM 03.38's default alphabet,
// where a few marks take two.
bool is_one_message(std::string_view text);

const std::map<std::string_view, std::string_view>& texts();  // By cmake/Embed.cmake: "en.txt".

}  // namespace sms
