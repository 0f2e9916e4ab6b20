#include "adapters/postgres/embedded.hpp"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstring>
#include <fstream>
#include <map>
#include <pqxx/pqxx>
#include <system_error>
#include <vector>

#include "adapters/interrupted.hpp"
#include "adapters/postgres/folder.hpp"

namespace postgres {

const std::map<std::string_view, std::string_view>& embedded_files();  // embedded/, by embed().

namespace {

namespace fs = std::filesystem;

constexpr auto version_min = 15;

std::map<int, fs::path> installed_versions() {  // Major version to the folder of its programs.
    std::map<int, fs::path> versions;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator{"/usr/lib/postgresql", error}) {
        const auto name = entry.path().filename().string();
        int version = 0;
        std::from_chars(name.data(), name.data() + name.size(), version);
        if (version >= version_min && fs::exists(entry.path() / "bin/postgres"))
            versions[version] = entry.path() / "bin";
    }
    if (versions.empty())
        throw CannotStart{
            "found no PostgreSQL server of version 15 or newer in /usr/lib/postgresql: install "
            "the package postgresql, or configure database.url"};
    return versions;
}

// The programs that this cluster needs, or the newest for one that is still to be made.
fs::path programs_for(const fs::path& cluster) {
    const auto versions = installed_versions();
    auto file = std::ifstream{cluster / "PG_VERSION"};
    std::string version;
    if (!(file >> version)) return versions.rbegin()->second;

    std::string names;
    for (const auto& [number, programs] : versions) {
        if (std::to_string(number) == version) return programs;
        names += (names.empty() ? "" : ", ") + std::to_string(number);
    }
    throw CannotStart{"the data in " + cluster.string() + " is of PostgreSQL " + version +
                      ", and installed is " + names + ": install version " + version +
                      ", or move the data with pg_upgrade or pg_dump first"};
}

std::string last_words(const fs::path& log) {
    auto file = std::ifstream{log};
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);) {
        lines.push_back(line);
        if (lines.size() > 5) lines.erase(lines.begin());
    }
    std::string text = "; the end of " + log.string() + ":";
    for (const auto& line : lines) text += "\n  " + line;
    return text;
}

[[noreturn]] void explain(const std::string& program, int status, const Folder& folder) {
    switch (status) {
        case Child::cannot_enter_folder:
            throw CannotStart{"the user postgres may not enter " + folder.home.string() +
                              ": choose another data folder, or allow it with chmod a+x on every "
                              "folder on the way"};
        case Child::cannot_become_user: throw CannotStart{"cannot become the user postgres"};
        case Child::cannot_execute: throw CannotStart{"cannot execute " + program};
    }
    throw CannotStart{program + " ended with status " + std::to_string(status) +
                      last_words(folder.log)};
}

// For a benchmark as well as a demo.  Durability is never traded: fsync and synchronous_commit
// keep their defaults.
const auto settings = std::vector<std::string>{
    "listen_addresses=",
    "unix_socket_permissions=0700",
    "max_connections=100",
    "shared_buffers=256MB",
    "max_wal_size=4GB",
    "dynamic_shared_memory_type=mmap",  // A container's /dev/shm is small.
    "timezone=UTC",
    "log_timezone=UTC",
    "log_min_messages=warning",
};

fs::path make_scratch() {
    auto name = (fs::temp_directory_path() / "doorstep-scratch-XXXXXX").string();
    if (!mkdtemp(name.data()))
        throw CannotStart{name + ": " + std::generic_category().message(errno)};
    if (geteuid() == 0) fs::permissions(name, fs::perms{0711});
    return name;
}

void create_database(const Folder& folder) {
    auto connection = pqxx::connection{address_in(folder, "postgres")};
    auto work = pqxx::nontransaction{connection};
    if (work.exec(std::string{embedded_files().at("has_database.sql")}).empty())
        work.exec(std::string{embedded_files().at("create_database.sql")});
}

}  // namespace

Embedded::Lock::Lock(const fs::path& file, const fs::path& data)
    : file_{::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600)} {
    if (file_ < 0) throw CannotStart{file.string() + ": " + std::generic_category().message(errno)};
    if (flock(file_, LOCK_EX | LOCK_NB) != 0) {
        close(file_);
        std::string holder;
        std::ifstream{file} >> holder;
        throw CannotStart{"the data folder " + data.string() +
                          " is in use by another doorstep, process " + holder};
    }
    const auto us = std::to_string(getpid()) + "\n";
    if (ftruncate(file_, 0) != 0 || write(file_, us.data(), us.size()) < 0) {
        const auto error = errno;
        close(file_);
        throw CannotStart{file.string() + ": " + std::generic_category().message(error)};
    }
}

Embedded::Lock::~Lock() { close(file_); }

Embedded::Embedded(const fs::path& data) : Embedded{data, false} {}

Embedded Embedded::temporary() { return Embedded{make_scratch(), true}; }

Embedded::Embedded(const fs::path& data, bool scratch) : data_{data}, scratch_{scratch} {
    try {
        open();
    } catch (const std::exception&) {
        stop();
        if (scratch_) fs::remove_all(data_);
        throw;
    }
}

