#include "adapters/bench_crew.hpp"

#include <algorithm>
#include <atomic>
#include <future>
#include <memory>
#include <nlohmann/json.hpp>
#include <thread>
#include <utility>

namespace adapters {

// The neighbours' webhooks: each says in its body whose it is, which case it is about, and what
// happened there.
class Neighbourhood {
public:
    explicit Neighbourhood(int workers) : waiting_(static_cast<std::size_t>(workers)) {}

    void send(engine::Store& store, int worker, const std::string& provider, engine::CaseId of,
              const engine::Event& event, const std::string& delivery) {
        ++waiting_[static_cast<std::size_t>(worker)];
        const auto body = nlohmann::json{{"worker", worker},
                                         {"application", of.number},
                                         {"event", event.name},
                                         {"data", event.data.text}};
        store.keep({.provider = provider,
                    .delivery = delivery,
                    .headers = {{"content-type", "application/json"}},
                    .body = body.dump()});
    }
    void is_done(int worker) { --waiting_[static_cast<std::size_t>(worker)]; }
    bool all_done(int worker) const { return waiting_[static_cast<std::size_t>(worker)] == 0; }

private:
    std::vector<std::atomic<int>> waiting_;
};

std::optional<engine::Listener::Heard> Ears::understand(const engine::Arrival& arrival) {
    const auto body = nlohmann::json::parse(arrival.body);
    heard_.push_back(body["worker"].get<int>());
    return Heard{{body["application"].get<std::int64_t>()},
                 {body["event"].get<std::string>(), {body["data"].get<std::string>()}},
                 arrival.provider == "registry" ? "registry" : "provider"};
}

void Ears::written() {
    for (const auto worker : heard_) all_.is_done(worker);
    heard_.clear();
}

Worker::Worker(engine::Engine& engine, engine::Store& store, Neighbourhood& all, int number,
               int batch)
    : engine_{engine},
      store_{store},
      all_{all},
      ears_{all},
      inbox_{engine, store, ears_},
      number_{number},
      ids_(static_cast<std::size_t>(batch)) {}

void Worker::begin() {
    name_ = std::to_string(number_) + '-' + std::to_string(++turns_) + '-';
    steps_ = 0;
    std::ranges::fill(ids_, engine::CaseId{});
}

void Worker::submit(const engine::Actor& actor, const EventOf& event_of) {
    std::vector<engine::Message> messages;
    for (std::size_t i = 0; i < ids_.size(); ++i) {
        auto said = event_of(name(i));
        auto delivery = name(i) + '/' + said.name;
        messages.push_back({.to = ids_[i],
                            .event = std::move(said),
                            .from = actor,
                            .source = "bench",
                            .delivery = std::move(delivery)});
    }
    const auto outcomes = decided(engine_, messages);
    for (std::size_t i = 0; i < ids_.size(); ++i) ids_[i] = outcomes[i].after->id;
    steps_ += static_cast<int>(ids_.size());
}

void Worker::receive(const std::string& provider, const EventOf& event_of) {
    constexpr std::size_t connections = 8;
    std::vector<std::future<void>> sending;
    for (std::size_t first = 0; first < std::min(connections, ids_.size()); ++first)
        sending.push_back(std::async(std::launch::async, [&, first] {
            for (auto i = first; i < ids_.size(); i += connections) {
                const auto sent = event_of(name(i));
                all_.send(store_, number_, provider, ids_[i], sent, name(i) + '/' + sent.name);
            }
        }));
    for (auto& connection : sending) connection.get();
    while (!all_.all_done(number_)) {
        if (inbox_.understand_some(static_cast<int>(ids_.size())) == 0)
            std::this_thread::sleep_for(std::chrono::microseconds{200});
        ears_.written();
    }
    steps_ += static_cast<int>(ids_.size());
}

Speed play(const Play& play, engine::Engine& engine, engine::Store& store, const Crew& crew,
           std::chrono::milliseconds time) {
    auto all = Neighbourhood{crew.workers};
    std::vector<std::unique_ptr<Worker>> workers;
    for (int number = 0; number < crew.workers; ++number)
        workers.push_back(std::make_unique<Worker>(engine, store, all, number, crew.batch));
    return measured(crew.workers, time, [&](int number) {
        auto& worker = *workers[static_cast<std::size_t>(number)];
        play(worker);
        return worker.steps();
    });
}

}  // namespace adapters
