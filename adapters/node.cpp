#include "adapters/node.hpp"

#include <fcntl.h>
#include <openssl/rand.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <thread>
#include <vector>

#include "adapters/bank/importer.hpp"
#include "adapters/bank/inbox_folder.hpp"
#include "adapters/bookings.hpp"
#include "adapters/config/catalogue.hpp"
#include "adapters/curl/client.hpp"
#include "adapters/curl/smtp.hpp"
#include "adapters/http/api.hpp"
#include "adapters/http/server.hpp"
#include "adapters/letters/letters.hpp"
#include "adapters/logging/logging.hpp"
#include "adapters/mail/mail.hpp"
#include "adapters/neighbours.hpp"
#include "adapters/papers/flaw.hpp"
#include "adapters/papers/paperwork.hpp"
#include "adapters/postgres/address.hpp"
#include "adapters/postgres/agreements.hpp"
#include "adapters/postgres/archive.hpp"
#include "adapters/postgres/bank_book.hpp"
#include "adapters/postgres/codes.hpp"
#include "adapters/postgres/correspondence.hpp"
#include "adapters/postgres/desk.hpp"
#include "adapters/postgres/embedded.hpp"
#include "adapters/postgres/invoices.hpp"
#include "adapters/postgres/migrate.hpp"
#include "adapters/postgres/parked.hpp"
#include "adapters/postgres/reading.hpp"
#include "adapters/postgres/refund_book.hpp"
#include "adapters/postgres/renewed_secrets.hpp"
#include "adapters/postgres/sent_papers.hpp"
#include "adapters/postgres/store.hpp"
#include "adapters/postgres/test_clock.hpp"
#include "adapters/registry/registry.hpp"
#include "adapters/services.hpp"
#include "adapters/sha256.hpp"
#include "adapters/watch.hpp"
#include "engine/inbox.hpp"
#include "engine/outbox.hpp"
#include "states/description.hpp"
#include "states/workflow.hpp"

namespace adapters {
namespace {

states::Catalogue catalogue_of(const config::Config& config) {
    auto read = config::load_catalogue(config.catalogue);
    if (auto* problems = std::get_if<std::vector<config::Problem>>(&read)) {
        std::string words = "the catalogue cannot be used:";
        for (const auto& problem : *problems) words += "\n  " + config::sentence(problem);
        throw std::runtime_error{words};
    }
    return std::get<states::Catalogue>(std::move(read));
}

// Seals codes between the moment they are made and the moment they are on their way.  Beside the
// database, not in it; made once.
std::string sealing_key(const std::filesystem::path& data) {
    std::filesystem::create_directories(data);
    const auto path = data / "sealing.key";
    std::string key(32, '\0');
    if (std::ifstream{path, std::ios::binary}.read(key.data(), 32)) return key;
    if (RAND_bytes(reinterpret_cast<unsigned char*>(key.data()), 32) != 1)
        throw std::runtime_error{"no random bytes"};
    const auto half = data / ("sealing.key." + std::to_string(::getpid()));
    const int file = ::open(half.c_str(), O_CREAT | O_WRONLY | O_TRUNC, 0600);
    const bool written = file >= 0 && ::write(file, key.data(), 32) == 32 && ::fsync(file) == 0;
    if (file >= 0) ::close(file);
    if (!written) throw std::runtime_error{"cannot write " + half.string()};
    // Two servers may start at once on one folder: whoever is first makes the key of both.
    std::error_code taken;
    std::filesystem::create_hard_link(half, path, taken);
    std::filesystem::remove(half);
    if (!std::ifstream{path, std::ios::binary}.read(key.data(), 32))
        throw std::runtime_error{"cannot read " + path.string()};
    return key;
}

bool on_this_machine(const std::string& url) {
    return url.starts_with("http://127.0.0.1") || url.starts_with("http://localhost");
}

// Plain HTTP and loopback addresses only for neighbours that the configuration puts there.
curl::Settings calls_of(const config::Config& config) {
    const bool local =
        std::ranges::any_of(std::vector{config.esign.url, config.payments.url, config.letters.url,
                                        config.registry.url, config.accounting.url},
                            on_this_machine);
    return {.allow_http = local, .allow_loopback = local};
}

postgres::Agreements::Rhythm rhythm_of(const config::Esign& config) {
    return {std::chrono::seconds{config.poll_every}, std::chrono::seconds{config.poll_gap}};
}

std::vector<std::string_view> names_of(const auto& infos) {
    std::vector<std::string_view> names;
    for (const auto& info : infos) names.push_back(info.name);
    return names;
}

}  // namespace

// Takes money in by the payment service, and gives it back by the way that it came.
struct Till {
    PaymentService& payments;
    Refunding& refunding;

