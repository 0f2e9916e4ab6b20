#include "adapters/bench_load.hpp"

#include <algorithm>
#include <atomic>
#include <barrier>
#include <exception>
#include <functional>
#include <future>
#include <nlohmann/json.hpp>
#include <random>
#include <stdexcept>
#include <thread>
#include <variant>

#include "adapters/config/catalogue.hpp"
#include "adapters/postgres/measuring.hpp"
#include "adapters/postgres/pool.hpp"
#include "adapters/postgres/store.hpp"
#include "engine/inbox.hpp"
#include "states/codec.hpp"
#include "states/events.hpp"
#include "states/workflow.hpp"

namespace adapters {
namespace {

constexpr int originals = 200;  // Made by the engine, or some more; the rest are copies.
// So long their journals grow, to some twenty lines each on a small machine.
constexpr auto journals = std::chrono::seconds{3};

using Stopwatch = std::chrono::steady_clock;
using engine::Message;

const auto applicant = engine::Actor{"token:website", "applicant"};
const auto clerk = engine::Actor{"staff:17", "clerk"};
const auto approver = engine::Actor{"staff:18", "approver"};
const auto timer = engine::Actor{"timer", "timer"};
const auto ourselves = engine::Actor{"system", "system"};

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

// The first that anybody may offer with a contract of its own.
std::string plain_product(const states::Catalogue& catalogue) {
    for (const auto& product : catalogue.products)
        if (product.direct && product.prepaid && !product.needs_accreditation) return product.name;
    throw std::runtime_error{"the catalogue has no product for the bench"};
}

void expect_decided(const Message& message, const engine::Outcome& outcome) {
    if (outcome.kind == engine::Outcome::Kind::decided && !outcome.repeated) return;
    throw std::runtime_error{
        "the bench's event was not decided: " + message.event.name +
        (outcome.refusal ? ", " + std::string{name_of(outcome.refusal->reason)} : std::string{})};
}

std::vector<engine::Outcome> decided(engine::Engine& engine, std::span<const Message> messages) {
    // A single one goes the way of a single one.
    auto outcomes = messages.size() == 1 ? std::vector{engine.submit(messages.front())}
                                         : engine.submit(messages);
    for (std::size_t i = 0; i < outcomes.size(); ++i) expect_decided(messages[i], outcomes[i]);
    return outcomes;
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
            messages_.push_back({.to = one.id,
                                 .event = next(one),
                                 .from = work_ == Load::Work::stays ? timer : clerk,
                                 .source = "bench",
                                 .delivery = name_ + std::to_string(++sent_)});
        }
        decided(engine_, messages_);
        return static_cast<int>(batch_);
    }

private:
    struct Own {
        engine::CaseId id;
        bool held = false;
    };

    engine::Event next(Own& one) const {
        if (work_ == Load::Work::stays) return states::event(states::TimeIsUp{});
        one.held = !one.held;
        if (!one.held) return states::event(states::Resumed{});
        return states::event(states::Held{"We wait for the company register."});
    }

    engine::Engine& engine_;
    Load::Work work_;
    std::string name_;
    std::size_t batch_;
    std::minstd_rand random_;
    std::vector<Own> mine_;
    std::vector<Message> messages_;
    std::int64_t sent_ = 0;
};

// The neighbours' webhooks: each says in its body whose it is, which application it is about, and
// what happened there.
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

// One worker's ears.  It hears what others have sent, too, as the inbox is everybody's.
class Ears final : public engine::Listener {
public:
    explicit Ears(Neighbourhood& all) : all_{all} {}

    std::optional<Heard> understand(const engine::Arrival& arrival) override {
        const auto body = nlohmann::json::parse(arrival.body);
        heard_.push_back(body["worker"].get<int>());
        return Heard{{body["application"].get<std::int64_t>()},
                     {body["event"].get<std::string>(), {body["data"].get<std::string>()}},
                     arrival.provider == "registry" ? "registry" : "provider"};
    }
    void written() {
        for (const auto worker : heard_) all_.is_done(worker);
        heard_.clear();
    }

private:
    Neighbourhood& all_;
    std::vector<int> heard_;
};

class Worker {
public:
    Worker(engine::Engine& engine, engine::Store& store, Neighbourhood& all, std::string product,
           int number, int batch)
        : engine_{engine},
          store_{store},
          all_{all},
          product_{std::move(product)},
          number_{number},
          batch_{batch} {}

