#include "adapters/postgres/folder.hpp"

#include <poll.h>
#include <pwd.h>
#include <signal.h>
#include <sys/shm.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <fstream>
#include <iterator>
#include <sstream>
#include <system_error>

#include "adapters/interrupted.hpp"
#include "adapters/postgres/address.hpp"
#include "adapters/postgres/embedded.hpp"
#include "adapters/sha256.hpp"

namespace postgres {
namespace {

namespace fs = std::filesystem;

constexpr auto socket_name = std::string_view{"/.s.PGSQL.5432"};

bool is_plain(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view{"/._-"}.find(c) != std::string_view::npos;
}

[[noreturn]] void fail(const fs::path& path) {
    throw CannotStart{path.string() + ": " + std::generic_category().message(errno)};
}

// A folder that is the server's alone.  In a public place somebody else may have made it first, so
// what is there is looked at and not trusted.
void make_private(const fs::path& path) {
    const auto user = server_user().value_or(User{geteuid(), getegid()});
    if (mkdir(path.c_str(), 0700) == 0) {
        if (chown(path.c_str(), user.uid, user.gid) != 0) fail(path);
        return;
    }
    if (errno != EEXIST) fail(path);
    struct stat found;
    if (lstat(path.c_str(), &found) != 0) fail(path);
    if (!S_ISDIR(found.st_mode) || found.st_uid != user.uid || (found.st_mode & 077) != 0)
        throw CannotStart{path.string() + " should be a folder that only user " +
                          std::to_string(user.uid) + " may enter (mode 0700), and is not"};
}

// What PostgreSQL notes about itself while it runs (postmaster.pid).
struct Note {
    pid_t pid = 0;
    int memory = -1;  // Id of the shared memory segment that its processes are attached to.
};

std::optional<Note> read_note(const fs::path& cluster) {
    auto file = std::ifstream{cluster / "postmaster.pid"};
    if (!file) return std::nullopt;
    Note note;
    std::string line;
    for (int number = 1; std::getline(file, line); ++number) {
        auto words = std::istringstream{line};
        if (number == 1) words >> note.pid;
        if (long key = 0; number == 7) words >> key >> note.memory;
    }
    return note;
}

// By its command line: process numbers are used again, and a zombie has none.
bool runs_in(pid_t pid, const fs::path& cluster) {
    auto file = std::ifstream{"/proc/" + std::to_string(pid) + "/cmdline"};
    const auto words = std::string{std::istreambuf_iterator<char>{file}, {}};
    return words.find('\0' + cluster.string() + '\0') != std::string::npos;
}

bool is_attached(int memory) {
    shmid_ds about;
    return memory >= 0 && shmctl(memory, IPC_STAT, &about) == 0 && about.shm_nattch > 0;
}

}  // namespace

Folder folder_of(const fs::path& data) {
    const auto home = fs::weakly_canonical(fs::absolute(data)) / "postgres";
    auto socket = home / "socket";
    // Nor may it have a comma, which separates hosts in an address, or need any quoting.
    if (socket.string().size() + socket_name.size() >= sizeof sockaddr_un::sun_path ||
        !std::ranges::all_of(socket.string(), is_plain))
        socket = "/tmp/doorstep-" + adapters::sha256_of(home.string()).substr(0, 16);
    return {.home = home,
            .cluster = home / "cluster",
            .socket = socket,
            .log = home / "log",
            .lock = home / "lock"};
}

std::string address_in(const Folder& folder, std::string_view database) {
    return with_limits("host=" + folder.socket.string() +
                       " user=doorstep dbname=" + std::string{database});
}

std::optional<User> server_user() {
    if (geteuid() != 0) return std::nullopt;
    const auto* entry = getpwnam("postgres");
    if (!entry)
        throw CannotStart{
            "PostgreSQL does not run as root, and there is no user postgres to run it: install "
            "the package postgresql, or run doorstep as a normal user"};
    return User{entry->pw_uid, entry->pw_gid};
}

void make_folder(const fs::path& data, const Folder& folder) {
    // As root, the server's user has to pass through what is ours to get to what is its own.
    const auto mode = geteuid() == 0 ? fs::perms{0711} : fs::perms{0700};
    for (const auto& path : {data, folder.home}) {
        std::error_code error;
        if (fs::create_directories(path, error)) fs::permissions(path, mode, error);
        if (error) throw CannotStart{path.string() + ": " + error.message()};
    }
    make_private(folder.socket);
}

void wait_for_leftovers(const Folder& folder) {
    using Clock = std::chrono::steady_clock;
    // A fast shutdown writes everything to disk first, which a slow disk draws out.
    const auto end = Clock::now() + std::chrono::seconds{60};
    while (const auto note = read_note(folder.cluster)) {
        if (!runs_in(note->pid, folder.cluster) && !is_attached(note->memory)) {
            // The number may be a zombie's, or belong to another process by now (in a container it
            // soon does).  PostgreSQL would take that one for itself and refuse to start.
            fs::remove(folder.cluster / "postmaster.pid");
            fs::remove(folder.socket / ".s.PGSQL.5432.lock");
            return;
        }
        if (Clock::now() > end)
            throw CannotStart{"PostgreSQL still runs in " + folder.cluster.string() +
                              " as process " + std::to_string(note->pid) +
                              ", and not for us: stop it first"};
        adapters::heed_interruption();
        poll(nullptr, 0, 50);
    }
}

}  // namespace postgres
