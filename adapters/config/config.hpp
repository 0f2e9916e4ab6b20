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

struct Vies {
    std::string url;        // Of its REST interface; empty: VAT numbers are not looked up.
    std::string requester;  // Our own VAT number, for which VIES gives a proof number.
    int cache_days = 30;    // How long a "valid" is good; 0: everybody is asked anew.
};

struct Rdap {
    std::string servers;  // ".brussels https://…, .be https://… name"; read by adapters/rdap.
};

struct Letters : Service {
    std::string by = "print_house";  // Or "printer", "folder", "fax".
    std::string printer;             // "ipp://HOST/ipp/print"; its password is in printer_password.
    std::string printer_user;
    Secret printer_password;
    std::filesystem::path folder;  // That a print shop empties.
    std::string fax_gateway;       // "fax.example": mail to NUMBER@fax.example is faxed.
};

struct Sms {
    std::string provider = "simple";  // Or "twilio".
    std::string url;      // Empty: no SMS codes are asked for; but Twilio is where it is.
    std::string account;  // At Twilio, "AC…".
    Secret api_key;       // There its auth token.
    std::string sender;   // A number or a name; at Twilio also a messaging service, "MG…".
};

struct Codes {             // How long they are good.
    int letter_days = 60;  // The security code of the letter.
    int activation_days = 14;
    int sms_minutes = 10;
};

struct Mail {
    std::filesystem::path templates;  // A folder whose templates replace built-in ones, or empty.
};

struct Bank {
    std::filesystem::path folder;  // Watched for statement files; empty: none.
};

struct Iana {
    std::string url;  // Of the list of registrar IDs, CSV or XML; empty: it is imported by hand.
    int every = 0;    // Seconds between looks at it; 0: never.
};

struct Webhooks {                 // What we tell other systems; who is told stands in the database.
    bool allow_loopback = false;  // Also by plain HTTP on this machine: for tests and the demo.
};

struct Imap {
    std::string url;  // Empty: no mailbox is looked into.
    std::string user;
    Secret password;
    std::string folder = "INBOX";
    std::string folder_processed = "Processed";   // What nobody has to look at any more.
    std::string folder_for_people = "To people";  // What waits for a person.
    int every = 60;                               // Seconds between two looks.
};

struct Intake {
    bool auto_submit = false;  // Sign-ups by mail without any doubt need no clerk.
    int answers_per_day = 3;   // To one address, about what its sign-ups lack.
};

struct Oidc {            // The OpenID provider by which staff logs in.
    std::string issuer;  // Empty: there is none.
    std::string client_id;
    Secret client_secret;
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
    Letters letters;
    Service registry;
    Service accounting;  // Without a URL invoices are made here.
    Vies vies;
    Rdap rdap;
    Bank bank;
    Iana iana;
    Sms sms;
    Codes codes;
    Mail mail;
    Webhooks webhooks;
    Imap imap;
    Intake intake;
    Oidc oidc;
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

struct Listening {
    std::string host;  // An IPv6 address without its brackets.
    int port = 0;
};
Listening listening_on(const Config&);  // As server.listen has it.

// Where others reach us: server.public_url, or the address that we listen on.
std::string public_url(const Config&);

// Effective TOML, with each key's origin as a comment and with secrets and passwords masked.
std::string print(const Config&);

std::vector<std::string> key_names();  // "server.listen", …; for completion and for tests.

}  // namespace config
