#include "adapters/sms/wording.hpp"

#include <array>
#include <cstddef>

#include "adapters/mustache.hpp"

namespace sms {
namespace {

// GSM 03.38, section 6.2.1, beside the letters, digits and marks of ASCII that it shares.
constexpr std::string_view others = "£¥èéùìòÇØøÅåΔΦΓΛΩΠΨΣΘΞÆæßÉÄÖÑÜ§¿äöñüà¡¤";
constexpr std::string_view plain =
    "@$_ !\"#%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz\n\r";
constexpr std::string_view doubled = "^{}\\[~]|€";

std::size_t size_of_letter(char first) {
    const auto byte = static_cast<unsigned char>(first);
    if (byte < 0x80) return 1;
    if (byte < 0xE0) return 2;
    return byte < 0xF0 ? 3 : 4;
}

}  // namespace

std::string text_with_code(const std::string& language, const std::string& registry,
                           const std::string& code, std::chrono::minutes lifetime) {
    auto found = texts().find(language + ".txt");
    if (found == texts().end()) found = texts().find("en.txt");
    std::string text{found->second};
    while (text.ends_with('\n')) text.pop_back();
    return adapters::filled(
        text,
        {{"registry", registry}, {"code", code}, {"minutes", std::to_string(lifetime.count())}});
}

bool is_one_message(std::string_view text) {
    constexpr std::size_t septets_max = 160;
    std::size_t septets = 0;
    while (!text.empty()) {
        const auto letter = text.substr(0, size_of_letter(text.front()));
        if (plain.find(letter) != std::string_view::npos ||
            others.find(letter) != std::string_view::npos)
            septets += 1;
        else if (doubled.find(letter) != std::string_view::npos)
            septets += 2;
        else
            return false;
        text.remove_prefix(letter.size());
    }
    return septets <= septets_max;
}

}  // namespace sms
