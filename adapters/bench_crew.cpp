#include "adapters/bench_crew.hpp"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <exception>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <thread>
#include <utility>

namespace adapters {
namespace {

constexpr int connections = 8;        // To one worker.
constexpr int arrivals_at_once = 32;  // As serve takes them.

}  // namespace

// The neighbours' webhooks: each says in its body whose it is, which case it is about, and what
// happened there.  They come over some connections for each worker, which stay open.
class Neighbourhood {
public:
    Neighbourhood(engine::Store& store, int workers)
        : store_{store}, waiting_(static_cast<std::size_t>(workers)) {
        for (int i = 0; i < workers * connections; ++i)
            connections_.emplace_back([this](const std::stop_token& stop) { deliver(stop); });
    }

    void send(int worker, const std::string& provider, engine::CaseId of,
              const engine::Event& event, const std::string& delivery) {
        const auto body = nlohmann::json{{"worker", worker},
                                         {"application", of.number},
                                         {"event", event.name},
                                         {"data", event.data.text}};
        {
            const auto lock = std::lock_guard{mutex_};
            ++waiting_[static_cast<std::size_t>(worker)];
            to_send_.push_back({.provider = provider,
                                .delivery = delivery,
                                .headers = {{"content-type", "application/json"}},
                                .body = body.dump()});
        }
        sent_.notify_one();
    }
    void is_done(int worker) {
        const auto lock = std::lock_guard{mutex_};
        --waiting_[static_cast<std::size_t>(worker)];
    }
    bool all_done(int worker) {
        const auto lock = std::lock_guard{mutex_};
        if (trouble_) std::rethrow_exception(trouble_);
        return waiting_[static_cast<std::size_t>(worker)] == 0;
    }

private:
    void deliver(const std::stop_token& stop) {
        auto lock = std::unique_lock{mutex_};
        while (sent_.wait(lock, stop, [this] { return !to_send_.empty(); })) {
            const auto arrival = std::move(to_send_.front());
            to_send_.pop_front();
            lock.unlock();
            auto trouble = std::exception_ptr{};
            try {
                store_.keep(arrival);
            } catch (const std::exception&) {
                trouble = std::current_exception();
            }
            lock.lock();
            if (trouble) trouble_ = trouble;
        }
    }

    engine::Store& store_;
    std::mutex mutex_;  // Of the counts, what is to be sent, and the trouble.
    std::vector<int> waiting_;
    std::condition_variable_any sent_;
    std::deque<engine::Arrival> to_send_;
    std::exception_ptr trouble_;
    std::vector<std::jthread> connections_;
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
    for (std::size_t i = 0; i < ids_.size(); ++i) {
        const auto sent = event_of(name(i));
        all_.send(number_, provider, ids_[i], sent, name(i) + '/' + sent.name);
    }
    while (!all_.all_done(number_)) {
        if (inbox_.understand_some(arrivals_at_once) == 0)
            std::this_thread::sleep_for(std::chrono::milliseconds{1});
        ears_.written();
    }
    steps_ += static_cast<int>(ids_.size());
}

Speed play(const Play& play, engine::Engine& engine, engine::Store& store, const Crew& crew,
           std::chrono::milliseconds time) {
    auto all = Neighbourhood{store, crew.workers};
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
