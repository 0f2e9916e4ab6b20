#include "adapters/postgres/address.hpp"

#include <array>
#include <utility>

namespace postgres {
namespace {

// Each name, its value in a key word address, and its value in a URI.
struct Limit {
    std::string_view name;
    std::string_view words;
    std::string_view uri;
};

constexpr auto limits = std::array{
    Limit{"connect_timeout", "3", "3"},
    Limit{"options",
          "'-c statement_timeout=5000 -c lock_timeout=2000 "
          "-c idle_in_transaction_session_timeout=30000'",
          "-c%20statement_timeout%3D5000%20-c%20lock_timeout%3D2000%20"
          "-c%20idle_in_transaction_session_timeout%3D30000"},
    // For connections that cross a network; a unix socket ignores them.
    Limit{"keepalives_idle", "30", "30"},
    Limit{"tcp_user_timeout", "15000", "15000"},
};

}  // namespace

std::string with_limits(std::string_view address) {
    const bool is_uri = address.starts_with("postgres://") || address.starts_with("postgresql://");
    auto text = std::string{address};
    for (const auto& limit : limits) {
        if (address.find(std::string{limit.name} + "=") != std::string_view::npos) continue;
        if (is_uri)
            text += text.find('?') == std::string::npos ? '?' : '&';
        else
            text += ' ';
        text += std::string{limit.name} + "=" + std::string{is_uri ? limit.uri : limit.words};
    }
    return text;
}

}  // namespace postgres
