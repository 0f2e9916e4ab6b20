// Which addresses a call may go to, judged after the name has been resolved.

#pragma once

#include <sys/socket.h>

namespace curl {

// In the public internet.  Everything else, private networks, carrier-grade NAT, link-local and
// with it the clouds' metadata services, documentation, multicast, and IPv4 of that kind wrapped
// into IPv6, is not for a URL to reach.
bool is_public(const sockaddr&);

bool is_loopback(const sockaddr&);

}  // namespace curl
