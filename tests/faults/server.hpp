// `doorstep serve` as a process that can be killed and started again at the same address.

#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <optional>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include "tests/child.hpp"
#include "tests/golden.hpp"

namespace tests {

// "workers.lease" to its value, as a configuration file.
inline void write_config(const std::string& file, const std::map<std::string, std::string>& keys) {
    const auto number = [](const std::string& text) {
        return text.find_first_not_of("0123456789") == std::string::npos;
    };
    std::map<std::string, std::string> sections;
    for (const auto& [key, value] : keys) {
        const auto dot = key.find('.');
        const auto section = dot == std::string::npos ? "" : key.substr(0, dot);
        sections[section] += key.substr(dot == std::string::npos ? 0 : dot + 1) + " = " +
                             (number(value) ? value : '"' + value + '"') + '\n';
    }
    std::ofstream out{file};
    for (const auto& [section, lines] : sections)
        out << (section.empty() ? "" : '[' + section + "]\n") << lines;
}

// One that stays ours while nobody listens there.  The kernel gives ports of its own range to
// outgoing connections, so somebody who knocks while the server is down could take its port.
inline int port_to_keep() {
    int range_begin = 32768;
    std::ifstream{"/proc/sys/net/ipv4/ip_local_port_range"} >> range_begin;
    std::random_device random;
    for (int i = 0; i < 1000; ++i) {
        const int port = std::uniform_int_distribution{10'000, range_begin - 1}(random);
        const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        auto address = sockaddr_in{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        address.sin_port = htons(static_cast<std::uint16_t>(port));
        const bool free =
            ::bind(socket, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
        ::close(socket);
        if (free) return port;
    }
    throw std::runtime_error{"no free port"};
}

// Belongs to the thread that starts it, and ends with it.
class Server {
public:
    // What it complains about is added to the file `log`.
    Server(std::string config, std::string log)
        : config_{std::move(config)}, log_{std::move(log)}, port_{port_to_keep()} {}

    std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }

    void launch() {  // Does not wait for anything.
        process_.emplace(std::vector<std::string>{"/usr/bin/setpriv", "--pdeathsig", "KILL",
                                                  doorstep(), "serve", "--config", config_,
                                                  "--listen", "127.0.0.1:" + std::to_string(port_)},
                         log_);
    }
    void wait_until_it_listens() {
        const auto said = process_.value().line();
        if (said.find("listening on") == std::string::npos)
            throw std::runtime_error{"the server does not listen: '" + said +
                                     "'; its last words:\n" + last_words()};
    }
    void start() {
        launch();
        wait_until_it_listens();
    }

    // SIGKILL.  Throws if it has ended by itself, which it never should.
    void kill() {
        const auto status = process_.value().kill();
        process_.reset();
        if (!WIFSIGNALED(status) || WTERMSIG(status) != SIGKILL)
            throw std::runtime_error{"the server has ended by itself; its last words:\n" +
                                     last_words()};
    }

    // SIGTERM: what an operator does.  Throws if that is no clean end.
    void stop() {
        const auto status = process_.value().stop();
        process_.reset();
        if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
            throw std::runtime_error{"the server has not ended well; its last words:\n" +
                                     last_words()};
    }

    std::string last_words() const {
        const auto text = read_file(log_);
        constexpr std::size_t much = 4000;
        return text.size() > much ? "…" + text.substr(text.size() - much) : text;
    }

private:
    std::string config_;
    std::string log_;
    int port_;
    std::optional<Child> process_;
};

// A bearer token, made by the command line as an operator would.
inline std::string new_token(const std::string& config, const std::string& name,
                             const std::vector<std::string>& scopes) {
    std::vector<std::string> command{doorstep(), "token", "create", name, "--config", config};
    for (const auto& scope : scopes) command.insert(command.end(), {"--scope", scope});
    auto program = Child{command};
    auto token = program.line();
    if (token.empty()) throw std::runtime_error{"no token for " + name};
    program.wait();
    return token;
}

}  // namespace tests
