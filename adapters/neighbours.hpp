// All our neighbours, as the engine's one performer.
//
// An effect that no adapter performs, or that two perform, does not compile.

#pragma once

#include <boost/mp11/algorithm.hpp>
#include <optional>
#include <tuple>

#include "adapters/adapter.hpp"
#include "engine/fault.hpp"
#include "engine/outbox.hpp"
#include "states/codec.hpp"
#include "states/effects.hpp"

namespace adapters {

template <class... Adapters>
class Neighbours final : public engine::Performer {
public:
    explicit Neighbours(Adapters&... adapters) : adapters_{adapters...} {}

    std::optional<engine::Event> perform(const engine::Work& work) override {
        using namespace boost::mp11;
        bool known = false;
        std::optional<engine::Event> event;
        mp_for_each<mp_transform<mp_identity, states::Effects>>(
            [&]<class Effect>(mp_identity<Effect>) {
                if (Effect::name != work.effect.name) return;
                known = true;
                event = perform_as<Effect>(work);
            });
        if (!known) throw engine::Rejected{"no such effect: " + work.effect.name};
        return event;
    }

private:
    template <class Effect>
    std::optional<engine::Event> perform_as(const engine::Work& work) {
        static_assert((int{Performs<Adapters, Effect>} + ...) == 1,
                      "exactly one adapter has to perform this effect");
        std::optional<engine::Event> event;
        const auto ask = [&]<class Adapter>(Adapter& adapter) {
            if constexpr (Performs<Adapter, Effect>)
                event = adapter.perform(states::decode<Effect>(work.effect.data), work);
        };
        std::apply([&](Adapters&... adapters) { (ask(adapters), ...); }, adapters_);
        return event;
    }

    std::tuple<Adapters&...> adapters_;
};

}  // namespace adapters
