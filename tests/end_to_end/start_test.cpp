// What `doorstep serve` does before it serves: it refuses what it could only get wrong.

#include <doctest/doctest.h>
#include <sys/wait.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "adapters/scratch_folder.hpp"
#include "tests/child.hpp"
#include "tests/database.hpp"
#include "tests/end_to_end/shell.hpp"

namespace start_test {

namespace {

// On both streams.  A server that starts after all would stay for ever.
tests::Ran serve(const std::string& arguments) {
    return tests::run_in_shell("timeout 120 " + tests::doorstep() + " serve " + arguments +
                               " 2>&1");
}

// The real program on this database.
tests::Ran serve(const tests::Database& database) {
    const adapters::ScratchFolder data{"start"};
    ::setenv("DOORSTEP_DATABASE_URL", database.address().c_str(), 1);
    const auto ended = serve("--listen 127.0.0.1:0 --data " + data.path().string());
    ::unsetenv("DOORSTEP_DATABASE_URL");
    return ended;
}

void add_case(const tests::Database& database, const std::string& state) {
    database.ask(
        "insert into cases (id, state, waiting_for, facts, version, lines, head, opened_at, "
        "changed_at) values (nextval('case_numbers'), '" +
        state + "', 'staff', '{}', 1, 1, '', now(), now())");
}

void add_timer(const tests::Database& database, const std::string& event) {
    database.ask("insert into timers (case_id, event, due_at) values (1, '" + event +
                 "', 'infinity')");
}

void add_effect(const tests::Database& database, const std::string& effect) {
    database.ask("insert into outbox (key, case_id, effect, data, due_at) values ('1.1." + effect +
                 "', 1, '" + effect + "', '{}', 'infinity')");
}

const auto words =
    std::string{"doorstep: the database holds names that this program does not know:"};

// Processes that name the folder or work in it.
int processes_in(const std::filesystem::path& folder) {
    int count = 0;
    for (const auto& entry : std::filesystem::directory_iterator{"/proc"}) {
        std::error_code gone;
        const auto at = std::filesystem::read_symlink(entry.path() / "cwd", gone).string();
        std::ifstream file{entry.path() / "cmdline", std::ios::binary};
        const std::string command{std::istreambuf_iterator<char>{file}, {}};
        const auto path = folder.string();
        count += at.starts_with(path) || command.find(path) != std::string::npos ? 1 : 0;
    }
    return count;
}

// initdb's children may outlive it by a moment, in which they hear of its end.
bool all_end_in(const std::filesystem::path& folder) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{30};
    while (processes_in(folder) > 0)
        if (std::chrono::steady_clock::now() > end) return false;
    return true;
}

}  // namespace

TEST_CASE("a stored state that the program does not know is named, and nothing starts") {
    const tests::Database database;
    for (const auto* state : {"completed", "waiting_for_godot", "in_review", "abolished"})
        add_case(database, state);
    const auto ended = serve(database);
    CHECK_EQ(ended.status, 1);
    CHECK_EQ(ended.said, words + "\n  state abolished\n  state waiting_for_godot\n");
}

TEST_CASE("so is an event that a timer would bring") {
    const tests::Database database;
    add_timer(database, "time_is_up");
    add_timer(database, "doom_is_near");
    const auto ended = serve(database);
    CHECK_EQ(ended.status, 1);
    CHECK_EQ(ended.said, words + "\n  event doom_is_near\n");
}

TEST_CASE("and an effect that is still to be done, each once") {
    const tests::Database database;
    add_effect(database, "tell");
    add_effect(database, "send_pigeon");
    add_effect(database, "send_pigeon");
    add_case(database, "abolished");
    const auto ended = serve(database);
    CHECK_EQ(ended.status, 1);
    CHECK_EQ(ended.said, words + "\n  effect send_pigeon\n  state abolished\n");
}

TEST_CASE("a database with known names, or with nothing in it, is served") {
    const adapters::ScratchFolder data{"start"};
    const tests::Database database;
    ::setenv("DOORSTEP_DATABASE_URL", database.address().c_str(), 1);
    const auto starts = [&] {
        auto server = tests::Child{{tests::doorstep(), "serve", "--listen", "127.0.0.1:0", "--data",
                                    data.path().string()}};
        return server.line().starts_with("listening on http://127.0.0.1:");
    };
    CHECK(starts());
    for (const auto* state : {"completed", "in_review", "on_hold"}) add_case(database, state);
    add_timer(database, "reminder_due");
    CHECK(starts());
    ::unsetenv("DOORSTEP_DATABASE_URL");
}

TEST_CASE("a data folder has one server, and the other commands find it there") {
    const adapters::ScratchFolder data{"start"};
    const auto place = "--data " + data.path().string();
    auto server = tests::Child{
        {tests::doorstep(), "serve", "--listen", "127.0.0.1:0", "--data", data.path().string()}};
    const auto port = server.port();
    const auto second = serve("--listen 127.0.0.1:0 " + place);
    CHECK_EQ(second.status, 1);
    CHECK_NE(second.said.find("is in use by another doorstep, process "), std::string::npos);

    const adapters::ScratchFolder elsewhere{"start"};
    const auto third = serve("--listen 127.0.0.1:" + std::to_string(port) + " --data " +
                             elsewhere.path().string());
    CHECK_EQ(third.status, 1);
    CHECK_NE(third.said.find("Address already in use"), std::string::npos);

    const auto doorstep = tests::doorstep();
    CHECK_EQ(::system((doorstep + " migrate >/dev/null " + place).c_str()), 0);
    CHECK_EQ(::system((doorstep + " list " + place).c_str()), 0);
    const auto status = server.stop();
    CHECK(WIFEXITED(status));
    CHECK_EQ(WEXITSTATUS(status), 0);
    CHECK_NE(::system((doorstep + " list 2>/dev/null " + place).c_str()), 0);
}

// `timeout` sends it as a terminal does: to the program and to all that it has started.
TEST_CASE("who is interrupted while PostgreSQL starts stops at once, and no PostgreSQL is left") {
    const adapters::ScratchFolder data{"start"};
    for (const auto* after : {"0.1", "0.4", "0.02"})
        for (const auto* signal : {"INT", "TERM"}) {
            CAPTURE(after);
            CAPTURE(signal);
            const auto begun = std::chrono::steady_clock::now();
            const auto ended = tests::run_in_shell(std::string{"timeout --preserve-status -s "} +
                                                   signal + ' ' + after + ' ' + tests::doorstep() +
                                                   " serve --listen 127.0.0.1:0 --data " +
                                                   data.path().string() + " 2>&1");
            CHECK_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds{10});
            CHECK_EQ(ended.said.find("listening on"), std::string::npos);
            CHECK(all_end_in(data.path()));
        }
    // What was left half made is no obstacle.
    auto server = tests::Child{
        {tests::doorstep(), "serve", "--listen", "127.0.0.1:0", "--data", data.path().string()}};
    CHECK(server.line().starts_with("listening on"));
}

}  // namespace start_test
