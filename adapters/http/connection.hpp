// The bytes of one accepted socket, read and written in slices so that no peer can hold a thread.

#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace http {

using Clock = std::chrono::steady_clock;

// How long a read or a write of the socket may block before whoever waits looks at the clock.  The
// server sets it as the socket's own time-out: a request then costs one system call to read.
constexpr std::chrono::milliseconds slice{100};

struct Broken : std::runtime_error {  // The peer has gone, or does not read what we write.
    using std::runtime_error::runtime_error;
};

class Connection {
public:
    Connection(int socket, std::chrono::milliseconds write_timeout);
    ~Connection() = default;
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    enum class Received { bytes, end, given_up };
    // Waits for more bytes in `received`, until `give_up`, asked after every slice, says so.
    Received receive(const std::function<bool()>& give_up);

    std::string received;  // What has come and was not taken yet.

    void send(std::string_view);  // Throws Broken.

    // Says goodbye so that the last answer arrives: a socket that is closed with unread bytes in it
    // is reset, and the peer may never see what we wrote.  Reads on until the peer closes or
    // `give_up` says so.
    void say_goodbye(const std::function<bool()>& give_up);
    void discard_what_is_there();  // The same for those who cannot wait.

    std::string remote_address() const;

private:
    const int socket_;
    const std::chrono::milliseconds write_timeout_;
};

}  // namespace http
