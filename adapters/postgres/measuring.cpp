#include "adapters/postgres/measuring.hpp"

#include <map>
#include <pqxx/pqxx>
#include <utility>

#include "adapters/postgres/measuring_files.hpp"
#include "adapters/postgres/programs.hpp"
#include "adapters/postgres/report_book.hpp"
#include "adapters/scratch_folder.hpp"

namespace postgres {

const std::map<std::string_view, std::string_view>& measuring();  // From measuring/, by embed().

std::string measuring_file(std::string_view name) { return std::string{measuring().at(name)}; }

namespace {

std::string only_line(std::string_view file) {
    auto line = measuring_file(file);
    line.pop_back();  // The end of the line.
    return line;
}

void tell(const Embedded& embedded, const std::string& statement) {
    auto connection = pqxx::connection{embedded.address("postgres")};
    auto work = pqxx::nontransaction{connection};
    work.exec("set statement_timeout = 0");  // A copy and a drop each take a checkpoint.
    work.exec(statement);
}

Rows rows(const std::string& address, std::string_view file) {
    auto connection = pqxx::connection{address};
    const auto row = pqxx::nontransaction{connection}.exec1(measuring_file(file));
    return {row[0].as<std::int64_t>(), row[1].as<int>(), row[2].as<int>(), row[3].as<int>()};
}

}  // namespace

Scratch::Scratch(const Embedded& embedded, std::string name)
    : embedded_{embedded}, name_{std::move(name)} {
    tell(embedded_, "create database " + name_);
}

Scratch::Scratch(const Embedded& embedded, std::string name, const Scratch& pattern)
    : embedded_{embedded}, name_{std::move(name)} {
    tell(embedded_, "create database " + name_ + " template " + pattern.name());
}

Scratch::~Scratch() {
    try {
        tell(embedded_, "drop database " + name_ + " with (force)");
    } catch (const std::exception&) {  // It goes with the cluster then.
    }
}

std::string_view explanation() { return measuring().at("explanation.txt"); }

Rows our_rows(const std::string& address) { return rows(address, "our_rows.sql"); }
Rows floor_rows(const std::string& address) { return rows(address, "floor_rows.sql"); }

bool journal_is_sound(const std::string& address) {
    auto connection = pqxx::connection{address};
    return pqxx::nontransaction{connection}.exec1(measuring_file("breaks.sql"))[0].as<int>() == 0;
}

Size size_of(const std::string& address) {
    auto connection = pqxx::connection{address};
    const auto row = pqxx::nontransaction{connection}.exec1(measuring_file("size.sql"));
    return {row[0].as<std::int64_t>(), row[1].as<std::int64_t>()};
}

Size multiply(const std::string& address, int times) {
    auto connection = pqxx::connection{address};
    auto work = pqxx::nontransaction{connection};
    work.exec("set statement_timeout = 0");
    work.exec_params(measuring_file("multiply.sql"), times);
    work.exec("vacuum analyze");
    // Twice: what one transaction writes is seen as written by the next alone.
    for (int i = 0; i < 2; ++i) work.exec(measuring_file("follow.sql"));
    work.exec("vacuum analyze");
    return size_of(address);
}

void seal_places(const std::string& address) {
    auto connection = pqxx::connection{address};
    auto work = pqxx::nontransaction{connection};
    work.exec("set statement_timeout = 0");
    work.exec(measuring_file("seal_places.sql"));
    work.exec("vacuum analyze");
}

void copy_report(const Embedded& embedded, const Scratch& database, const std::string& kind,
                 const states::Catalogue& catalogue) {
    auto connection = pqxx::connection{database.address()};
    const auto head = pqxx::nontransaction{connection}.exec1(measuring_file("head.sql"));
    const auto asked =
        report_select(kind, catalogue, head[0].as<std::string>(), head[1].as<std::string>());
    const auto copying = "copy (" + asked + ") to stdout (format csv)";
    run_program(embedded, database.name(), "psql",
                {"--no-psqlrc", "--output=/dev/null", "--command=" + copying},
                adapters::ScratchFolder{"bench"}.path());
}

void make_floor(const std::string& address, int applications) {
    auto connection = pqxx::connection{address};
    auto work = pqxx::nontransaction{connection};
    work.exec("set statement_timeout = 0");
    work.exec(measuring_file("schema.sql"));
    work.exec_params(measuring_file("applications.sql"), applications);
    work.exec("vacuum analyze");
}

double measure(const Embedded& embedded, const Scratch& database, const Floor& floor) {
    const bool batches = floor.kind == Floor::Kind::d32;
    const auto pace =
        run_pgbench(embedded, database.name(),
                    {.clients = floor.clients,
                     .seconds = floor.seconds,
                     .script = measuring_file(batches ? "d32.pgbench" : "e.pgbench"),
                     .values = {"payload=" + only_line("payload.json"), "h=" + std::string(64, '5'),
                                "applications=" + std::to_string(floor.applications)}});
    // By the rows that are there: a transaction whose version had moved on has written none.
    const auto written = static_cast<double>(floor_rows(database.address()).transitions);
    return pace.per_second * written / pace.processed;
}

std::int64_t webhooks_kept(const std::string& address) {
    auto connection = pqxx::connection{address};
    return pqxx::nontransaction{connection}.exec1(measuring_file("kept.sql"))[0].as<std::int64_t>();
}

void make_webhook_floor(const std::string& address) {
    auto connection = pqxx::connection{address};
    pqxx::nontransaction{connection}.exec(measuring_file("webhook_floor.sql"));
}

double measure_webhooks(const Embedded& embedded, const Scratch& database, int clients,
                        int seconds) {
    return run_pgbench(embedded, database.name(),
                       {.clients = clients,
                        .seconds = seconds,
                        .script = measuring_file("webhook.pgbench"),
                        .values = {"h=" + std::string(64, 'a'), "body=" + webhook_body()}})
        .per_second;
}

std::string webhook_body() { return only_line("webhook.json"); }

}  // namespace postgres
