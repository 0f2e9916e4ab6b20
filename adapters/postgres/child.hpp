// A program run as a direct child, under another user if need be, that does not outlive us.

#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <future>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace postgres {

struct User {
    uid_t uid;
    gid_t gid;
};

struct Command {
    std::vector<std::string> arguments;  // The program's absolute path first.
    std::filesystem::path folder;        // Where it starts.
    std::filesystem::path log;           // Both its outputs are appended here.
    std::optional<User> as;              // Only root can be somebody else.
    int on_our_death;                    // The signal that it gets when we are gone.
};

// The kernel sends that signal when the *thread* that forked ends.  So each child has a thread of
// ours to itself, which ends after the child has.
class Child {
public:
    // Exit statuses of a child that never became the program.
    static constexpr auto cannot_enter_folder = 124;
    static constexpr auto cannot_become_user = 125;
    static constexpr auto cannot_execute = 126;

    explicit Child(const Command&);
    ~Child();  // Kills it, if nobody has waited for it.
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    pid_t pid() const { return pid_; }
    void signal(int) const;
    bool ends_within(std::chrono::milliseconds) const;
    int wait();  // Until it has ended; its exit status, or 128 and the signal that ended it.

private:
    pid_t pid_ = -1;
    bool reaped_ = false;
    std::promise<void> ended_;
    std::shared_future<void> end_;
    std::thread keeper_;
};

}  // namespace postgres
