#include "adapters/rdap/servers.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <sstream>
#include <stdexcept>

#include "adapters/rdap/domain_name.hpp"
#include "engine/fault.hpp"

namespace rdap {
namespace {

constexpr std::array all = {By::iana_id, By::handle, By::name};

// As names below it will have it.
std::optional<std::string> suffix_of(const std::string& text) {
    constexpr std::string_view first_label = "a";
    if (!text.starts_with('.')) return std::nullopt;
    try {
        return a_labels(std::string{first_label} + text).substr(first_label.size());
    } catch (const engine::Rejected&) {
        return std::nullopt;
    }
}

Server read_server(const std::string& entry) {
    const auto refuse = [&](const std::string& rule) {
        throw std::invalid_argument{"'" + entry + "' " + rule};
    };
    std::istringstream words{entry};
    std::string suffix;
    Server server;
    std::string by;
    std::string more;
    words >> suffix >> server.url >> by >> more;
    const auto known = suffix_of(suffix);
    if (!known) refuse("has to begin with a TLD and its point: \".brussels https://…\"");
    server.suffix = *known;
    if (!server.url.starts_with("https://") && !server.url.starts_with("http://"))
        refuse("needs the https URL of the RDAP server after the TLD");
    while (server.url.ends_with('/')) server.url.pop_back();
    if (by.empty()) return server;
    const auto* const found = std::ranges::find(all, by, [](By each) { return word_of(each); });
    if (found == all.end() || !more.empty())
        refuse("may end with one word, what to compare: iana_id, handle or name");
    server.by = *found;
    return server;
}

}  // namespace

std::string_view word_of(By by) {
    switch (by) {
        case By::iana_id: return "iana_id";
        case By::handle: return "handle";
        case By::name: return "name";
    }
    return {};
}

std::vector<Server> read_servers(std::string_view text) {
    std::vector<Server> servers;
    std::istringstream entries{std::string{text}};
    for (std::string entry; std::getline(entries, entry, ',');) {
        const auto begin = entry.find_first_not_of(" \t\r\n");
        if (begin == std::string::npos) continue;
        entry = entry.substr(begin, entry.find_last_not_of(" \t\r\n") - begin + 1);
        auto server = read_server(entry);
        if (std::ranges::find(servers, server.suffix, &Server::suffix) != servers.end())
            throw std::invalid_argument{"'" + entry + "' names " + server.suffix + " again"};
        servers.push_back(std::move(server));
    }
    // The longest suffix first: ".co.example" before ".example".
    std::ranges::stable_sort(servers, std::ranges::greater{},
                             [](const Server& server) { return server.suffix.size(); });
    return servers;
}

}  // namespace rdap