Embedded::~Embedded() {
    stop();
    std::error_code error;  // A destructor has nobody to tell.
    const auto folder = folder_of(data_);
    if (scratch_ || folder.socket.parent_path() != folder.home)
        fs::remove_all(folder.socket, error);  // We still hold the lock: it is nobody else's yet.
    if (scratch_) fs::remove_all(data_, error);
}

void Embedded::open() {
    const auto folder = folder_of(data_);
    make_folder(data_, folder);
    lock_.emplace(folder.lock, data_);
    wait_for_leftovers(folder);
    if (!fs::exists(folder.cluster)) make_cluster();
    start();
    create_database(folder);
}

// Under another name first: what an interrupted initdb leaves is no cluster.
void Embedded::make_cluster() {
    const auto folder = folder_of(data_);
    const auto unfinished = folder.home / "unfinished";
    fs::remove_all(unfinished);
    fs::create_directory(unfinished);
    fs::permissions(unfinished, fs::perms{0700});
    const auto user = server_user();
    if (user && chown(unfinished.c_str(), user->uid, user->gid) != 0)
        throw CannotStart{unfinished.string() + ": " + std::generic_category().message(errno)};

    const auto program = (programs_for(folder.cluster) / "initdb").string();
    auto arguments = std::vector<std::string>{program,
                                              "--pgdata=" + unfinished.string(),
                                              "--username=doorstep",
                                              "--auth=trust",  // Its socket's folder is 0700.
                                              "--encoding=UTF8",
                                              "--locale=C.UTF-8",
                                              "--data-checksums",
                                              "--no-instructions"};
    if (scratch_) arguments.emplace_back("--no-sync");
    Child initdb{{.arguments = std::move(arguments),
                  .folder = folder.home,
                  .log = folder.log,
                  .as = user,
                  .on_our_death = SIGTERM}};
    try {
        while (!initdb.ends_within(std::chrono::milliseconds{20})) adapters::heed_interruption();
    } catch (const adapters::Interrupted&) {
        initdb.signal(SIGTERM);  // It has children of its own, which end with it if it is asked.
        initdb.ends_within(std::chrono::seconds{10});
        throw;
    }
    const auto status = initdb.wait();
    if (status != 0) explain(program, status, folder);
    fs::rename(unfinished, folder.cluster);
}

void Embedded::start() {
    const auto folder = folder_of(data_);
    const auto program = (programs_for(folder.cluster) / "postgres").string();
    auto arguments = std::vector<std::string>{program, "-D", folder.cluster, "-c",
                                              "unix_socket_directories=" + folder.socket.string()};
    for (const auto& setting : settings) arguments.insert(arguments.end(), {"-c", setting});
    server_.emplace(Command{.arguments = std::move(arguments),
                            .folder = folder.home,
                            .log = folder.log,
                            .as = server_user(),
                            .on_our_death = SIGINT});  // Its fast shutdown.
    const auto end = std::chrono::steady_clock::now() + std::chrono::minutes{10};
    while (true) {
        try {
            const pqxx::connection attempt{address_in(folder, "postgres")};
            return;
        } catch (const pqxx::broken_connection& trouble) {  // Not yet: it may be recovering.
            if (std::chrono::steady_clock::now() > end)
                throw CannotStart{"PostgreSQL takes no connection: " + std::string{trouble.what()} +
                                  last_words(folder.log)};
            adapters::heed_interruption();
            if (!server_->ends_within(std::chrono::milliseconds{20})) continue;
            const auto status = server_->wait();
            server_.reset();
            explain(program, status, folder);
        }
    }
}

std::string Embedded::address(std::string_view database) const {
    return address_in(folder_of(data_), database);
}

fs::path Embedded::programs() const { return programs_for(folder_of(data_).cluster); }

fs::path Embedded::socket_folder() const { return folder_of(data_).socket; }

pid_t Embedded::pid() const { return server_.value().pid(); }

void Embedded::stop(Shutdown how) {
    if (!server_) return;
    server_->signal(how == Shutdown::fast ? SIGINT : SIGQUIT);
    // Nobody waits forever for a disk; what an immediate shutdown leaves out, recovery makes good.
    if (!server_->ends_within(std::chrono::seconds{60})) server_->signal(SIGQUIT);
    server_->wait();
    server_.reset();
}

void Embedded::restart(Shutdown how) {
    stop(how);
    wait_for_leftovers(folder_of(data_));
    start();
}

std::optional<std::string> address_of(const fs::path& data, std::string_view database) {
    const auto folder = folder_of(data);
    const auto path = (folder.socket / ".s.PGSQL.5432").string();
    sockaddr_un name{.sun_family = AF_UNIX, .sun_path = {}};
    std::memcpy(name.sun_path, path.c_str(), path.size() + 1);  // folder_of() keeps it short.

    const int socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (socket < 0) throw std::system_error{errno, std::generic_category(), "socket"};
    const bool open = connect(socket, reinterpret_cast<sockaddr*>(&name), sizeof name) == 0;
    const int error = errno;
    close(socket);
    if (open) return address_in(folder, database);
    if (error == ENOENT || error == ENOTDIR || error == ECONNREFUSED) return std::nullopt;
    throw std::system_error{error, std::generic_category(), path};
}

}  // namespace postgres
