#include "adapters/mobile_check.hpp"

namespace adapters {
namespace {

using namespace std::chrono_literals;

const Waits& pauses() {
    static const Waits all{30s, 60s, 120s, 300s, 900s, 3600s};
    return all;
}

}  // namespace

std::optional<Shut> MobileCheck::send(const Recipient& to) {
    const auto knock = knocks_.take("sms", std::to_string(to.of.number), pauses());
    if (knock.wait > 0s) return Shut{knock.wait};
    const auto code = codes_.make(to.of, to.mobile);
    send_({.to = to.mobile, .text = write_(to.language, code), .reference = to.reference});
    return std::nullopt;
}

std::string masked_number(const std::string& mobile) {
    constexpr std::size_t shown = 2;
    const auto dot = mobile.find('.');
    if (dot == std::string::npos || mobile.size() < dot + 2 * shown) return "•••••";
    return mobile.substr(0, dot) + " ••••• " + mobile.substr(mobile.size() - shown);
}

}  // namespace adapters
