// One of several services for the same purpose, as the configuration has it.
//
// The others are compiled in and do nothing.  What only some of them can do is done by those.

#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "adapters/adapter.hpp"
#include "adapters/agreements.hpp"
#include "adapters/letter_book.hpp"

namespace adapters {

template <class... Services>
class Chosen {
public:
    using Headers = std::map<std::string, std::string>;

    template <class Service>
    explicit(false) Chosen(std::unique_ptr<Service> service) : service_{std::move(service)} {}

    template <class Effect>
    requires(Performs<Services, Effect>&&...) std::optional<engine::Event> perform(
        const Effect& effect, const engine::Work& work) {
        return with([&](auto& service) { return service.perform(effect, work); });
    }
    std::string verify(const engine::Arrival& arrival, engine::Time now) const {
        return with([&](auto& service) { return service.verify(arrival, now); });
    }
    Understood understand(const engine::Arrival& arrival) const {
        return with([&](auto& service) { return service.understand(arrival); });
    }

    // Whether it has to be asked what has become of an agreement.
    bool is_watched() const {
        return with([](auto& service) { return watches<decltype(service)>; });
    }
    Seen look(const Agreement& agreement) const {
        return with([&](auto& service) -> Seen {
            if constexpr (watches<decltype(service)>) return service.look(agreement);
            throw engine::Rejected{"the service that is configured cannot be asked"};
        });
    }
    std::vector<Document> papers(const Agreement& agreement) const {
        return with([&](auto& service) -> std::vector<Document> {
            if constexpr (watches<decltype(service)>) return service.papers(agreement);
            return {};
        });
    }
    // Whether a letter that was handed over is on paper, from those that have to be asked.
    bool is_printed(const BookedLetter& letter) const {
        return with([&](auto& service) -> bool {
            if constexpr (requires { service.is_printed(letter); })
                return service.is_printed(letter);
            throw engine::Rejected{"letter " + letter.letter + " went by another way (" +
                                   letter.carrier.way + "): look there whether it is printed"};
        });
    }
    // Once a day, for those whose access dies of disuse.
    void stay_known() const {
        with([](auto& service) {
            if constexpr (requires { service.stay_known(); }) service.stay_known();
        });
    }

    // What its webhooks bring and want besides the usual (http::Manners).
    std::vector<std::string> headers() const {
        return with([](auto& service) -> std::vector<std::string> {
            if constexpr (requires { service.headers(); }) return service.headers();
            return {};
        });
    }
    std::vector<std::pair<std::string, std::string>> greet(const Headers& headers) const {
        return with([&](auto& service) -> std::vector<std::pair<std::string, std::string>> {
            if constexpr (requires { service.greet(headers); }) return service.greet(headers);
            return {};
        });
    }

private:
    template <class Service>
    static constexpr bool watches = requires(Service service, const Agreement& agreement) {
        service.look(agreement);
    };

    auto with(auto ask) const {
        return std::visit([&](const auto& service) { return ask(*service); }, service_);
    }

    std::variant<std::unique_ptr<Services>...> service_;
};

}  // namespace adapters
