// A program that a test starts, hears of when it is ready, and stops by its pid.

#pragma once

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>
#include <csignal>

#include <stdexcept>
#include <string>
#include <vector>

extern char** environ;

namespace tests {

class Child {
public:
    // What it says on stderr is added to the file `log`, or goes where ours goes.
    explicit Child(std::vector<std::string> command, const std::string& log = "") {
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
        const auto error = ::posix_spawn(&pid_, words[0], &actions, nullptr, words.data(), environ);
        posix_spawn_file_actions_destroy(&actions);
        ::close(ends[1]);
        out_ = ends[0];
        if (error != 0) {
            ::close(out_);
            throw std::runtime_error{"cannot start " + command.at(0)};
        }
    }
    ~Child() {
        stop();
        ::close(out_);
    }
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    std::string line() {  // The next that it says; empty if it ends first.
        std::string text;
        for (char c = 0; ::read(out_, &c, 1) == 1 && c != '\n';) text += c;
        return text;
    }

    // "listening on 127.0.0.1:2525"
    int port() {
        const auto text = line();
        const auto colon = text.rfind(':');
        if (colon == std::string::npos) throw std::runtime_error{"it does not listen: " + text};
        return std::stoi(text.substr(colon + 1));
    }

    // Each returns what waitpid() says of its end.
    int stop() { return end(SIGTERM); }
    int kill() { return end(SIGKILL); }
    int wait() { return end(0); }

private:
    int end(int signal) {
        int status = 0;
        if (pid_ <= 0) return status;
        ::kill(pid_, signal);
        ::waitpid(pid_, &status, 0);
        pid_ = 0;
        return status;
    }

    pid_t pid_ = 0;
    int out_ = -1;
};

}  // namespace tests
