#include "adapters/phone_try.hpp"

#include "adapters/phone_key.hpp"

namespace adapters {
namespace {

using namespace std::chrono_literals;

constexpr auto phone_door = "phone";

const Waits& phone_waits() {
    static const Waits all{0s, 0s, 1s, 2s, 900s};
    return all;
}

bool is_right(const Phone& phone, const PhoneTry& keyed) {
    if (!keyed.recovery_code.empty()) return phone.use_recovery_code(keyed.recovery_code);
    const auto step = step_of(keyed.secret, keyed.phone_key, keyed.now);
    return step && phone.take_step(*step);
}

}  // namespace

Phone phone_of(Accounts& accounts, engine::CaseId id) {
    return {
        .subject = std::to_string(id.number),
        .take_step = [&accounts, id](auto step) { return accounts.take_step(id, step); },
        .use_recovery_code =
            [&accounts, id](const auto& typed) { return accounts.use_recovery_code(id, typed); }};
}

PhoneTried try_phone(const Phone& phone, Knocks& knocks, const PhoneTry& keyed) {
    const auto knock = knocks.take(phone_door, phone.subject, phone_waits());
    if (knock.wait > 0s) return {.wait = knock.wait};
    if (!is_right(phone, keyed)) return {};
    knocks.forgive(phone_door, phone.subject);
    return {.right = true};
}

}  // namespace adapters
