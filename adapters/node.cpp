#include "adapters/node.hpp"

#include <algorithm>
#include <atomic>
#include <stdexcept>
#include <thread>
#include <vector>

#include "adapters/all_pages.hpp"
#include "adapters/bank/importer.hpp"
#include "adapters/bank/inbox_folder.hpp"
#include "adapters/bookings.hpp"
#include "adapters/curl/client.hpp"
#include "adapters/curl/smtp.hpp"
#include "adapters/held_time.hpp"
#include "adapters/http/api.hpp"
#include "adapters/http/server.hpp"
#include "adapters/logging/logging.hpp"
#include "adapters/lookups.hpp"
#include "adapters/mail/mail.hpp"
#include "adapters/mail_intake.hpp"
#include "adapters/neighbours.hpp"
#include "adapters/papers/flaw.hpp"
#include "adapters/papers/paperwork.hpp"
#include "adapters/postgres/address.hpp"
#include "adapters/postgres/agreements.hpp"
#include "adapters/postgres/archive.hpp"
#include "adapters/postgres/audit_log.hpp"
#include "adapters/postgres/bank_book.hpp"
#include "adapters/postgres/codes.hpp"
#include "adapters/postgres/correspondence.hpp"
#include "adapters/postgres/desk.hpp"
#include "adapters/postgres/embedded.hpp"
#include "adapters/postgres/eraser.hpp"
#include "adapters/postgres/invoices.hpp"
#include "adapters/postgres/letter_book.hpp"
#include "adapters/postgres/link_book.hpp"
#include "adapters/postgres/mail_book.hpp"
#include "adapters/postgres/migrate.hpp"
#include "adapters/postgres/parked.hpp"
#include "adapters/postgres/reading.hpp"
#include "adapters/postgres/reading_book.hpp"
#include "adapters/postgres/refund_book.hpp"
#include "adapters/postgres/renewed_secrets.hpp"
#include "adapters/postgres/sent_papers.hpp"
#include "adapters/postgres/store.hpp"
#include "adapters/postgres/test_clock.hpp"
#include "adapters/postgres/webhook_book.hpp"
#include "adapters/registrar_doors.hpp"
#include "adapters/registry/registry.hpp"
#include "adapters/reporting.hpp"
#include "adapters/rules_in_force.hpp"
#include "adapters/sealing_key.hpp"
#include "adapters/services.hpp"
#include "adapters/staff_doors.hpp"
#include "adapters/starting.hpp"
#include "adapters/unclear.hpp"
#include "adapters/watch.hpp"
#include "adapters/webhooks/hand_overs.hpp"
#include "engine/inbox.hpp"
#include "engine/outbox.hpp"
#include "states/description.hpp"
#include "states/workflow.hpp"

