#include "adapters/postgres/child.hpp"

#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <exception>
#include <system_error>
#include <utility>

namespace postgres {
namespace {

// Runs between fork and exec, where other threads may have left any lock taken: system calls only,
// no memory is asked for.
[[noreturn]] void become(const Command& command, char* const* arguments, int log, pid_t parent) {
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    for (const int number : {SIGINT, SIGTERM, SIGQUIT, SIGPIPE, SIGCHLD, SIGHUP})
        ::signal(number, SIG_DFL);
    setpgid(0, 0);  // A terminal's Ctrl-C is for us; we then stop the child in our own order.

    dup2(log, STDOUT_FILENO);
    dup2(log, STDERR_FILENO);
    dup2(open("/dev/null", O_RDONLY | O_CLOEXEC), STDIN_FILENO);

    if (command.as && (setgroups(0, nullptr) || setgid(command.as->gid) || setuid(command.as->uid)))
        _exit(Child::cannot_become_user);
    // After setuid(), which clears it.
    prctl(PR_SET_PDEATHSIG, command.on_our_death);
    if (getppid() != parent) _exit(Child::cannot_execute);  // We were gone before that.

    if (chdir(command.folder.c_str())) _exit(Child::cannot_enter_folder);
    execv(arguments[0], arguments);
    _exit(Child::cannot_execute);
}

pid_t spawn(const Command& command) {
    const int log =
        open(command.log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (log < 0) throw std::system_error{errno, std::generic_category(), command.log};

    auto words = command.arguments;
    std::vector<char*> arguments;
    for (auto& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);

    const auto parent = getpid();
    const auto pid = fork();
    const int error = errno;
    if (pid == 0) become(command, arguments.data(), log, parent);
    close(log);
    if (pid < 0) throw std::system_error{error, std::generic_category(), "fork"};
    return pid;
}

}  // namespace

Child::Child(const Command& command) : end_{ended_.get_future()} {
    std::promise<pid_t> started;
    auto pid = started.get_future();
    keeper_ = std::thread{[this, &command, started = std::move(started)]() mutable {
        pid_t child = -1;
        try {
            child = spawn(command);
        } catch (const std::system_error&) {
            started.set_exception(std::current_exception());
            return;
        }
        started.set_value(child);
        // Leaves it a zombie, so that its number stays its own until wait() takes it away.
        siginfo_t info;
        while (waitid(P_PID, static_cast<id_t>(child), &info, WEXITED | WNOWAIT) < 0 &&
               errno == EINTR) {
        }
        ended_.set_value();
    }};
    try {
        pid_ = pid.get();
    } catch (const std::system_error&) {
        keeper_.join();
        throw;
    }
}

Child::~Child() {
    if (reaped_) return;
    signal(SIGKILL);
    wait();
}

void Child::signal(int number) const {
    if (!reaped_) kill(pid_, number);
}

bool Child::ends_within(std::chrono::milliseconds time) const {
    return end_.wait_for(time) == std::future_status::ready;
}

int Child::wait() {
    keeper_.join();
    int status = 0;
    while (waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
    }
    reaped_ = true;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace postgres
