#include "adapters/webhooks/outcome.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

namespace webhooks {
namespace {

using namespace std::chrono_literals;
using std::chrono::seconds;

// Before the second try, the third, …
constexpr std::array<seconds, 9> waits{5s, 5min, 30min, 2h, 5h, 10h, 14h, 20h, 24h};
constexpr seconds pause_usual = 60s;
constexpr seconds pause_max = 1h;
constexpr std::size_t excerpt_max = 1000;

bool wants_less(int status) { return status == 429 || status == 502 || status == 504; }

// The database takes UTF-8 without U+0000, and strangers send what they like.
std::string readable(std::string text) {
    if (text.size() > excerpt_max) text.resize(excerpt_max);
    std::ranges::replace(text, '\0', ' ');
    const auto mended =
        nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    return nlohmann::json::parse(mended).get<std::string>();
}

}  // namespace

std::optional<seconds> wait_after(int tries, double chance) {
    if (tries < 1 || tries > static_cast<int>(waits.size())) return std::nullopt;
    const auto wait = waits.at(static_cast<std::size_t>(tries - 1));
    const auto more = static_cast<double>(wait.count()) * 0.1 * std::clamp(chance, 0.0, 1.0);
    return wait + seconds{static_cast<std::int64_t>(more)};
}

adapters::WebhookOutcome outcome_of(const Answer& answer, int tries, double chance) {
    using Standing = adapters::WebhookOutcome::Standing;
    adapters::WebhookOutcome outcome{.status = answer.status,
                                     .response = readable(answer.body),
                                     .trouble = readable(answer.trouble)};
    if (answer.trouble.empty()) {
        outcome.standing = Standing::delivered;
        return outcome;
    }
    if (wants_less(answer.status))
        outcome.pause = std::min(answer.retry_after.value_or(pause_usual), pause_max);
    outcome.gone = answer.status == 410;
    const auto wait = outcome.gone ? std::nullopt : wait_after(tries, chance);
    if (!wait) {
        outcome.standing = Standing::failed;
        return outcome;
    }
    outcome.next_try = std::max(*wait, std::min(answer.retry_after.value_or(0s), waits.back()));
    return outcome;
}

}  // namespace webhooks
