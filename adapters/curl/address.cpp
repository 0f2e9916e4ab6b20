#include "adapters/curl/address.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <span>

namespace curl {

namespace {

struct Network {
    std::uint32_t address;
    int bits;
};

constexpr std::uint32_t ip(std::uint32_t a, std::uint32_t b, std::uint32_t c, std::uint32_t d) {
    return a << 24 | b << 16 | c << 8 | d;
}

// IANA's registry of special-purpose addresses, where "globally reachable" is false.
constexpr std::array not_public = {
    Network{ip(0, 0, 0, 0), 8},      Network{ip(10, 0, 0, 0), 8},
    Network{ip(100, 64, 0, 0), 10},  Network{ip(127, 0, 0, 0), 8},
    Network{ip(169, 254, 0, 0), 16}, Network{ip(172, 16, 0, 0), 12},
    Network{ip(192, 0, 0, 0), 24},   Network{ip(192, 0, 2, 0), 24},
    Network{ip(192, 88, 99, 0), 24}, Network{ip(192, 168, 0, 0), 16},
    Network{ip(198, 18, 0, 0), 15},  Network{ip(198, 51, 100, 0), 24},
    Network{ip(203, 0, 113, 0), 24}, Network{ip(224, 0, 0, 0), 3},
};

bool is_public_v4(std::uint32_t address) {
    return std::ranges::none_of(not_public, [&](const Network& network) {
        return (address ^ network.address) >> (32 - network.bits) == 0;
    });
}

using Bytes = std::span<const std::uint8_t, 16>;

std::uint32_t v4_at(Bytes bytes, std::size_t at) {
    return ip(bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]);
}

bool begins(Bytes bytes, std::initializer_list<std::uint8_t> prefix) {
    return std::ranges::equal(bytes.first(prefix.size()), prefix);
}

bool is_mapped_v4(Bytes bytes) { return begins(bytes, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff}); }

bool is_public_v6(Bytes bytes) {
    if (is_mapped_v4(bytes)) return is_public_v4(v4_at(bytes, 12));
    if (begins(bytes, {0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0}))  // NAT64
        return is_public_v4(v4_at(bytes, 12));
    if ((bytes[0] & 0xe0) != 0x20) return false;                // Only 2000::/3 is given out.
    if (begins(bytes, {0x20, 0x02})) return false;              // 6to4: an IPv4 address inside.
    if (begins(bytes, {0x20, 0x01, 0x0d, 0xb8})) return false;  // Documentation.
    if (begins(bytes, {0x3f, 0xff}) && bytes[2] < 0x10) return false;  // Documentation.
    return !(begins(bytes, {0x20, 0x01}) && bytes[2] < 0x02);  // 2001::/23: Teredo and others.
}

Bytes bytes_of(const sockaddr& address) {
    return Bytes{reinterpret_cast<const sockaddr_in6&>(address).sin6_addr.s6_addr};
}

std::uint32_t number_of(const sockaddr& address) {
    return ntohl(reinterpret_cast<const sockaddr_in&>(address).sin_addr.s_addr);
}

}  // namespace

bool is_public(const sockaddr& address) {
    if (address.sa_family == AF_INET) return is_public_v4(number_of(address));
    if (address.sa_family == AF_INET6) return is_public_v6(bytes_of(address));
    return false;
}

bool is_loopback(const sockaddr& address) {
    if (address.sa_family == AF_INET) return number_of(address) >> 24 == 127;
    if (address.sa_family != AF_INET6) return false;
    const auto bytes = bytes_of(address);
    if (is_mapped_v4(bytes)) return bytes[12] == 127;
    return begins(bytes, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1});
}

}  // namespace curl
