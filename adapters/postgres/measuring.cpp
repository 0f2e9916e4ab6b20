#include "adapters/postgres/measuring.hpp"

#include <signal.h>

#include <chrono>
#include <fstream>
#include <iterator>
#include <map>
#include <pqxx/pqxx>
#include <regex>
#include <utility>

#include "adapters/postgres/folder.hpp"
#include "adapters/postgres/report_book.hpp"
#include "adapters/scratch_folder.hpp"

namespace postgres {

const std::map<std::string_view, std::string_view>& measuring();  // From measuring/, by embed().

namespace {

namespace fs = std::filesystem;

std::string text(std::string_view file) { return std::string{measuring().at(file)}; }

void tell(const Embedded& embedded, const std::string& statement) {
    auto connection = pqxx::connection{embedded.address("postgres")};
    auto work = pqxx::nontransaction{connection};
    work.exec("set statement_timeout = 0");  // A copy and a drop each take a checkpoint.
    work.exec(statement);
}

Rows rows(const std::string& address, std::string_view file) {
    auto connection = pqxx::connection{address};
    const auto row = pqxx::nontransaction{connection}.exec1(text(file));
    return {row[0].as<std::int64_t>(), row[1].as<int>(), row[2].as<int>(), row[3].as<int>()};
}

std::string said_in(const fs::path& log) {
    std::ifstream file{log};
    return {std::istreambuf_iterator<char>{file}, {}};
}

class Workplace {  // The scripts as files, as pgbench wants them, and what it said.
public:
    Workplace() {
        for (const auto& [file, words] : measuring()) folder_.write(file, words);
    }

    std::string file(std::string_view name) const { return (folder_ / name).string(); }
    const fs::path& path() const { return folder_.path(); }
    std::string said() const { return said_in(folder_ / "said"); }

private:
    adapters::ScratchFolder folder_{"bench"};
};

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
    return pqxx::nontransaction{connection}.exec1(text("breaks.sql"))[0].as<int>() == 0;
}

Size size_of(const std::string& address) {
    auto connection = pqxx::connection{address};
    const auto row = pqxx::nontransaction{connection}.exec1(text("size.sql"));
    return {row[0].as<std::int64_t>(), row[1].as<std::int64_t>()};
}

Size multiply(const std::string& address, int times) {
    auto connection = pqxx::connection{address};
    auto work = pqxx::nontransaction{connection};
    work.exec("set statement_timeout = 0");
    work.exec_params(text("multiply.sql"), times);
    work.exec("vacuum analyze");
    // Twice: what one transaction writes is seen as written by the next alone.
    for (int i = 0; i < 2; ++i) work.exec(text("follow.sql"));
    work.exec("vacuum analyze");
    return size_of(address);
}

void seal_places(const std::string& address) {
    auto connection = pqxx::connection{address};
    auto work = pqxx::nontransaction{connection};
    work.exec("set statement_timeout = 0");
    work.exec(text("seal_places.sql"));
    work.exec("vacuum analyze");
}

void copy_report(const Embedded& embedded, const Scratch& database, const std::string& kind,
                 const states::Catalogue& catalogue) {
    adapters::ScratchFolder folder{"bench"};
    auto connection = pqxx::connection{database.address()};
    const auto head = pqxx::nontransaction{connection}.exec1(text("head.sql"));
    const auto asked =
        report_select(kind, catalogue, head[0].as<std::string>(), head[1].as<std::string>());
    const auto copying = "copy (" + asked + ") to stdout (format csv)";
    const auto command = Command{
        .arguments = {(embedded.programs() / "psql").string(), "--no-psqlrc", "--output=/dev/null",
                      "--command=" + copying, "--host=" + embedded.socket_folder().string(),
                      "--username=doorstep", database.name()},
        .folder = folder.path(),
        .log = folder / "said",
        .as = std::nullopt,
        .on_our_death = SIGTERM};
    if (const auto status = Child{command}.wait(); status != 0)
        throw CannotStart{"psql ended with status " + std::to_string(status) + ":\n" +
                          said_in(folder / "said")};
}

void make_floor(const std::string& address, int applications) {
    auto connection = pqxx::connection{address};
    auto work = pqxx::nontransaction{connection};
    work.exec("set statement_timeout = 0");
    work.exec(text("schema.sql"));
    work.exec_params(text("applications.sql"), applications);
    work.exec("vacuum analyze");
}

double measure(const Embedded& embedded, const Scratch& database, const Floor& floor) {
    const auto workplace = Workplace{};
    const bool batches = floor.kind == Floor::Kind::d32;
    auto payload = text("payload.json");
    payload.pop_back();  // The end of the line.
    const auto command =
        Command{.arguments = {(embedded.programs() / "pgbench").string(), "--no-vacuum",
                              "--protocol=prepared", "--client=" + std::to_string(floor.clients),
                              "--jobs=" + std::to_string(std::min(floor.clients, 2)),
                              "--time=" + std::to_string(floor.seconds),
                              "--define=payload=" + payload, "--define=h=" + std::string(64, '5'),
                              "--define=applications=" + std::to_string(floor.applications),
                              "--file=" + workplace.file(batches ? "d32.pgbench" : "e.pgbench"),
                              "--host=" + embedded.socket_folder().string(), "--username=doorstep",
                              database.name()},
                .folder = workplace.path(),
                .log = workplace.path() / "said",
                .as = std::nullopt,
                .on_our_death = SIGTERM};
    const auto status = Child{command}.wait();
    const auto said = workplace.said();
    // On a machine that is busy elsewhere; pgbench gives no rate then.
    if (status == 0 && said.find("actually processed: 0\n") != said.npos) return 0;
    const auto figure = [&](const char* before) {
        std::smatch found;
        if (status != 0 ||
            !std::regex_search(said, found, std::regex{before + std::string{"([0-9.]+)"}}))
            throw CannotStart{command.arguments.front() + " ended with status " +
                              std::to_string(status) + ":\n" + said};
        return std::stod(found[1].str());
    };
    // By the rows that are there: a transaction whose version had moved on has written none.
    const auto written = static_cast<double>(floor_rows(database.address()).transitions);
    return figure("tps = ") * written / figure("actually processed: ");
}

}  // namespace postgres
