// A PostgreSQL cluster of our own in a data folder, reached by a unix socket.
//
// For `demo`, for `serve` without a configured database, and for tests: the same server that a
// registry runs in production, without anybody having to administer one.

#pragma once

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "adapters/postgres/child.hpp"

namespace postgres {

struct CannotStart : std::runtime_error {  // Its text is for the person who started us.
    using std::runtime_error::runtime_error;
};

enum class Shutdown {
    fast,       // Rolls open transactions back and stops in good order.
    immediate,  // As a power cut would; the next start recovers.
};

// Runs from construction to destruction.  When we are killed, the kernel tells PostgreSQL to stop.
class Embedded {
public:
    // Makes the cluster in the folder if there is none; waits for what a killed predecessor left.
    explicit Embedded(const std::filesystem::path& data);
    static Embedded temporary();  // In a scratch folder that goes with it.
    ~Embedded();
    Embedded(const Embedded&) = delete;
    Embedded& operator=(const Embedded&) = delete;

    std::string address(std::string_view database = "doorstep") const;
    std::filesystem::path programs() const;       // The folder of psql, pgbench, …
    std::filesystem::path socket_folder() const;  // What they call its host.
    pid_t pid() const;  // Of the server's first process; it must be running.

    void stop(Shutdown = Shutdown::fast);
    void restart(Shutdown = Shutdown::fast);

private:
    // Held as long as we live: the sign to other processes that the folder is taken.
    class Lock {
    public:
        Lock(const std::filesystem::path& file, const std::filesystem::path& data);
        ~Lock();
        Lock(const Lock&) = delete;
        Lock& operator=(const Lock&) = delete;

    private:
        int file_;
    };

    Embedded(const std::filesystem::path& data, bool scratch);
    void open();
    void make_cluster();
    void start();

    std::filesystem::path data_;
    bool scratch_;
    std::optional<Lock> lock_;
    std::optional<Child> server_;
};

// The address of the cluster that another process runs in this folder; empty if none does.
std::optional<std::string> address_of(const std::filesystem::path& data,
                                      std::string_view database = "doorstep");

}  // namespace postgres
