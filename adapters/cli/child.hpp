// A program that we start, hear of when it is ready, and stop by its pid.

#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace cli {

class Child {
public:
    // What it says on stderr is added to the file `log`, or goes where ours goes.  Throws
    // std::runtime_error if it cannot be started.
    explicit Child(std::vector<std::string> command, const std::string& log = "");
    ~Child();  // stop()
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    std::string line();  // The next that it says on stdout; empty if it ends first.

    // Of its next line, "listening on http://127.0.0.1:2525".  Throws std::runtime_error if it says
    // something else.
    int port();

    // Each waits until it has ended and returns what waitpid() says of that; 0 if it was over.
    int stop();  // SIGTERM first.
    int kill();  // SIGKILL first.
    int wait();  // Until it ends by itself.

private:
    int end(int signal);

    std::string name_;
    pid_t pid_ = 0;
    int out_ = -1;
};

}  // namespace cli