    std::optional<engine::Event> perform(const states::RequestPayment& request,
                                         const engine::Work& work) {
        return payments.perform(request, work);
    }
    std::optional<engine::Event> perform(const states::RefundPayment& refund,
                                         const engine::Work& work) {
        return refunding.perform(refund, work);
    }
};

struct Node::Parts {
    Parts(const config::Config& given, bool own_database)
        : config{given},
          catalogue{catalogue_of(given)},
          embedded{given.database.url.empty() && own_database
                       ? std::make_unique<postgres::Embedded>(given.data)
                       : nullptr},
          address{address_of(given)},
          pool{(postgres::migrate(address), address),
               static_cast<std::size_t>(given.workers.connections)},
          send{[this](const Call& call) { return client.call(call); }},
          client{calls_of(given)} {
        refuse_unknown_names();
        refuse_wrong_texts("mails", renderer.problems());
        refuse_wrong_texts("papers", paperwork.problems());
    }

    static void refuse_wrong_texts(const std::string& kind,
                                   const std::vector<std::string>& problems) {
        if (problems.empty()) return;
        auto words = "the templates of " + kind + " cannot be used:";
        for (const auto& problem : problems) words += "\n  " + problem;
        throw std::runtime_error{words};
    }

    std::string address_of(const config::Config& given) const {
        if (embedded) return embedded->address();
        if (!given.database.url.empty()) return postgres::with_limits(given.database.url);
        const auto running = postgres::address_of(given.data);
        if (!running)
            throw std::runtime_error{"no database: nothing runs in " + given.data.string() +
                                     " and database.url is not set; start `doorstep serve` first"};
        return *running;
    }

    void refuse_unknown_names() {
        const auto unknown =
            postgres::unknown_names(pool, names_of(states::all_states()),
                                    names_of(states::all_events()), states::all_effects());
        if (unknown.empty()) return;
        std::string words = "the database holds names that this program does not know:";
        for (const auto& name : unknown) words += "\n  " + name;
        throw std::runtime_error{words};
    }

    void send_mail(const mail::Envelope& envelope, std::string_view message) const {
        curl::send_mail({.url = config.smtp.url,
                         .user = config.smtp.user,
                         .password = config.smtp.password.value,
                         .starttls = !config.smtp.url.starts_with("smtp://127.0.0.1")},
                        {envelope.from, envelope.to}, message);
    }

    config::Config config;
    logging::Log log{logging::level_named(config.log.level), config.log.format == "json"};
    states::Catalogue catalogue;
    std::unique_ptr<postgres::Embedded> embedded;
    std::string address;
    postgres::Pool pool;
    Send send;
    curl::Client client;

    postgres::Store store{pool};
    postgres::Reading reading{pool};
    postgres::Codes codes{pool, {.sealing_key = sealing_key(config.data)}};
    postgres::Correspondence correspondence{pool};
    states::OnboardingWorkflow workflow{catalogue};
    engine::Engine engine{workflow, store};
    Applications applications{engine, reading, catalogue};
    Activation activation{engine, reading, codes};
    postgres::Archive archive{pool};
    postgres::Parked parked{pool};
    Documents documents{archive, static_cast<std::size_t>(config.server.document_limit),
                        papers::flaw_in};
    http::Metrics metrics;
    postgres::BankBook bank_book{pool};
    postgres::RefundBook refund_book{pool};
    bank::Importer importer{
        engine,      reading, bank_book, catalogue.currency, catalogue.second_person_above,
        &refund_book};

    postgres::SentPapers sent_papers{pool};
    papers::Paperwork paperwork{catalogue, papers::template_files(config.mail.templates),
                                sent_papers,
                                [this] { return reading.today(catalogue.invoice.time_zone); }};

    mail::Renderer renderer{
        mail::renderer_for(catalogue, mail::template_files(config.mail.templates))};
    mail::Mail mail{{.from = config.smtp.from, .public_url = config::public_url(config)},
                    catalogue,
                    renderer,
                    [this](const auto& envelope, auto message) { send_mail(envelope, message); },
                    codes,
                    correspondence,
                    [this] { return reading.now(); }};
    postgres::Agreements agreements{pool, rhythm_of(config.esign)};
    postgres::RenewedSecrets renewed{pool, sealing_key(config.data)};
    Signing esign = signing_by(
        config, send, renewed, agreements, archive,
        [this](const auto& contract, const auto& of) { return paperwork.agreement(contract, of); });
    postgres::Invoices invoices{pool};
    Invoicing invoicing = invoicing_by(config, send, catalogue, invoices, [this](const auto& page) {
        return paperwork.invoice(page);
    });
    PaymentService payments = payments_by(
        config, send, catalogue.currency,
        [this](const std::string& reference) { return bookings_of(reading, reference); });
    Refunding refunding{
        refund_book, engine,
        [this](const std::string& reference) { return bookings_of(reading, reference); },
        [this](const auto& refund, const auto& work) { return payments.perform(refund, work); },
        catalogue.currency};
    Till till{payments, refunding};
    letters::Letters letters{access_of(config.letters), send, verifier_of(config.letters), codes};
    registry::Registry registry{access_of(config.registry), send, verifier_of(config.registry)};
    postgres::Tasks tasks{pool};
    Neighbours<mail::Mail, Signing, Invoicing, Till, letters::Letters, registry::Registry,
               postgres::Tasks>
        neighbours{mail, esign, invoicing, till, letters, registry, tasks};