namespace adapters {
namespace {

const Caller operators{.id = "cli", .roles = {"clerk"}, .door = "cli"};  // Who asks a node itself.

constexpr std::size_t cases_in_mind = 16'384;  // Some 50 MB when all are there.

}  // namespace

struct Node::Parts {
    Parts(const config::Config& given, bool own_database)
        : config{given},
          embedded{given.database.url.empty() && own_database
                       ? std::make_unique<postgres::Embedded>(given.data)
                       : nullptr},
          address{address_of(given)},
          pool{(postgres::migrate(address), address),
               static_cast<std::size_t>(given.workers.connections)},
          send{[this](const Call& call) { return client.call(call); }},
          client{calls_of(given)} {
        refuse_unknown_names();
        refuse("the templates of mails cannot be used:", renderer.problems());
        refuse("the templates of papers cannot be used:", paperwork.problems());
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
        refuse("the database holds names that this program does not know:",
               postgres::unknown_names(pool, names_of(states::all_states()),
                                       names_of(states::all_events()), states::all_effects()));
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
    std::unique_ptr<postgres::Embedded> embedded;
    std::string address;
    postgres::Pool pool;
    RulesInForce rules{config, pool};
    const states::Catalogue& catalogue{rules.catalogue()};
    Send send;
    curl::Client client;

    postgres::Store store{pool};
    postgres::Reading reading{pool};
    const std::function<engine::Time()> now = [this] { return reading.now(); };
    HeldTime held_time{now, std::chrono::seconds{config.test_clock ? 0 : 1}};
    postgres::ReadingBook reading_book{pool, catalogue.invoice.time_zone};
    ReadingLog reading_log{reading, reading_book};
    postgres::Codes codes{
        pool,
        {sealing_key(config.data), std::chrono::days{config.codes.activation_days},
         std::chrono::days{config.codes.letter_days}}};
    postgres::Correspondence correspondence{pool};
    states::OnboardingWorkflow workflow{rules.catalogues()};
    postgres::AuditLog audit_log{pool, workflow.version(), states::workflow_json()};
    engine::Engine engine{workflow, store, config.test_clock ? 0 : cases_in_mind};
    Applications applications{engine, reading, catalogue, &reading_log};
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
    papers::Paperwork paperwork{catalogue, rules.paper_templates(), sent_papers,
                                [this] { return reading.today(catalogue.invoice.time_zone); }};

    mail::Renderer renderer{mail::renderer_for(catalogue, rules.mail_templates())};
    postgres::LinkBook link_book{pool};
    PrivateLinks links{sealing_key(config.data), config::public_url(config), link_book};
    mail::Mail mail{{.from = config.smtp.from,
                     .page_of = [this](const auto& work) { return links.address_of(work.of); },
                     .activation_lifetime = std::chrono::days{config.codes.activation_days}},
                    catalogue,
                    renderer,
                    [this](const auto& envelope, auto message) { send_mail(envelope, message); },
                    codes,
                    correspondence,
                    now};
    postgres::MailBook mail_book{pool};
    MailIntake intake{config,
                      catalogue,
                      {mail_book, engine, applications, documents, reading, &reading_log},
                      links,
                      [this](const auto& reply) { mail.answer(reply); },
                      [this](const auto& what, const auto& error) {
                          log.warn(what, {{"error", error}});
                      }};
    Post post{mail, intake.answering()};
    postgres::Agreements agreements{pool,
                                    {std::chrono::seconds{config.esign.poll_every},
                                     std::chrono::seconds{config.esign.poll_gap}}};
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
    postgres::LetterBook letter_book{pool};
    Letters letters = letters_by(
        config, send,
        {.codes = codes,
         .book = letter_book,
         .draw = [this](const auto& letter,
                        const auto& words) { return paperwork.security_letter(letter, words); },
         .today = [this] { return reading.today(catalogue.invoice.time_zone); }},
        [this](const auto& from, const auto& to, auto message) {
            send_mail({.from = from, .to = {to}}, message);
        });
    registry::Registry registry{access_of(config.registry), send, verifier_of(config.registry)};
    postgres::WebhookBook webhook_book{pool, sealing_key(config.data)};
    OutgoingWebhooks outgoing{config, webhook_book, now};
    webhooks::HandOvers hand_overs{webhook_book, registrys_system(), now};
    postgres::Tasks tasks{pool};
    postgres::Eraser eraser{pool};
    RegistrarDoors doors{config,
                         catalogue,
                         pool,
                         sealing_key(config.data),
                         {.engine = engine, .reading = reading, .codes = codes, .send = send}};
    StaffDoors staff_doors{config, catalogue, pool, reading, sealing_key(config.data), send};
    Lookups lookups{config, pool, reading, send, &reading_log};
    PostRoom post_room{
        letter_book,
        codes,
        engine,
        reading,
        parked,
        {.is_printed = [this](const auto& letter) { return letters.is_printed(letter); },
         .raise = [this](const auto& letter,
                         const auto& trouble) { raise(unclear_letter(letter, trouble)); }}};
    void raise(const Unclear& what) { tasks.perform(what.task, what.work); }

    Reporting reporting{pool, workflow, catalogue, audit_log, reading, reading_log};

    AllPages pages{
        config,
        pool,
        {.applications = applications,
         .reading = reading,
         .readings = reading_log,
         .reporting = reporting,
         .links = links,
         .documents = documents,
         .invoices = invoices,
         .sent_papers = sent_papers,
         .activation = doors.activation(),
         .login = doors.login(),
         .reissue = doors.reissue(),
         .early_checks = lookups.early_checks(),
         .grounds = lookups.grounds(),
         .mail = intake.desk(),
         .sample_mail = [this](const auto& tell, const auto& of) { return mail.sample(tell, of); },
         .staff_login = staff_doors.login(),
         .staff = staff_doors.desk(),
         .tokens = staff_doors.tokens(),
         .sign_on = staff_doors.sign_on(),
         .statements = importer,
         .refunds = refunding,
         .bank_book = bank_book,
         .parked = parked,
         .post_room = post_room,
         .rules = rules.desk(),
         .outside = {send, outgoing.desk()},
         .catalogue = catalogue}};
    Neighbours<Post, Signing, Invoicing, Till, Letters, registry::Registry, webhooks::HandOvers,
               postgres::Tasks, postgres::Eraser, Lookups>
        neighbours{post,     esign,      invoicing, till,   letters,
                   registry, hand_overs, tasks,     eraser, lookups};

    webhooks::HandOvers::System registrys_system() {
        if (config.registry.url.empty()) return {};
        return [this](const auto& record, const auto& work) { registry.hand_over(record, work); };
    }

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
                    raise(unclear_agreement(of, agreement, trouble));
                }};

