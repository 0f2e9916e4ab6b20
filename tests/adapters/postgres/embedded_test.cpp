// The private cluster, as root and as a normal user, through every way of dying.

#include "adapters/postgres/embedded.hpp"

#include <doctest/doctest.h>
#include <poll.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <pqxx/pqxx>
#include <string>

#include "adapters/postgres/folder.hpp"
#include "adapters/scratch_folder.hpp"
#include "tests/database.hpp"
#include "tests/golden.hpp"

namespace embedded_test {

namespace fs = std::filesystem;
using postgres::Embedded;
using postgres::Shutdown;

namespace {

std::string complaint_of(const std::function<void()>& action) {
    try {
        action();
    } catch (const postgres::CannotStart& complaint) {
        return complaint.what();
    }
    return "";
}

bool lives(pid_t pid) {  // A zombie has no command line.
    return !tests::read_file("/proc/" + std::to_string(pid) + "/cmdline").empty();
}

// A process that runs a cluster in `data` until it is killed.
struct Other {
    pid_t pid;
    pid_t server;
};

Other start_other(const fs::path& data) {
    int pipe_ends[2];
    REQUIRE_EQ(pipe(pipe_ends), 0);
    const auto pid = fork();
    REQUIRE_GE(pid, 0);
    if (pid == 0) {
        const Embedded cluster{data};
        const auto server = cluster.pid();
        tests::ask(cluster.address(), "create table if not exists kept (what text)");
        tests::ask(cluster.address(), "insert into kept values ('before the end')");
        if (write(pipe_ends[1], &server, sizeof server) != sizeof server) _exit(1);
        while (true) pause();
    }
    close(pipe_ends[1]);
    pid_t server = -1;
    REQUIRE_EQ(read(pipe_ends[0], &server, sizeof server), sizeof server);
    close(pipe_ends[0]);
    return {pid, server};
}

void kill_now(pid_t pid) {
    REQUIRE_EQ(kill(pid, SIGKILL), 0);
    REQUIRE_EQ(waitpid(pid, nullptr, 0), pid);
}

}  // namespace

TEST_CASE("a cluster keeps what was committed, over a stop and a start") {
    const adapters::ScratchFolder scratch{"test"};
    const auto data = scratch / "data";
    CHECK_FALSE(postgres::address_of(data));
    {
        const Embedded cluster{data};
        tests::ask(cluster.address(), "create table kept as select 'this' as what");
        CHECK_EQ(postgres::address_of(data), cluster.address());
        CHECK_EQ(postgres::address_of(data / "../data/."), cluster.address());
    }
    CHECK_FALSE(postgres::address_of(data));
    const Embedded again{data};
    CHECK_EQ(tests::ask(again.address(), "select what from kept"), "this");
}

TEST_CASE("a cluster is durable, speaks UTC, and connections to it have limits") {
    const auto cluster = Embedded::temporary();
    const auto show = [&](const std::string& setting) {
        return tests::ask(cluster.address(), "show " + setting);
    };
    CHECK_EQ(show("fsync"), "on");
    CHECK_EQ(show("synchronous_commit"), "on");
    CHECK_EQ(show("full_page_writes"), "on");
    CHECK_EQ(show("data_checksums"), "on");
    CHECK_EQ(show("listen_addresses"), "");
    CHECK_EQ(show("timezone"), "UTC");
    CHECK_EQ(show("max_connections"), "100");
    CHECK_EQ(show("shared_buffers"), "256MB");
    CHECK_EQ(show("statement_timeout"), "5s");
    CHECK_EQ(show("lock_timeout"), "2s");
    CHECK_EQ(show("idle_in_transaction_session_timeout"), "30s");
}

TEST_CASE("an immediate shutdown loses nothing that was committed") {
    auto cluster = Embedded::temporary();
    tests::ask(cluster.address(), "create table kept as select 'this' as what");
    auto connection = pqxx::connection{cluster.address()};
    auto work = pqxx::work{connection};
    work.exec("insert into kept values ('that')");
    const auto before = cluster.pid();

    cluster.restart(Shutdown::immediate);

    CHECK_NE(cluster.pid(), before);
    CHECK_EQ(tests::ask(cluster.address(), "select string_agg(what, ' ') from kept"), "this");
}

TEST_CASE("a temporary cluster leaves nothing behind") {
    fs::path folder;
    pid_t server = 0;
    {
        const auto cluster = Embedded::temporary();
        folder = tests::ask(cluster.address(), "show data_directory");
        server = cluster.pid();
        CHECK(fs::exists(folder.parent_path().parent_path()));
    }
    CHECK_FALSE(fs::exists(folder.parent_path().parent_path()));
    CHECK_FALSE(lives(server));
}

TEST_CASE("a killed parent leaves no PostgreSQL behind, and its successor starts at once") {
    const adapters::ScratchFolder scratch{"test"};
    const auto other = start_other(scratch.path());
    kill_now(other.pid);
    {
        const Embedded successor{scratch.path()};  // While the old server may still be stopping.
        CHECK_FALSE(lives(other.server));
        CHECK_EQ(tests::ask(successor.address(), "select what from kept"), "before the end");
    }
    const auto third = start_other(scratch.path());
    kill_now(third.pid);
    while (lives(third.server)) poll(nullptr, 0, 10);
    CHECK_FALSE(postgres::address_of(scratch.path()));
}

TEST_CASE("a parent and its server that are killed together are recovered from") {
    const adapters::ScratchFolder scratch{"test"};
    const auto other = start_other(scratch.path());
    REQUIRE_EQ(kill(other.server, SIGKILL), 0);
    kill_now(other.pid);
    const Embedded successor{scratch.path()};
    CHECK_EQ(tests::ask(successor.address(), "select what from kept"), "before the end");
}

TEST_CASE("a note about a process number that is somebody else's by now does not stop a start") {
    const adapters::ScratchFolder scratch{"test"};
    { const Embedded first{scratch.path()}; }
    const auto note = postgres::folder_of(scratch.path()).cluster / "postmaster.pid";
    std::ofstream{note} << getpid() << "\n" << note.parent_path().string() << "\n";
    const Embedded second{scratch.path()};
    CHECK_EQ(tests::ask(second.address(), "select 1"), "1");
}

TEST_CASE("two programs cannot run a cluster in one folder, and the second is told who does") {
    const adapters::ScratchFolder scratch{"test"};
    const auto other = start_other(scratch.path());
    const auto complaint = complaint_of([&] { Embedded{scratch.path()}; });
    CHECK_NE(complaint.find("is in use by another doorstep, process " + std::to_string(other.pid)),
             std::string::npos);
    CHECK(postgres::address_of(scratch.path()));
    CHECK(lives(other.server));
    kill_now(other.pid);
    const Embedded successor{scratch.path()};
    CHECK_GT(successor.pid(), 0);
}

TEST_CASE("data of another major version is refused with words") {
    const adapters::ScratchFolder scratch{"test"};
    const auto cluster = postgres::folder_of(scratch.path()).cluster;
    fs::create_directories(cluster);
    if (geteuid() == 0) fs::permissions(cluster.parent_path(), fs::perms{0711});
    std::ofstream{cluster / "PG_VERSION"} << "9.6\n";
    const auto complaint = complaint_of([&] { Embedded{scratch.path()}; });
    CHECK_NE(complaint.find("is of PostgreSQL 9.6, and installed is "), std::string::npos);
    CHECK_NE(complaint.find("pg_upgrade"), std::string::npos);
    CHECK_EQ(tests::read_file(cluster / "PG_VERSION"), "9.6\n");
}

TEST_CASE("a folder whose name is long, or has commas, quotes and spaces in it, will do") {
    const adapters::ScratchFolder scratch{"test"};
    const auto names = {std::string(120, 'x'), std::string{"it's, here \\ \"now\""}};
    for (const auto& name : names) {
        const auto data = scratch / name;
        const Embedded cluster{data};
        CHECK_EQ(tests::ask(cluster.address(), "select 1"), "1");
        CHECK_EQ(postgres::address_of(data), cluster.address());
    }
    for (const auto& name : names) fs::remove_all(postgres::folder_of(scratch / name).socket);
}

TEST_CASE("a folder that cannot be made, or be used by the server, is explained") {
    const adapters::ScratchFolder scratch{"test"};
    scratch.write("file", "no folder");
    CHECK_NE(complaint_of([&] { Embedded{scratch / "file"}; }).find("file"), std::string::npos);
    if (geteuid() != 0) return;
    fs::create_directory(scratch / "closed");
    fs::permissions(scratch / "closed", fs::perms{0700});
    CHECK_NE(complaint_of([&] { Embedded{scratch / "closed/data"}; }).find("may not enter"),
             std::string::npos);
}

TEST_CASE("the server never runs as root, and a normal user needs no other user") {
    const auto owner_of = [](pid_t pid) {
        struct stat about;
        REQUIRE_EQ(stat(("/proc/" + std::to_string(pid)).c_str(), &about), 0);
        return about.st_uid;
    };
    CHECK_NE(owner_of(tests::cluster().pid()), 0);
    if (geteuid() != 0) {
        CHECK_EQ(owner_of(tests::cluster().pid()), geteuid());
        return;
    }
    const auto normal = postgres::server_user().value();
    const auto pid = fork();
    REQUIRE_GE(pid, 0);
    if (pid == 0) {
        if (setgid(normal.gid) || setuid(normal.uid) || chdir("/")) _exit(2);
        std::string answer;
        const auto complaint = complaint_of([&] {
            const auto cluster = Embedded::temporary();
            answer = tests::ask(cluster.address(), "select 1");
        });
        _exit(complaint.empty() && answer == "1" ? 0 : 1);
    }
    int status = 0;
    REQUIRE_EQ(waitpid(pid, &status, 0), pid);
    CHECK_EQ(status, 0);
}

}  // namespace embedded_test
