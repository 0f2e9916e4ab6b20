#include "adapters/reissue.hpp"

#include <algorithm>

#include "engine/fault.hpp"
#include "states/codec.hpp"
#include "states/events.hpp"

namespace adapters {
namespace {

using namespace std::chrono_literals;

// Each new code makes the one before worthless, so nobody may order them by the dozen.
const Waits& reissue_waits() {
    static const Waits all{60s, 300s, 900s, 3600s, 14400s};
    return all;
}

// The same however it is typed.
std::string digits_of(const std::string& registrar_id) {
    std::string digits;
    for (const auto character : registrar_id)
        if (character >= '0' && character <= '9') digits += character;
    return digits;
}

}  // namespace

std::optional<Shut> Reissue::ask(const std::string& registrar_id) {
    const auto knock = knocks_.take("code", digits_of(registrar_id), reissue_waits());
    if (knock.wait > 0s) return Shut{knock.wait};
    wishes_.wish(registrar_id);
    return std::nullopt;
}

int Reissue::fulfil_some(std::chrono::seconds lease) {
    const auto wish = wishes_.claim(lease);
    if (!wish) return 0;
    try {
        fulfil(*wish);
        wishes_.finish(*wish);
    } catch (const engine::Unavailable&) {
        wishes_.put_off(*wish, std::min(5s * (1 << std::min(wish->attempts, 10)), 3600s));
    }
    return 1;
}

// A refusal is in the journal: there is nothing to activate yet, or not now.
void Reissue::fulfil(const CodeWish& wish) {
    const auto dossier = reading_.dossier(wish.of);
    if (!dossier) return;
    engine_.submit(
        {.to = wish.of,
         .event = states::event(states::CodesReissued{}),
         .from = {"activation page", "applicant"},
         .source = "activation",
         .delivery = dossier->snapshot.reference + "/wish/" + std::to_string(wish.number)});
}

}  // namespace adapters