    // What failed is tried again or parked by the engine; here it is told to the operators, too.
    struct Hands final : engine::Performer {
        explicit Hands(Parts& all) : parts{all} {}
        std::optional<engine::Event> perform(const engine::Work& work) override {
            try {
                return parts.neighbours.perform(work);
            } catch (const std::exception& error) {
                parts.log.warn("effect failed", {{"application", work.reference},
                                                 {"effect", work.effect.name},
                                                 {"key", work.key},
                                                 {"error", error.what()}});
                throw;
            }
        }
        Parts& parts;
    };
    Hands hands{*this};

    Watch watch{agreements,
                {.look = [this](const auto& agreement) { return esign.look(agreement); },
                 .papers = [this](const auto& agreement) { return esign.papers(agreement); }},
                engine,
                reading,
                archive,
                [this](auto of, const auto& agreement, const auto& trouble) {
                    raise_agreement(of, agreement, trouble);
                }};

    void raise_agreement(engine::CaseId of, const Agreement& agreement,
                         const std::string& trouble) {
        tasks.perform(states::RaiseTask{.queue = "review",
                                        .kind = "contract_unclear",
                                        .values = {{"agreement", agreement.id},
                                                   {"product", agreement.product},
                                                   {"trouble", trouble}}},
                      {.claim = {},
                       .key = "agreement/" + agreement.id + "/" + sha256_of(trouble).substr(0, 16),
                       .of = of,
                       .reference = agreement.reference,
                       .effect = {}});
    }

    // Access that nobody uses dies in the end.
    int watch_agreements(std::chrono::seconds lease) {
        if (const auto now = reading.now(); now - last_known > std::chrono::hours{24}) {
            last_known = now;
            esign.stay_known();
        }
        return watch.look_at_some(8, lease);
    }
    engine::Time last_known{};

    // Whose webhooks we understand, and in which role they speak.
    struct Ears final : engine::Listener {
        explicit Ears(Parts& all) : parts{all} {}
        std::optional<Heard> understand(const engine::Arrival& arrival) override {
            const auto understood = parts.understood(arrival);
            if (!understood.event) return std::nullopt;
            const auto id = parts.reading.find(understood.reference);
            if (!id) throw engine::Rejected{"there is no application " + understood.reference};
            return Heard{*id, *understood.event,
                         arrival.provider == "registry" ? "registry" : "provider", understood.fact,
                         understood.more};
        }
        Parts& parts;
    };
    Ears ears{*this};

    Understood understood(const engine::Arrival& arrival) {
        try {
            return understand(arrival);
        } catch (const std::exception& error) {
            log.warn("webhook not understood", {{"provider", arrival.provider},
                                                {"delivery", arrival.delivery},
                                                {"error", error.what()}});
            throw;
        }
    }

    Understood understand(const engine::Arrival& arrival) const {
        if (arrival.provider == "esign") return esign.understand(arrival);
        if (arrival.provider == "payments") return payments.understand(arrival);
        if (arrival.provider == "letters") return letters.understand(arrival);
        if (arrival.provider == "registry") return registry.understand(arrival);
        throw engine::Rejected{"nobody understands " + arrival.provider};
    }

    void served(const http::Served& request) {
        metrics.count(request);
        log.debug("request", {{"request", request.request_id},
                              {"method", request.method},
                              {"route", request.pattern},
                              {"status", std::to_string(request.status)},
                              {"microseconds", std::to_string(request.took.count())}});
    }

    http::ApiParts api() {
        const auto verify = [](const auto& adapter) {
            return [&adapter](const engine::Arrival& arrival, engine::Time now) {
                return adapter.verify(arrival, now);
            };
        };
        const auto manners = [](const auto& service) {
            return http::Manners{
                .headers = service.headers(),
                .greet = [&service](const auto& headers) { return service.greet(headers); }};
        };
        return {.applications = applications,
                .activation = activation,
                .documents = documents,
                .invoices = invoices,
                .sent_papers = sent_papers,
                .reading = reading,
                .store = store,
                .metrics = metrics,
                .verifiers = {{"esign", verify(esign)},
                              {"payments", verify(payments)},
                              {"letters", verify(letters)},
                              {"registry", verify(registry)}},
                .manners = {{"esign", manners(esign)}, {"payments", manners(payments)}},
                .statements = &importer,
                .refunds = &refunding,
                .move_clock = test_clock()};
    }

