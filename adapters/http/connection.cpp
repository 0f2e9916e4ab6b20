#include "adapters/http/connection.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>

namespace http {

namespace {
constexpr std::size_t piece = 16 * 1024;
constexpr std::size_t goodbye_bytes_max = 4 * 1024 * 1024;
}  // namespace

Connection::Connection(int socket, std::chrono::milliseconds write_timeout)
    : socket_{socket}, write_timeout_{write_timeout} {
    ::fcntl(socket_, F_SETFD, FD_CLOEXEC);  // We start PostgreSQL; it must not inherit clients.
}

Connection::Received Connection::receive(const std::function<bool()>& give_up) {
    std::array<char, piece> buffer;
    for (;;) {
        const auto count = ::recv(socket_, buffer.data(), buffer.size(), 0);
        if (count > 0) {
            received.append(buffer.data(), static_cast<std::size_t>(count));
            // Also after bytes: who sends one byte a slice is late like who sends none.
            return give_up() ? Received::given_up : Received::bytes;
        }
        if (count == 0) return Received::end;
        if (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR) return Received::end;
        if (give_up()) return Received::given_up;
    }
}

void Connection::send(std::string_view bytes) {
    auto late = Clock::now() + write_timeout_;
    while (!bytes.empty()) {
        const auto count = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (count > 0) {
            bytes.remove_prefix(static_cast<std::size_t>(count));
            late = Clock::now() + write_timeout_;
        } else if (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR) {
            throw Broken{"the peer has closed the connection"};
        } else if (Clock::now() > late) {
            throw Broken{"the peer does not read the answer"};
        }
    }
}

void Connection::say_goodbye(const std::function<bool()>& give_up) {
    ::shutdown(socket_, SHUT_WR);
    std::size_t total = 0;
    do {
        total += received.size();
        received.clear();
    } while (total < goodbye_bytes_max && receive(give_up) == Received::bytes);
}

void Connection::discard_what_is_there() {
    ::shutdown(socket_, SHUT_WR);
    std::array<char, piece> buffer;
    for (int i = 0; i < 4; ++i)
        if (::recv(socket_, buffer.data(), buffer.size(), MSG_DONTWAIT) <= 0) return;
}

std::string Connection::remote_address() const {
    sockaddr_storage address{};
    socklen_t length = sizeof address;
    if (::getpeername(socket_, reinterpret_cast<sockaddr*>(&address), &length) != 0) return {};
    std::array<char, INET6_ADDRSTRLEN> text{};
    const void* bytes = nullptr;
    if (address.ss_family == AF_INET)
        bytes = &reinterpret_cast<const sockaddr_in&>(address).sin_addr;
    else if (address.ss_family == AF_INET6)
        bytes = &reinterpret_cast<const sockaddr_in6&>(address).sin6_addr;
    else
        return {};
    ::inet_ntop(address.ss_family, bytes, text.data(), text.size());
    return text.data();
}

}  // namespace http
