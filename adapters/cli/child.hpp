// A program that we start, hear of when it is ready, and stop by its pid.

#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace cli {

class Child {
public:
    explicit Child(std::vector<std::string> command);  // Throws std::runtime_error.
    ~Child();  // SIGTERM, and waits; SIGKILL for one that does not end by it.
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    // Of its first line, "listening on http://127.0.0.1:2525".  Throws if it says something else.
    int port();

private:
    std::string name_;
    pid_t pid_ = -1;
    int out_ = -1;
};

}  // namespace cli