    http::MoveClock test_clock() {
        if (!config.test_clock) return {};
        postgres::install_test_clock(pool);
        return [this](const std::string& interval) {
            postgres::advance_test_clock(pool, interval);
            return engine::rfc3339(reading.now());
        };
    }

    // Works until told to stop; rests a moment when there was nothing to do, and longer when the
    // database is away.
    void work(auto some) {
        while (!stopping) {
            int done = 0;
            auto rest = std::chrono::milliseconds{50};
            try {
                done = some();
            } catch (const std::exception& error) {
                log.error("worker failed", {{"error", error.what()}});
                rest = std::chrono::milliseconds{500};
            }
            if (done == 0) std::this_thread::sleep_for(rest);
        }
    }

    std::atomic<bool> stopping = false;
    std::vector<std::jthread> workers;
    std::unique_ptr<http::Server> server;
};

Node::Node(const config::Config& config, bool own_database)
    : parts_{std::make_unique<Parts>(config, own_database)} {}

Node::~Node() { stop(); }

Applications& Node::applications() { return parts_->applications; }
Documents& Node::documents() { return parts_->documents; }
Parked& Node::parked() { return parts_->parked; }
Statements& Node::statements() { return parts_->importer; }
Refunding& Node::refunds() { return parts_->refunding; }

std::optional<KeptInvoice> Node::invoice(const std::string& reference, bool credit) {
    const auto id = parts_->reading.find(reference);
    return id ? parts_->invoices.latest(*id, credit) : std::nullopt;
}

std::optional<SentPaper> Node::paper_of(const KeptInvoice& invoice) {
    return parts_->sent_papers.find(name_of_invoice(invoice.page));
}

std::variant<Document, std::string> Node::contract(const ContractWanted& wanted) {
    return contract_of(parts_->reading, wanted);
}

std::string Node::add_token(const std::string& name, const std::vector<std::string>& scopes) {
    return postgres::add_token(parts_->pool, name, scopes);
}

bool Node::revoke_token(const std::string& name) {
    return postgres::revoke_token(parts_->pool, name);
}

int Node::serve() {
    auto& parts = *parts_;
    const auto& listen = parts.config.server.listen;
    const auto colon = listen.rfind(':');
    parts.server = std::make_unique<http::Server>(
        http::Settings{
            .host = listen.substr(0, colon),
            .port = std::stoi(listen.substr(colon + 1)),
            .threads = static_cast<std::size_t>(parts.config.server.threads),
            .body_limit = static_cast<std::size_t>(parts.config.server.body_limit),
            .on_fault =
                [&parts](std::string_view id, std::string_view text) {
                    parts.log.error("request failed", {{"request", id}, {"error", text}});
                },
            .on_served = [&parts](const http::Served& served) { parts.served(served); }},
        http::api_routes(parts.api()));
    parts.server->start();
    constexpr int batch = 32;
    const auto lease = std::chrono::seconds{parts.config.workers.lease};
    for (int i = 0; i < std::max(1, parts.config.workers.threads); ++i)
        parts.workers.emplace_back([&parts, lease] {
            auto outbox = engine::Outbox{parts.engine, parts.store, parts.hands, lease};
            parts.work([&] { return outbox.perform_some(4); });
        });
    parts.workers.emplace_back([&parts, lease] {
        auto inbox = engine::Inbox{parts.engine, parts.store, parts.ears, lease};
        parts.work([&] { return inbox.understand_some(batch); });
    });
    parts.workers.emplace_back([&parts, lease] {
        parts.work([&] { return parts.engine.deliver_deadlines(batch, lease); });
    });
    parts.log.info("serving", {{"port", std::to_string(parts.server->port())}});

    if (parts.esign.is_watched())
        parts.workers.emplace_back(
            [&parts, lease] { parts.work([&] { return parts.watch_agreements(lease); }); });

    parts.workers.emplace_back([&parts] {
        auto folder = bank::InboxFolder{parts.importer, parts.config.bank.folder};
        parts.work([&] { return folder.take_some() + parts.importer.settle_some(batch); });
    });
    return parts.server->port();
}

void Node::stop() {
    if (parts_->server && !parts_->stopping) parts_->log.info("stopping");
    parts_->stopping = true;
    if (parts_->server) parts_->server->stop();
    parts_->workers.clear();
}

void migrate(const config::Config& config) {
    const bool runs = config.database.url.empty() && postgres::address_of(config.data);
    const auto migrated = Node{config, !runs};
}

}  // namespace adapters
