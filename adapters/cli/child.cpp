#include "adapters/cli/child.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <stdexcept>

extern char** environ;

namespace cli {

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
    const auto error = ::posix_spawnp(&pid_, words[0], &actions, nullptr, words.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    ::close(ends[1]);
    out_ = ends[0];
    if (error != 0) {
        ::close(out_);
        throw std::runtime_error{"cannot start " + name_};
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
        throw std::runtime_error{name_ + " does not listen: " + said};
    return std::stoi(said.substr(colon + 1));
}

int Child::stop() { return end(SIGTERM); }
int Child::kill() { return end(SIGKILL); }
int Child::wait() { return end(0); }

int Child::end(int signal) {
    int status = 0;
    if (pid_ <= 0) return status;
    ::kill(pid_, signal);
    ::waitpid(pid_, &status, 0);
    pid_ = 0;
    return status;
}

}  // namespace cli
