#include "adapters/cli/child.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <stdexcept>
#include <system_error>

namespace cli {
namespace {

constexpr int nap_ms = 5;
constexpr int patience = 2000;  // Naps before a child that does not end is made to.

// The child hears signals as if started from a fresh shell, whatever we have blocked or ignore;
// and a terminal's Ctrl-C is for us alone, who then stop the child in our own order.
class Attributes {
public:
    Attributes() {
        posix_spawnattr_init(&all_);
        sigset_t signals;
        sigemptyset(&signals);
        posix_spawnattr_setsigmask(&all_, &signals);
        for (const int number : {SIGINT, SIGTERM, SIGQUIT, SIGPIPE, SIGHUP})
            sigaddset(&signals, number);
        posix_spawnattr_setsigdefault(&all_, &signals);
        posix_spawnattr_setpgroup(&all_, 0);
        posix_spawnattr_setflags(
            &all_, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
    }
    ~Attributes() { posix_spawnattr_destroy(&all_); }
    Attributes(const Attributes&) = delete;
    Attributes& operator=(const Attributes&) = delete;
    const posix_spawnattr_t* get() const { return &all_; }

private:
    posix_spawnattr_t all_;
};

}  // namespace

Child::Child(std::vector<std::string> command, const std::string& log) : name_{command.at(0)} {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error{"no pipe"};
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    if (!log.empty())
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, log.c_str(),
                                         O_WRONLY | O_CREAT | O_APPEND, 0600);
    std::vector<char*> words;
    for (auto& word : command) words.push_back(word.data());
    words.push_back(nullptr);
    const auto error =
        ::posix_spawnp(&pid_, words[0], &actions, Attributes{}.get(), words.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    ::close(ends[1]);
    out_ = ends[0];
    if (error != 0) {
        ::close(out_);
        throw std::runtime_error{"cannot start " + name_ + ": " +
                                 std::generic_category().message(error)};
    }
}

Child::~Child() {
    stop();
    ::close(out_);
}

std::string Child::line() {
    std::string text;
    for (char c = 0; ::read(out_, &c, 1) == 1 && c != '\n';) text += c;
    return text;
}

int Child::port() {
    const auto said = line();
    const auto colon = said.rfind(':');
    if (colon == std::string::npos || !said.starts_with("listening on"))
        throw std::runtime_error{
            name_ + (said.empty() ? " ended before it listened" : " does not listen: " + said)};
    return std::stoi(said.substr(colon + 1));
}

int Child::stop() { return end(SIGTERM); }
int Child::kill() { return end(SIGKILL); }
int Child::wait() { return end(0); }

int Child::end(int signal) {
    int status = 0;
    if (pid_ <= 0) return status;
    ::kill(pid_, signal);
    for (int naps = 0; signal == SIGTERM && ::waitpid(pid_, &status, WNOHANG) == 0; ++naps) {
        if (naps == patience) ::kill(pid_, SIGKILL);
        ::poll(nullptr, 0, nap_ms);
    }
    if (signal != SIGTERM) ::waitpid(pid_, &status, 0);
    pid_ = 0;
    return status;
}

}  // namespace cli
