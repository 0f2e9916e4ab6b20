#include "adapters/watch.hpp"

#include <algorithm>
#include <exception>

#include "adapters/sha256.hpp"
#include "engine/fault.hpp"
#include "states/codec.hpp"
#include "states/events.hpp"

namespace adapters {
namespace {

constexpr auto soon = std::chrono::minutes{1};

// The same for the same news of the same agreement: by this the engine knows it again.
std::string delivery_of(const Agreement& agreement, const engine::Event& event) {
    return agreement.id + "/" + event.name + "/" + sha256_of(event.data.text).substr(0, 16);
}

engine::Event with_papers(const engine::Event& event, const std::vector<std::string>& papers) {
    if (event.name != states::ContractSigned::name) return event;
    auto told = states::decode<states::ContractSigned>(event.data);
    told.papers = papers;
    return states::event(told);
}

}  // namespace

int Watch::look_at_some(int limit, engine::Store::Seconds lease) {
    const auto looks = agreements_.claim(limit, lease);
    for (const auto& each : looks) look(each);
    return static_cast<int>(looks.size());
}

void Watch::look(const Look& each) {
    const auto id = reading_.find(each.agreement.reference);
    if (!id) {
        agreements_.wait(each, std::nullopt, "there is no application of this reference");
        return;
    }
    try {
        look_closely(each, *id);
    } catch (const engine::Unavailable& away) {
        agreements_.wait(each, away.retry_after.value_or(soon), away.what());
    } catch (const engine::Rejected& no) {
        // It may still be signed, so we go on looking; but somebody has to find out.
        raise_(*id, each.agreement, no.what());
        agreements_.wait(each, std::nullopt, no.what());
    }
}

void Watch::look_closely(const Look& each, engine::CaseId id) {
    const auto& agreement = each.agreement;
    const auto seen = service_.look(agreement);
    if (!seen.odd.empty()) raise_(id, agreement, seen.odd);
    // The papers first, so that the news can name them, and kept even if nobody can take it yet.
    const auto papers = seen.standing == Seen::Standing::signed_ ? bring_home(agreement)
                                                                 : std::vector<std::string>{};
    const bool taken = tell(each, id, seen.news, papers);
    if (seen.standing == Seen::Standing::waiting) {
        agreements_.wait(each, std::nullopt, seen.odd);
        return;
    }
    if (!taken)
        agreements_.wait(each, soon, "the application cannot take the news yet");
    else
        agreements_.settle(each, papers.empty() ? "ended" : "signed", papers);
}

// False if some of it has to be told again later.
bool Watch::tell(const Look& each, engine::CaseId id, const std::vector<engine::Event>& news,
                 const std::vector<std::string>& papers) {
    bool all = true;
    for (const auto& event : news) {
        const auto outcome = engine_.submit({.to = id,
                                             .event = with_papers(event, papers),
                                             .from = {"provider:esign", "provider"},
                                             .source = "watch:esign",
                                             .delivery = delivery_of(each.agreement, event)},
                                            engine::Patience::some);
        all = all && !outcome.put_off();
    }
    return all;
}

std::vector<std::string> Watch::bring_home(const Agreement& agreement) {
    std::vector<std::string> ids;
    for (const auto& document : service_.papers(agreement)) {
        archive_.keep(document, "esign:" + agreement.id);
        ids.push_back(document.id);
    }
    return ids;
}

}  // namespace adapters
