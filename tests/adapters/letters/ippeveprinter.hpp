// CUPS' own IPP Everywhere printer, as a program on a free port: what it gets lies in its folder.
//
// It wants a D-Bus to hand to Avahi, even when it advertises nothing: it gets one of its own.

#pragma once

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "adapters/scratch_folder.hpp"
#include "tests/child.hpp"

namespace tests {

inline int free_port() {
    const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t size = sizeof address;
    const bool bound = ::bind(socket, reinterpret_cast<sockaddr*>(&address), size) == 0 &&
                       ::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size) == 0;
    ::close(socket);
    if (!bound) throw std::runtime_error{"no free port"};
    return ntohs(address.sin_port);
}

class IppEvePrinter {
public:
    // `command` is run for each document: /bin/false makes the printer give the job up.
    explicit IppEvePrinter(int port = free_port(), const std::string& command = "/bin/true")
        : port_{port},
          spool_{made(folder_ / "spool")},
          bus_{{"dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address=1"},
               folder_ / "bus.log"},
          printer_{{"/usr/bin/env", "DBUS_SYSTEM_BUS_ADDRESS=" + bus_.line(), "LC_ALL=C",
                    "/usr/sbin/ippeveprinter", "-r", "off", "-n", "localhost", "-p",
                    std::to_string(port), "-d", spool_, "-k", "-c", command, "-f",
                    "application/pdf", "Letters"},
                   folder_ / "printer.log"} {
        while (!listens()) std::this_thread::yield();
    }

    std::string uri() const { return "ipp://localhost:" + std::to_string(port_) + "/ipp/print"; }
    int port() const { return port_; }

    std::vector<std::string> printed() const {  // The documents, as they came.
        std::vector<std::string> all;
        for (const auto& entry : std::filesystem::directory_iterator{spool_}) {
            if (entry.path().extension() != ".pdf") continue;  // The command's output.
            std::ifstream file{entry.path(), std::ios::binary};
            all.emplace_back(std::istreambuf_iterator<char>{file},
                             std::istreambuf_iterator<char>{});
        }
        return all;
    }

private:
    bool listens() const {
        const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
        const sockaddr_in address{.sin_family = AF_INET,
                                  .sin_port = htons(static_cast<std::uint16_t>(port_)),
                                  .sin_addr = {htonl(INADDR_LOOPBACK)}};
        const bool heard =
            ::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
        ::close(socket);
        return heard;
    }

    static std::filesystem::path made(const std::filesystem::path& folder) {
        std::filesystem::create_directory(folder);
        return folder;
    }

    adapters::ScratchFolder folder_{"printer"};
    int port_;
    std::filesystem::path spool_;
    Child bus_;
    Child printer_;
};

}  // namespace tests
