// How this program is set up: defaults, then one TOML file, then the environment, then flags.
//
// Every key has one place here.  A wrong key is named with its place and reason, and all of them
// at once, before anything starts.

#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "adapters/config/problem.hpp"

namespace config {

// Has no way to be printed by accident.
struct Secret {
    std::string value;
};

struct Database {
    std::string url;  // Empty: a private cluster in the data folder.
};

struct Server {
    std::string listen = "127.0.0.1:8080";
    int threads = 64;
    std::string public_url;  // As applicants reach us, without a slash at the end; empty: `listen`.
    int body_limit = 1'048'576;       // Bytes.
    int document_limit = 10'485'760;  // Bytes of one file.
};

struct Workers {
    int threads = 4;
    int connections = 16;  // To the database, all together.
    int lease = 120;       // Seconds; what a killed server had begun is done by others after that.
};

struct Smtp {
    std::string url = "smtp://127.0.0.1:2525";
    std::string from = "onboarding@registry.example";
    std::string user;
    Secret password;
};

struct Service {      // A neighbour that is reached by HTTP.
    std::string url;  // Empty: there is none.
    Secret api_key;
    Secret webhook_secret;
};

struct Payments : Service {
    std::string provider = "simple";  // Or "stripe", "mollie": whose API and whose webhooks.
};

struct Esign : Service {
    std::string provider = "simple";  // Or "adobe_sign", "docuseal".
    std::string client_id;            // Of our OAuth application at Adobe; its webhooks name it.
    Secret client_secret;
    Secret refresh_token;
    int poll_every = 3600;  // Seconds between looks at an agreement without any news of it,
    int poll_gap = 600;     // and between any two looks: as the provider allows.
};

struct Mail {
    std::filesystem::path templates;  // A folder whose templates replace built-in ones, or empty.
};

struct Bank {
    std::filesystem::path folder;  // Watched for statement files; empty: none.
};

struct Log {
    std::string level = "info";
    std::string format = "text";
};

struct Origin {
    enum class Layer { built_in, file, environment, flag };
    Layer layer = Layer::built_in;
    std::string source = {};  // The file, variable or flag.
    int line = 0;
};

struct Config {
    std::filesystem::path data;
    std::filesystem::path catalogue;  // Empty: the built-in one.
    bool test_clock = false;          // Lets a test move the time.
    Database database;
    Server server;
    Workers workers;
    Smtp smtp;
    Esign esign;
    Payments payments;
    Service letters;
    Service registry;
    Service accounting;  // Without a URL invoices are made here.
    Bank bank;
    Mail mail;
    Log log;

    std::map<std::string, Origin, std::less<>> origins = {};  // Of every key.
};

struct Layers {
    std::filesystem::path file = {};                      // Empty: none.
    std::map<std::string, std::string> environment = {};  // See environment().
    std::map<std::string, std::string> flags = {};        // "server.listen" to its value.
};

std::map<std::string, std::string> environment();  // Of this process, as far as it is about us.

std::variant<Config, std::vector<Problem>> read_config(const Layers&);

// Where others reach us: server.public_url, or the address that we listen on.
std::string public_url(const Config&);

// Effective TOML, with each key's origin as a comment and with secrets and passwords masked.
std::string print(const Config&);

std::vector<std::string> key_names();  // "server.listen", …; for completion and for tests.

}  // namespace config
