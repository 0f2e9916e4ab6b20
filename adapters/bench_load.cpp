#include "adapters/bench_load.hpp"

#include <algorithm>
#include <atomic>
#include <barrier>
#include <exception>
#include <functional>
#include <random>
#include <stdexcept>
#include <thread>
#include <utility>
#include <variant>

#include "adapters/config/catalogue.hpp"
#include "states/codec.hpp"
#include "states/events.hpp"

namespace adapters {
namespace {

using Stopwatch = std::chrono::steady_clock;
using engine::Message;

const auto applicant = engine::Actor{"token:website", "applicant"};
const auto clerk = engine::Actor{"staff:17", "clerk"};
const auto timer = engine::Actor{"timer", "timer"};

void expect_decided(const Message& message, const engine::Outcome& outcome) {
    if (outcome.kind == engine::Outcome::Kind::decided && !outcome.repeated) return;
    throw std::runtime_error{
        "the bench's event was not decided: " + message.event.name +
        (outcome.refusal ? ", " + std::string{name_of(outcome.refusal->reason)} : std::string{})};
}

// One of a crowd, with applications of its own, so that it knows how each of them stands.
class Client {
public:
    Client(engine::Engine& engine, const Load::Crowd& crowd, int number)
        : engine_{engine},
          work_{crowd.work},
          name_{"client-" + std::to_string(number) + '/'},
          batch_{static_cast<std::size_t>(crowd.batch)},
          random_{static_cast<std::minstd_rand::result_type>(number + 1)} {
        for (int id = number + 1; id <= crowd.applications; id += crowd.clients)
            mine_.push_back({{id}});
        if (mine_.size() < batch_) throw std::runtime_error{"too few applications for the bench"};
    }

    int turn() {
        messages_.clear();
        auto at = std::uniform_int_distribution<std::size_t>{0, mine_.size() - 1}(random_);
        for (std::size_t i = 0; i < batch_; ++i, at = (at + 1) % mine_.size()) {
            auto& one = mine_[at];
            messages_.push_back(
                Load::message(work_, one.turns++, one.id, name_ + std::to_string(++sent_)));
        }
        decided(engine_, messages_);
        return static_cast<int>(batch_);
    }

private:
    struct Own {
        engine::CaseId id;
        int turns = 0;
    };

    engine::Engine& engine_;
    Load::Work work_;
    std::string name_;
    std::size_t batch_;
    std::minstd_rand random_;
    std::vector<Own> mine_;
    std::vector<Message> messages_;
    std::int64_t sent_ = 0;
};

}  // namespace

states::SignUp sign_up_for(const std::string& product, const std::string& name) {
    return {.organisation = {.name = "Voorbeeld Hosting " + name,
                             .vat_number = "BE0123456749",
                             .website = "https://voorbeeld.example",
                             .address = {"Philipssite 5", "3001", "Leuven", "", "BE"}},
            .representative = {"An", "Peeters", "an@voorbeeld.example", "+32.16284970",
                               "+32.497111111"},
            .contract_language = "nl",
            .prepayment = {250'000},
            .products = {{product, states::Role::direct, 0, ""}}};
}

std::string plain_product(const states::Catalogue& catalogue) {
    for (const auto& product : catalogue.products)
        if (product.direct && product.prepaid && !product.needs_accreditation) return product.name;
    throw std::runtime_error{"the catalogue has no product for the bench"};
}

std::vector<engine::Outcome> decided(engine::Engine& engine, std::span<const Message> messages) {
    // A single one goes the way of a single one.
    auto outcomes = messages.size() == 1 ? std::vector{engine.submit(messages.front())}
                                         : engine.submit(messages);
    for (std::size_t i = 0; i < outcomes.size(); ++i) expect_decided(messages[i], outcomes[i]);
    return outcomes;
}

double median(std::vector<double> figures) {
    std::ranges::sort(figures);
    const auto middle = figures.size() / 2;
    return figures.size() % 2 ? figures[middle] : (figures[middle - 1] + figures[middle]) / 2;
}

void compare(Compared& figures, int round, const std::function<double()>& ours,
             const std::function<double()>& floor) {
    double our = 0, theirs = 0;
    if (round % 2 == 0) our = ours();
    theirs = floor();
    if (round % 2 == 1) our = ours();
    figures.add(our, theirs);
}

Speed measured(int clients, std::chrono::milliseconds time, const std::function<int(int)>& turn) {
    std::atomic<std::int64_t> warming = 0, timed = 0;
    std::vector<std::exception_ptr> troubles(static_cast<std::size_t>(clients));
    Stopwatch::time_point begin;
    auto start = std::barrier{clients, [&]() noexcept { begin = Stopwatch::now(); }};
    {
        std::vector<std::jthread> threads;
        for (int client = 0; client < clients; ++client)
            threads.emplace_back([&, client] {
                auto& trouble = troubles[static_cast<std::size_t>(client)];
                try {
                    warming += turn(client);
                } catch (const std::exception&) {
                    trouble = std::current_exception();
                }
                start.arrive_and_wait();
                try {
                    while (!trouble && Stopwatch::now() < begin + time) timed += turn(client);
                } catch (const std::exception&) {
                    trouble = std::current_exception();
                }
            });
    }
    const auto took = std::chrono::duration<double>{Stopwatch::now() - begin};
    for (const auto& trouble : troubles)
        if (trouble) std::rethrow_exception(trouble);
    return {static_cast<double>(timed) / took.count(), warming + timed};
}

double seconds_since(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double>(Stopwatch::now() - start).count();
}

states::Catalogue built_in_catalogue() {
    auto read = config::load_catalogue({});
    if (auto* catalogue = std::get_if<states::Catalogue>(&read)) return std::move(*catalogue);
    throw std::runtime_error{"the built-in catalogue cannot be used"};
}

void Load::open(int applications) {
    const auto product = plain_product(catalogue_);
    std::vector<Message> messages;
    for (int number = 1; number <= applications; ++number) {
        const auto name = std::to_string(number);
        messages.push_back(
            {.event = states::event(states::Submitted{sign_up_for(product, name), {}}),
             .from = applicant,
             .source = "bench",
             .delivery = "sign-up-" + name});
        if (messages.size() < 100 && number < applications) continue;
        for (const auto& outcome : decided(engine_, messages))
            if (outcome.after->id.number > applications)
                throw std::runtime_error{"the bench's database is not empty"};
        messages.clear();
    }
}

engine::Message Load::message(Work work, int turn, engine::CaseId to, std::string delivery) {
    const auto event = [&] {
        if (work == Work::stays) return states::event(states::TimeIsUp{});
        if (turn % 2 == 1) return states::event(states::Resumed{});
        return states::event(states::Held{"We wait for the company register."});
    };
    return {.to = to,
            .event = event(),
            .from = work == Work::stays ? timer : clerk,
            .source = "bench",
            .delivery = std::move(delivery)};
}

Speed Load::transitions(const Crowd& crowd, std::chrono::milliseconds time) {
    std::vector<Client> clients;
    for (int number = 0; number < crowd.clients; ++number)
        clients.emplace_back(engine_, crowd, number);
    return measured(crowd.clients, time,
                    [&](int client) { return clients[static_cast<std::size_t>(client)].turn(); });
}

}  // namespace adapters
