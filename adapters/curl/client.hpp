// Calls neighbours over HTTPS: to public addresses, without redirects, within time and size.

#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>

#include "adapters/call.hpp"

namespace curl {

using adapters::Call;
using adapters::Reply;

struct Settings {
    std::chrono::milliseconds connect_timeout{3'000};
    std::chrono::milliseconds total_timeout{15'000};
    std::size_t reply_max = 1024 * 1024;  // Bytes of a body.
    bool allow_http = false;              // For tests and the demo.
    bool allow_loopback = false;          // The same: simulators on this machine.
    std::string ca_file = {};             // PEM; empty trusts what the system trusts.
    std::string user_agent = "doorstep";
};

// May be shared by threads: each call takes a handle of its own, and connections are kept open.
class Client {
public:
    explicit Client(Settings = {});
    ~Client();
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    // As adapters::Send says.  A URL or an address that is not allowed is engine::Rejected.
    Reply call(const Call&);

private:
    struct Handles;
    Settings settings_;
    std::unique_ptr<Handles> handles_;
};

}  // namespace curl
