#include "adapters/rdap/domain_name.hpp"

#include <idn2.h>

#include <cstdint>
#include <memory>

#include "engine/fault.hpp"
#include "states/host_name.hpp"
#include "states/text.hpp"

namespace rdap {

std::string a_labels(std::string_view name) {
    const auto text = [&] {
        auto kept = std::string{states::trimmed(name)};
        if (kept.ends_with('.')) kept.pop_back();
        return kept;
    }();
    const auto refuse = [&](const std::string& why) -> std::string {
        throw engine::Rejected{"no domain name can be looked up: " + why};
    };
    constexpr std::size_t length_max = 1000;  // In UTF-8, before it is written in ASCII.
    const auto points = states::read_utf8(text);
    if (text.empty()) return refuse("it is empty");
    if (text.size() > length_max || !points) return refuse("it is too long, or no UTF-8");
    for (const auto c : *points)
        if (states::is_control(c)) return refuse("it has control characters");

    std::uint8_t* found = nullptr;
    const auto code = idn2_lookup_u8(reinterpret_cast<const std::uint8_t*>(text.c_str()), &found,
                                     IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);
    const auto freed = std::unique_ptr<std::uint8_t, decltype(&idn2_free)>{found, &idn2_free};
    if (code != IDN2_OK) return refuse("'" + text + "': " + idn2_strerror(code));
    auto ascii = states::lower_ascii(reinterpret_cast<const char*>(found));
    if (!states::is_host_name(ascii)) return refuse("'" + text + "' is none");
    return ascii;
}

}  // namespace rdap
