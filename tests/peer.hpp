// A client that says to a server whatever a test wants, byte by byte.

#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <string>
#include <string_view>

namespace tests {

class Peer {
public:
    explicit Peer(int port) : socket_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(static_cast<std::uint16_t>(port));
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
            throw std::runtime_error{std::strerror(errno)};
        const timeval patience{.tv_sec = 20, .tv_usec = 0};  // A test fails rather than hangs.
        ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    }
    ~Peer() { ::close(socket_); }
    Peer(const Peer&) = delete;
    Peer& operator=(const Peer&) = delete;

    // False when the other side has closed.
    bool say(std::string_view bytes) {
        while (!bytes.empty()) {
            const auto count = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (count <= 0) return false;
            bytes.remove_prefix(static_cast<std::size_t>(count));
        }
        return true;
    }

    // One answer: its head, and a body if there is a Content-Length.  Empty at the end.
    std::string hear(bool with_body = true) {
        while (heard_.find("\r\n\r\n") == std::string::npos)
            if (!more()) return std::exchange(heard_, {});
        auto size = heard_.find("\r\n\r\n") + 4;
        const std::string name = "Content-Length: ";
        const auto length = heard_.find(name);
        if (with_body && length < size) size += std::stoul(heard_.substr(length + name.size()));
        while (heard_.size() < size)
            if (!more()) break;
        const auto answer = heard_.substr(0, size);
        heard_.erase(0, size);
        return answer;
    }

    std::string hear_all() {  // Until the other side closes.
        while (more()) {
        }
        return std::exchange(heard_, {});
    }

private:
    bool more() {
        char buffer[4096];
        const auto count = ::recv(socket_, buffer, sizeof buffer, 0);
        if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
            throw std::runtime_error{"the server says nothing and does not close"};
        if (count <= 0) return false;
        heard_.append(buffer, static_cast<std::size_t>(count));
        return true;
    }

    int socket_;
    std::string heard_;
};

}  // namespace tests
