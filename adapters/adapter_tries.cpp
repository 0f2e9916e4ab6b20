#include "adapters/adapter_tries.hpp"

#include <algorithm>
#include <exception>
#include <optional>

#include "adapters/call.hpp"
#include "engine/fault.hpp"
#include "states/checks.hpp"

namespace adapters {
namespace {

using Outcome = Tried::Outcome;

Outcome outcome_of(const RefusedCall& call) {
    constexpr auto unauthorised = 401;
    constexpr auto forbidden = 403;
    constexpr auto not_found = 404;
    constexpr auto not_allowed = 405;
    if (call.status == unauthorised || call.status == forbidden) return Outcome::unknown;
    if (call.status == not_found || call.status == not_allowed) return Outcome::reached;
    return Outcome::refused;
}

// What it answered, in as many words as a table has room for.
std::string shortened(const std::string& words) {
    constexpr std::size_t most = 300;
    if (words.size() <= most) return words;
    auto end = most;
    while (end > 0 && (static_cast<unsigned char>(words[end]) & 0xC0U) == 0x80U) --end;
    return words.substr(0, end) + "…";
}

Tried tried(const AdapterTries::Way& way, const Trial& trial) {
    Tried result{.adapter = way.adapter};
    const auto begun = std::chrono::steady_clock::now();
    try {
        result.detail = way.go(trial);
    } catch (const RefusedCall& error) {
        result.outcome = outcome_of(error);
        result.detail = error.what();
    } catch (const engine::Unavailable& error) {
        result.outcome = Outcome::away;
        result.detail = error.what();
    } catch (const std::exception& error) {
        result.outcome = Outcome::refused;
        result.detail = error.what();
    }
    result.took = std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::steady_clock::now() - begun);
    result.detail = shortened(result.detail);
    return result;
}

}  // namespace

std::string_view name_of(Outcome outcome) {
    switch (outcome) {
        case Outcome::fine: return "fine";
        case Outcome::reached: return "reached";
        case Outcome::unknown: return "unknown";
        case Outcome::away: return "away";
        case Outcome::refused: return "refused";
    }
    return {};
}

std::variant<std::vector<AdapterTries::Way>, Forbidden> AdapterTries::list(
    const Caller& caller) const {
    if (const auto no = unless_administrator(caller)) return *no;
    return ways_();
}

std::variant<Tried, Invalid, NotFound, Forbidden> AdapterTries::go(const Caller& caller,
                                                                   const std::string& adapter,
                                                                   const Trial& given) const {
    if (const auto no = unless_administrator(caller)) return *no;
    const auto ways = ways_();
    const auto way = std::ranges::find(ways, adapter, &Way::adapter);
    if (way == ways.end() || way->place.empty()) return NotFound{};
    auto trial = given;
    if (way->to_phone) {
        const auto phone = states::check_mobile(given.phone);
        if (phone.verdict != states::Verdict::valid) return Invalid{{{"phone", "phone_needed"}}};
        trial.phone = phone.normalised;
    }
    auto result = tried(*way, trial);
    note_(caller.id, result);
    return result;
}

}  // namespace adapters
