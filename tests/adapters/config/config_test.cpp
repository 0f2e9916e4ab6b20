// The layers of the configuration: who wins, what is wrong and where, and what is shown.

#include "adapters/config/config.hpp"

#include <doctest/doctest.h>
#include <unistd.h>

#include <algorithm>
#include <regex>
#include <string>
#include <variant>
#include <vector>

#include "adapters/scratch_folder.hpp"
#include "tests/golden.hpp"

namespace config_test {

using config::Config;
using config::Layers;
using config::Problem;
using config::read_config;

namespace {

Config good(const Layers& layers) {
    auto read = read_config(layers);
    if (const auto* problems = std::get_if<std::vector<Problem>>(&read))
        for (const auto& problem : *problems) FAIL_CHECK(config::sentence(problem));
    return std::get<Config>(read);
}

std::vector<std::string> complaints(const Layers& layers) {
    const auto read = read_config(layers);
    std::vector<std::string> sentences;
    if (const auto* problems = std::get_if<std::vector<Problem>>(&read))
        for (const auto& problem : *problems) sentences.push_back(config::sentence(problem));
    return sentences;
}

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("without anything, everything has a default") {
    const auto config = good({.environment = {{"HOME", "/home/an"}}});
    CHECK_EQ(config.database.url, "");
    CHECK_EQ(config.server.listen, "127.0.0.1:8080");
    CHECK_EQ(config.smtp.url, "smtp://127.0.0.1:2525");
    CHECK_FALSE(config.test_clock);
    if (geteuid() == 0) {
        CHECK_EQ(config.data, "/var/lib/doorstep");
        return;
    }
    CHECK_EQ(config.data, "/home/an/.local/state/doorstep");
    CHECK_EQ(good({.environment = {{"XDG_STATE_HOME", "/state"}}}).data, "/state/doorstep");
}

TEST_CASE("the environment beats the file, and a flag beats both") {
    const adapters::ScratchFolder folder{"config"};
    const auto file = folder.write("doorstep.toml",
                                   "[server]\nlisten = '127.0.0.1:1'\nthreads = 7\n"
                                   "public_url = 'https://onboarding.example'\n");
    const auto config = good({.file = file,
                              .environment = {{"DOORSTEP_SERVER_LISTEN", "127.0.0.1:2"},
                                              {"DOORSTEP_SERVER_THREADS", "8"}},
                              .flags = {{"server.listen", "127.0.0.1:3"}}});
    CHECK_EQ(config.server.listen, "127.0.0.1:3");
    CHECK_EQ(config.server.threads, 8);
    CHECK_EQ(config.server.public_url, "https://onboarding.example");

    using Layer = config::Origin::Layer;
    CHECK_EQ(config.origins.at("server.listen").layer, Layer::flag);
    CHECK_EQ(config.origins.at("server.threads").source, "DOORSTEP_SERVER_THREADS");
    CHECK_EQ(config.origins.at("server.public_url").line, 4);
    CHECK_EQ(config.origins.at("smtp.url").layer, Layer::built_in);
}

TEST_CASE("every wrong key is named at once, with file, line, key and reason") {
    const adapters::ScratchFolder folder{"config"};
    const auto file = folder.write("wrong.toml", R"(colour = "red"
test_clock = "yes"
[server]
listen = "8080"
threads = 0
body_limit = 1.5
listn = "x"
[smtp]
url = "http://mail.example"
from = "nobody"
[esign]
url = "ftp://sign.example"
provider = "docusign"
[log]
level = "loud"
[workers]
threads = 2
threads_max = { a = 1 }
)");
    const auto name = file.string();
    auto found = complaints({.file = file,
                             .environment = {{"DOORSTEP_SERVER_LISTN", "127.0.0.1:1"},
                                             {"DOORSTEP_LOG_FORMAT", "xml"},
                                             {"DOORSTEP_WORKERS_THREADS", "4x"},
                                             {"DOORSTEP_BIN", "somebody else's"}},
                             .flags = {{"server.lisen", "127.0.0.1:1"}}});
    const auto expected = std::vector<std::string>{
        name + ":1: colour: is not a key of this program",
        name + ":2: test_clock: must be true or false",
        name +
            ":4: server.listen: must be HOST:PORT with a port up to 65535, for example "
            "\"127.0.0.1:8080\"",
        name + ":5: server.threads: must be a whole number from 1 to 1024",
        name + ":6: server.body_limit: must be a text, a whole number, or true or false",
        name + ":7: server.listn: is not a key of this program",
        name + ":9: smtp.url: must be an smtp or smtps URL",
        name + ":10: smtp.from: must be an e-mail address",
        name + ":12: esign.url: must be an http or https URL",
        name + ":13: esign.provider: must be simple, adobe_sign or docuseal",
        name + ":15: log.level: must be debug, info, warn or error",
        name + ":18: workers.threads_max: is not a key of this program",
        "DOORSTEP_LOG_FORMAT: log.format: must be text or json",
        "DOORSTEP_SERVER_LISTN: is not a key of this program",
        "DOORSTEP_WORKERS_THREADS: workers.threads: must be a whole number from 0 to 256",
        "--lisen: server.lisen: is not a key of this program"};
    CHECK_EQ(found.size(), expected.size());
    for (const auto& sentence : expected) {
        INFO(sentence);
        CHECK_NE(std::ranges::find(found, sentence), found.end());
    }
}

TEST_CASE("a file that is no TOML, or is not there, is a problem with its place") {
    const adapters::ScratchFolder folder{"config"};
    const auto file = folder.write("broken.toml", "[server]\nlisten = \n");
    const auto broken = complaints({.file = file});
    REQUIRE_EQ(broken.size(), 1);
    CHECK(broken[0].starts_with(file.string() + ":2: "));
    CHECK_EQ(complaints({.file = folder / "none.toml"}),
             std::vector{(folder / "none.toml").string() + ": cannot be read"});
    CHECK_EQ(complaints({.file = folder.write("section.toml", "server = 5\n")}).size(), 1);
}

TEST_CASE("secrets come from files or the environment, never from the configuration itself") {
    const adapters::ScratchFolder folder{"config"};
    folder.write("keys/esign", "file-secret\n");
    const auto file = folder.write("doorstep.toml", "[esign]\napi_key_file = 'keys/esign'\n");
    CHECK_EQ(good({.file = file}).esign.api_key.value, "file-secret");
    CHECK_EQ(good({.file = file, .environment = {{"DOORSTEP_ESIGN_API_KEY", "env-secret"}}})
                 .esign.api_key.value,
             "env-secret");
    CHECK_EQ(
        good({.environment = {{"DOORSTEP_ESIGN_API_KEY_FILE", (folder / "keys/esign").string()}}})
            .esign.api_key.value,
        "file-secret");

    const auto direct = complaints({.file = folder.write("a.toml", "[esign]\napi_key = 'x'\n")});
    REQUIRE_EQ(direct.size(), 1);
    CHECK(has(direct[0], "esign.api_key: is a secret"));
    CHECK(has(direct[0], "api_key_file"));
    CHECK(has(direct[0], "DOORSTEP_ESIGN_API_KEY"));

    const auto missing =
        complaints({.file = folder.write("b.toml", "[esign]\napi_key_file = 'none'\n")});
    REQUIRE_EQ(missing.size(), 1);
    CHECK(has(missing[0], ":2: esign.api_key_file: cannot read the file"));

    folder.write("keys/empty", "\n");
    const auto empty =
        complaints({.file = folder.write("c.toml", "[esign]\napi_key_file = 'keys/empty'\n")});
    REQUIRE_EQ(empty.size(), 1);
    CHECK(has(empty[0], "is empty"));

    const auto twice = complaints(
        {.environment = {{"DOORSTEP_ESIGN_API_KEY", "x"}, {"DOORSTEP_ESIGN_API_KEY_FILE", "y"}}});
    REQUIRE_EQ(twice.size(), 1);
    CHECK(has(twice[0], "given twice"));
}

TEST_CASE("what is printed can be read again, says where it is from, and shows no secret") {
    const adapters::ScratchFolder folder{"config"};
    const auto file =
        folder.write("doorstep.toml",
                     "[database]\nurl = 'postgresql://doorstep:db-secret@db.example/doorstep'\n"
                     "[smtp]\nuser = 'a\"b'\n");
    const auto config = good({.file = file,
                              .environment = {{"DOORSTEP_SMTP_PASSWORD", "smtp-secret"},
                                              {"DOORSTEP_LOG_LEVEL", "debug"}},
                              .flags = {{"server.threads", "9"}}});
    const auto text = config::print(config);
    CHECK_FALSE(has(text, "secret\""));
    CHECK_FALSE(has(text, "db-secret"));
    CHECK_FALSE(has(text, "smtp-secret"));
    CHECK(has(text, "password = \"********\"  # DOORSTEP_SMTP_PASSWORD\n"));
    CHECK(has(text, "postgresql://doorstep:********@db.example/doorstep\"  # " + file.string() +
                        ", line 2\n"));
    CHECK(has(text, "level = \"debug\"  # DOORSTEP_LOG_LEVEL\n"));
    CHECK(has(text, "threads = 9  # --threads\n"));
    CHECK(has(text, "body_limit = 1048576  # default\n"));

    const auto public_part = std::regex_replace(
        text,
        std::regex{
            "\n(password|printer_password|api_key|webhook_secret|client_secret|refresh_token) = "
            "[^\n]*"},
        "");
    const auto again = good({.file = folder.write("again.toml", public_part)});
    CHECK_EQ(again.smtp.user, "a\"b");
    CHECK_EQ(again.server.threads, 9);
    CHECK_EQ(again.data, config.data);

    const auto worded = good({.flags = {{"database.url", "host=/x password='p q\\'' dbname=d"}}});
    CHECK(has(config::print(worded), "host=/x password=******** dbname=d"));
}

TEST_CASE("paths in a file are relative to it, and have to be there") {
    const adapters::ScratchFolder folder{"config"};
    const auto file = folder.write("etc/doorstep.toml",
                                   "data = '../state'\ncatalogue = 'land.toml'\n"
                                   "[mail]\ntemplates = 'mine'\n");
    const auto found = complaints({.file = file});
    REQUIRE_EQ(found.size(), 2);
    CHECK(has(found[0] + found[1], "there is no file " + (folder / "etc/land.toml").string()));
    CHECK(has(found[0] + found[1], "there is no folder " + (folder / "etc/mine").string()));

    folder.write("etc/land.toml", "");
    folder.write("etc/mine/mail.txt", "");
    const auto config = good({.file = file});
    CHECK_EQ(config.data, folder / "state");
    CHECK_EQ(config.catalogue, folder / "etc/land.toml");
    CHECK_EQ(config.mail.templates, folder / "etc/mine");
}

TEST_CASE("an IPv6 address is written in brackets and listened on without them") {
    const auto at = [](const std::string& listen) {
        return config::listening_on(good({.flags = {{"server.listen", listen}}}));
    };
    CHECK_EQ(at("[::1]:8080").host, "::1");
    CHECK_EQ(at("[::1]:8080").port, 8080);
    CHECK_EQ(at("localhost:0").host, "localhost");
}

TEST_CASE("a clock that anybody can move is for loopback addresses only") {
    CHECK(good({.flags = {{"test_clock", "true"}}}).test_clock);
    CHECK(good({.flags = {{"test_clock", "true"}, {"server.listen", "[::1]:0"}}}).test_clock);
    const auto found =
        complaints({.flags = {{"test_clock", "true"}, {"server.listen", "0.0.0.0:8080"}}});
    REQUIRE_EQ(found.size(), 1);
    CHECK(has(found[0], "loopback"));
}

TEST_CASE("the example file is right as it stands, and shows every key with its default") {
    CHECK_EQ(complaints({.file = "examples/doorstep.toml"}), std::vector<std::string>{});
    CHECK_EQ(complaints({.file = "examples/second_registry/doorstep.toml"}),
             std::vector<std::string>{});

    // The lines that are commented out are keys as well; with them, nothing is left to default.
    const adapters::ScratchFolder folder{"config"};
    auto text = tests::read_file("examples/doorstep.toml");
    text.replace(text.find("user = \"\""), 9, "user = \"x\"");  // Who has a password has a name.
    const auto secret = std::regex{"secrets/[a-z_]+"};
    const auto hidden = std::regex{"(^|\n)#([a-z_]+ = )"};
    const auto file = folder.write("doorstep.toml", std::regex_replace(text, hidden, "$1$2"));
    folder.write("templates/mail.txt", "");
    folder.write("statements/march.cod", "");
    folder.write("letters/A-2026-000001-2-1.printed", "");
    for (auto found = std::sregex_iterator{text.begin(), text.end(), secret};
         found != std::sregex_iterator{}; ++found)
        folder.write(found->str(), found->str());
    const auto config = good({.file = file});
    for (const auto& key : config::key_names()) {
        INFO(key);
        CHECK_EQ(config.origins.at(key).layer, config::Origin::Layer::file);
    }

    const auto defaults = good({});
    CHECK_EQ(config.server.listen, defaults.server.listen);
    CHECK_EQ(config.server.threads, defaults.server.threads);
    CHECK_EQ(config.server.body_limit, defaults.server.body_limit);
    CHECK_EQ(config.server.document_limit, defaults.server.document_limit);
    CHECK_EQ(config.workers.threads, defaults.workers.threads);
    CHECK_EQ(config.workers.connections, defaults.workers.connections);
    CHECK_EQ(config.workers.lease, defaults.workers.lease);
    CHECK_EQ(config.smtp.url, defaults.smtp.url);
    CHECK_EQ(config.smtp.from, defaults.smtp.from);
    CHECK_EQ(config.log.level, defaults.log.level);
    CHECK_EQ(config.log.format, defaults.log.format);
}

TEST_CASE("VIES and RDAP have their keys, and our own VAT number has to be one") {
    const adapters::ScratchFolder folder{"config"};
    const auto config = good({.file = folder.write("doorstep.toml", R"([vies]
url = "https://vies.example/rest-api"
requester = "BE 0466.158.640"
[rdap]
servers = ".be https://rdap.example name"
)"),
                              .environment = {{"DOORSTEP_VIES_CACHE_DAYS", "0"}}});
    CHECK_EQ(config.vies.url, "https://vies.example/rest-api");
    CHECK_EQ(config.vies.requester, "BE 0466.158.640");
    CHECK_EQ(config.vies.cache_days, 0);
    CHECK_EQ(config.rdap.servers, ".be https://rdap.example name");
    CHECK_EQ(good({}).vies.url, "");
    for (const auto* wrong : {"0466158640", "BE0466158641", "CHE123456788"})
        CHECK_EQ(complaints({.environment = {{"DOORSTEP_VIES_REQUESTER", wrong}}}),
                 std::vector<std::string>{
                     "DOORSTEP_VIES_REQUESTER: vies.requester: must be a VAT number of the EU with "
                     "its prefix, as \"BE0466158640\""});
    CHECK_EQ(complaints({.environment = {{"DOORSTEP_VIES_CACHE_DAYS", "91"}}}).size(), 1);
}

TEST_CASE("an OpenID provider is named as its tokens name it, and knows us by a name") {
    const std::map<std::string, std::string> client = {{"oidc.client_id", "doorstep"}};
    for (const auto* issuer : {"https://login.example", "https://login.example/", ""}) {
        auto flags = client;
        flags["oidc.issuer"] = issuer;
        CHECK_EQ(good({.flags = flags}).oidc.issuer, issuer);
    }
    for (const auto* issuer : {"login.example", "https://login.example/?a=b"})
        CHECK_EQ(complaints({.flags = {{"oidc.issuer", issuer}}}).size(), 1);
    CHECK_EQ(complaints({.flags = {{"oidc.issuer", "https://login.example"}}}).size(), 1);
}

}  // namespace config_test