    int turn() {
        name_ = std::to_string(number_) + '-' + std::to_string(++turns_) + '-';
        ids_.assign(static_cast<std::size_t>(batch_), {});
        int steps = 0;
        const auto say = [&](const engine::Actor& actor, const auto& event_of) {
            steps += batch_;
            submit(actor, event_of);
        };
        const auto hear = [&](const std::string& provider, const auto& event_of) {
            steps += batch_;
            receive(provider, event_of);
        };
        using namespace states;
        const auto total = Money{302'500};
        say(applicant, [&](const std::string& n) {
            return event(Submitted{sign_up_for(product_, n), {}});
        });
        say(approver, [&](const std::string&) { return event(Approved{}); });
        say(ourselves, [&](const std::string& n) {
            return event(ContractPrepared{product_, "agreement-" + n, 1});
        });
        hear("esign",
             [&](const std::string& n) { return event(ContractSigned{"agreement-" + n}); });
        say(ourselves, [&](const std::string& n) {
            return event(InvoiceIssued{"2026-" + n, total, "+++000/0000/00101+++"});
        });
        say(ourselves, [&](const std::string& n) {
            return event(PaymentRequested{"https://pay.example/" + n});
        });
        say(ourselves, [&](const std::string& n) {
            return event(LetterPrinted{"letter-" + n, "reg-" + n});
        });
        hear("payments", [&](const std::string& n) {
            return event(PaymentReceived{total, "payment-" + n});
        });
        say(ourselves, [&](const std::string&) { return event(ActivationSent{}); });
        hear("letters", [&](const std::string& n) { return event(LetterPosted{"letter-" + n}); });
        say(ourselves, [&](const std::string&) { return event(states::Activated{}); });
        say(applicant, [&](const std::string&) { return event(ProfileSaved{profile()}); });
        hear("registry", [&](const std::string& n) {
            return event(DomainRegistered{"voorbeeld-" + n + product_});
        });
        return steps;
    }

private:
    static states::Profile profile() {
        states::Profile filled;
        for (const auto* kind : {"billing", "technical", "administrative", "abuse"})
            filled.contacts.push_back({.kind = kind,
                                       .alias = kind,
                                       .name = "An Peeters",
                                       .email = "an@voorbeeld.example",
                                       .phone = "+32.16284970"});
        return filled;
    }

    void submit(const engine::Actor& actor, const auto& event_of) {
        std::vector<Message> messages;
        for (std::size_t i = 0; i < ids_.size(); ++i) {
            const auto name = name_ + std::to_string(i);
            auto said = event_of(name);
            auto delivery = name + '/' + said.name;
            messages.push_back({.to = ids_[i],
                                .event = std::move(said),
                                .from = actor,
                                .source = "bench",
                                .delivery = std::move(delivery)});
        }
        const auto outcomes = decided(engine_, messages);
        for (std::size_t i = 0; i < ids_.size(); ++i) ids_[i] = outcomes[i].after->id;
    }

    void receive(const std::string& provider, const auto& event_of) {
        // Over several connections at a time, as neighbours do.
        constexpr std::size_t connections = 8;
        std::vector<std::future<void>> sending;
        for (std::size_t first = 0; first < std::min(connections, ids_.size()); ++first)
            sending.push_back(std::async(std::launch::async, [&, first] {
                for (auto i = first; i < ids_.size(); i += connections) {
                    const auto name = name_ + std::to_string(i);
                    const auto sent = event_of(name);
                    all_.send(store_, number_, provider, ids_[i], sent, name + '/' + sent.name);
                }
            }));
        for (auto& connection : sending) connection.get();
        while (!all_.all_done(number_)) {
            if (inbox_.understand_some(batch_) == 0)
                std::this_thread::sleep_for(std::chrono::microseconds{200});
            ears_.written();
        }
    }

    engine::Engine& engine_;
    engine::Store& store_;
    Neighbourhood& all_;
    std::string product_;
    int number_;
    int batch_;
    int turns_ = 0;
    std::string name_;
    std::vector<engine::CaseId> ids_;
    Ears ears_{all_};
    engine::Inbox inbox_{engine_, store_, ears_};
};

}  // namespace

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

Speed Load::transitions(const Crowd& crowd, std::chrono::milliseconds time) {
    std::vector<Client> clients;
    for (int number = 0; number < crowd.clients; ++number)
        clients.emplace_back(engine_, crowd, number);
    return measured(crowd.clients, time,
                    [&](int client) { return clients[static_cast<std::size_t>(client)].turn(); });
}

Speed Load::onboard(int workers, int batch, std::chrono::milliseconds time) {
    auto all = Neighbourhood{workers};
    std::vector<std::unique_ptr<Worker>> crew;
    for (int number = 0; number < workers; ++number)
        crew.push_back(std::make_unique<Worker>(engine_, store_, all, plain_product(catalogue_),
                                                number, batch));
    return measured(workers, time,
                    [&](int worker) { return crew[static_cast<std::size_t>(worker)]->turn(); });
}

void fill(const std::string& address, int applications) {
    const auto catalogue = built_in_catalogue();
    {
        postgres::Pool pool{address, 16};
        postgres::Store store{pool};
        states::OnboardingWorkflow workflow{catalogue};
        engine::Engine engine{workflow, store};
        Load load{engine, store, catalogue};
        load.open(originals / 2);
        load.onboard(1, originals / 2, std::chrono::milliseconds{1});
        load.transitions(
            {.work = Load::Work::stays, .applications = originals / 2, .clients = 4, .batch = 1},
            journals);
    }
    const auto made = postgres::size_of(address).applications;
    postgres::multiply(address, std::max(1, static_cast<int>(applications / made) - 1));
}

}  // namespace adapters
