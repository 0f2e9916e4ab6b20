// Where the parts of a private cluster lie in its data folder, and what may still run in there.

#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/postgres/child.hpp"

namespace postgres {

struct Folder {
    std::filesystem::path home;     // Ours.
    std::filesystem::path cluster;  // The server's: PostgreSQL's own data directory.
    std::filesystem::path socket;   // The server's: a folder that holds the socket.
    std::filesystem::path log;
    std::filesystem::path lock;
};

// The same for every process that names the same data folder, however it is written.
Folder folder_of(const std::filesystem::path& data);

std::string address_in(const Folder&, std::string_view database);

// The user that the server runs as, when that is not us: PostgreSQL refuses to run as root.
std::optional<User> server_user();

// Makes what is missing, with the owners and permissions that PostgreSQL insists on.
void make_folder(const std::filesystem::path& data, const Folder&);

// Returns when nothing of an earlier server lives in the cluster any more.
void wait_for_leftovers(const Folder&);

}  // namespace postgres