    // Always none done: there is no hurry.
    int refresh_registrars() {
        const auto news = lookups.refresh();
        if (news.kind == iana::Refresh::News::Kind::imported)
            log.info("IANA's list was imported",
                     {{"rows", std::to_string(news.kept.rows)},
                      {"terminated", std::to_string(news.kept.difference.terminated.size())},
                      {"tasks", std::to_string(news.kept.tasks)}});
        return 0;
    }

    // Access that nobody uses dies in the end.
    int watch_agreements(std::chrono::seconds lease) {
        if (const auto time = now(); time - last_known > std::chrono::hours{24}) {
            last_known = time;
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
        const auto verify = [this](const auto& adapter) {
            return [this, &adapter](const engine::Arrival& arrival) {
                return adapter.verify(arrival, held_time.now());
            };
        };
        const auto manners = [](const auto& service) {
            return http::Manners{
                .headers = service.headers(),
                .greet = [&service](const auto& headers) { return service.greet(headers); }};
        };
        return {.applications = applications,
                .activation = doors.activation(),
                .login = doors.login(),
                .reissue = doors.reissue(),
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
                .grounds = &lookups.grounds(),
                .registrars = &lookups.registrars(),
                .webhook_desk = &outgoing.desk(),
                .post_room = &post_room,
                .mail_desk = &intake.desk(),
                .mail_answering = &intake.answering(),
                .readings = &reading_log,
                .reports = &reporting.reports(),
                .time_machine = &reporting.time_machine(),
                .workbooks = &reporting.workbooks(),
                .audit_log = &audit_log,
                .move_clock = test_clock()};
    }

    std::vector<http::Route> routes() {
        auto all = http::api_routes(api());
        std::ranges::move(pages.routes(), std::back_inserter(all));
        return all;
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
    void work(auto some, std::chrono::milliseconds pause = std::chrono::milliseconds{50}) {
        while (!stopping) {
            int done = 0;
            auto rest = pause;
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
Registrars& Node::registrars() { return parts_->lookups.registrars(); }
Grounds& Node::grounds() { return parts_->lookups.grounds(); }
WebhookDesk& Node::webhooks() { return parts_->outgoing.desk(); }
PostRoom& Node::post_room() { return parts_->post_room; }
StaffDesk& Node::staff() { return parts_->staff_doors.desk(); }
StaffLogin& Node::staff_login() { return parts_->staff_doors.login(); }
TokenDesk& Node::tokens() { return parts_->staff_doors.tokens(); }
ReadingLog& Node::readings() { return parts_->reading_log; }
Reporting& Node::reporting() { return parts_->reporting; }
SignOn* Node::sign_on() { return parts_->staff_doors.sign_on(); }
RuleDesk& Node::rules() { return parts_->rules.desk(); }
bool Node::rules_have_changed() { return parts_->rules.have_changed(); }

std::optional<KeptInvoice> Node::invoice(const std::string& reference, bool credit) {
    const auto id = parts_->reading.find(reference);
    if (id) parts_->reading_log.note(operators, read_of::invoice, id);
    return id ? parts_->invoices.latest(*id, credit) : std::nullopt;
}

std::optional<SentPaper> Node::paper_of(const KeptInvoice& invoice) {
    return parts_->sent_papers.find(name_of_invoice(invoice.page));
}

std::variant<Document, std::string> Node::contract(const ContractWanted& wanted) {
    if (const auto id = parts_->reading.find(wanted.reference))
        parts_->reading_log.note(operators, read_of::contract, id);
    return contract_of(parts_->reading, wanted);
}

int Node::listen(bool beside_another) {
    auto& parts = *parts_;
    auto settings = server_settings(parts.config);
    settings.beside_another = beside_another;
    settings.on_fault = [&parts](std::string_view id, std::string_view text) {
        parts.log.error("request failed", {{"request", id}, {"error", text}});
    };
    settings.on_served = [&parts](const http::Served& served) { parts.served(served); };
    parts.server = std::make_unique<http::Server>(std::move(settings), parts.routes());
    parts.server->start();
    return parts.server->port();
}

int Node::serve(bool beside_another) {
    const auto port = listen(beside_another);
    auto& parts = *parts_;
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
    parts.log.info("serving", {{"port", std::to_string(port)}});

    using std::chrono::milliseconds;
    const auto keep = [&parts](auto job, milliseconds pause = milliseconds{50}) {
        parts.workers.emplace_back([&parts, job, pause] { parts.work(job, pause); });
    };
    for (const auto& job : parts.outgoing.jobs()) keep(job, milliseconds{200});
    keep([&parts, lease] { return parts.engine.deliver_deadlines(batch, lease); });
    if (parts.esign.is_watched()) keep([&parts, lease] { return parts.watch_agreements(lease); });
    if (parts.lookups.refreshes()) keep([&parts] { return parts.refresh_registrars(); });
    keep([&parts, lease] { return parts.doors.reissue().fulfil_some(lease); });
    if (parts.intake.has_mailbox()) keep([&parts] { return parts.intake.work_some(); });
    parts.workers.emplace_back([&parts] {
        auto folder = bank::InboxFolder{parts.importer, parts.config.bank.folder};
        parts.work([&] { return folder.take_some() + parts.importer.settle_some(batch); });
    });
    keep([&parts] { return parts.post_room.look_at_some(batch); });
    keep([&parts] { return (parts.pages.follow(), 0); }, milliseconds{1000});
    keep([&parts] { return parts.audit_log.seal_some(); }, milliseconds{500});
    keep([&parts] { return parts.eraser.tidy(parts.catalogue); }, milliseconds{1000});
    keep([&parts] { return parts.reading_log.write_some(); }, milliseconds{250});
    return port;
}

void Node::log_trouble(const std::string& what, const std::string& error) {
    parts_->log.error(what, {{"error", error}});
}

void Node::stop() {
    if (parts_->server && !parts_->stopping) parts_->log.info("stopping");
    parts_->stopping = true;
    if (parts_->server) parts_->server->stop();
    parts_->workers.clear();
}

void migrate(const config::Config& config) {
    const Node done{config, !config.database.url.empty() || !postgres::address_of(config.data)};
}

}  // namespace adapters
