// A real IMAP server of one's own: Dovecot on a free loopback port, as whoever runs the test.
//
// Mails come in as a mail server delivers them, as files of a Maildir.  As root it keeps its mails
// as "nobody", since Dovecot refuses to serve anybody's mail as root.

#pragma once

#include <arpa/inet.h>
#include <grp.h>
#include <netinet/in.h>
#include <pwd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "adapters/scratch_folder.hpp"
#include "tests/faults/chance.hpp"
#include "tests/faults/server.hpp"

namespace tests {

class Dovecot {
public:
    static constexpr auto user = "intake";
    static constexpr auto password = "secret";

    Dovecot() : port_{port_to_keep()} {
        namespace fs = std::filesystem;
        fs::permissions(scratch_.path(), fs::perms{0755});
        for (const auto* name : {"base", "mail"}) {
            fs::create_directory(scratch_ / name);
            give(scratch_ / name);
        }
        scratch_.write("dovecot.conf", configuration());
        start();
    }

    void start() {
        server_.emplace(
            std::vector<std::string>{"/usr/bin/setpriv", "--pdeathsig", "KILL", "/usr/sbin/dovecot",
                                     "-F", "-c", scratch_ / "dovecot.conf"},
            scratch_ / "stderr");
        for (int i = 0; i < 600 && !listens(); ++i) rest();
        if (!listens())
            throw std::runtime_error{"Dovecot does not listen:\n" + read_file(scratch_ / "log")};
    }
    void stop() {
        server_.reset();
        for (int i = 0; i < 600 && listens(); ++i) rest();
    }

    std::string url() const { return "imap://127.0.0.1:" + std::to_string(port_); }

    void deliver(const std::string& mail) {
        const auto box = maildir();
        for (const auto* name : {"", "tmp", "new", "cur"})
            if (const auto folder = box / name; !std::filesystem::exists(folder)) {
                std::filesystem::create_directories(folder);
                give(folder);
            }
        // Maildir's own name: time, what is unique, host.
        const auto number = ++delivered_;
        const auto name =
            std::to_string(1'700'000'000 + number) + ".M" + std::to_string(number) + ".test";
        std::ofstream{box / "tmp" / name, std::ios::binary} << mail;
        give(box / "tmp" / name);
        std::filesystem::rename(box / "tmp" / name, box / "new" / name);
    }

    // How many mails are in a folder; that of INBOX is empty.
    int count(const std::string& folder = "") const {
        int found = 0;
        for (const auto* part : {"new", "cur"}) {
            const auto path = maildir() / (folder.empty() ? "" : "." + folder) / part;
            if (!std::filesystem::exists(path)) continue;
            for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator{path})
                ++found;
        }
        return found;
    }

    // As after a restore from a backup: the same mails under new UIDs, and a new UIDVALIDITY.
    void forget_uids() {
        stop();
        for (const auto& entry : std::filesystem::directory_iterator{maildir()})
            if (entry.path().filename().string().starts_with("dovecot"))
                std::filesystem::remove(entry.path());
        start();
    }

    // Puts what was moved into a folder back into the inbox, as a person would.
    void put_back(const std::string& folder) {
        for (const auto* part : {"new", "cur"}) {
            const auto path = maildir() / ("." + folder) / part;
            if (!std::filesystem::exists(path)) continue;
            std::vector<std::filesystem::path> mails;
            for (const auto& entry : std::filesystem::directory_iterator{path})
                mails.push_back(entry.path());
            for (const auto& mail : mails)
                std::filesystem::rename(mail, maildir() / "new" / mail.filename());
        }
    }

    std::string log() const { return read_file(scratch_ / "log"); }

    static void rest() {
        constexpr auto pause = std::chrono::milliseconds{50};
        Chance{}.rest(pause, pause);
    }

private:
    std::filesystem::path maildir() const { return scratch_ / "mail" / user; }

    static const passwd& owner() {
        const auto* found = ::getuid() == 0 ? ::getpwnam("nobody") : ::getpwuid(::getuid());
        if (!found) throw std::runtime_error{"this user has no name"};
        return *found;
    }
    static void give(const std::filesystem::path& path) {
        const auto& to = owner();
        if (::getuid() == 0 && ::chown(path.c_str(), to.pw_uid, to.pw_gid) != 0)
            throw std::runtime_error{"cannot give " + path.string()};
    }

    std::string configuration() const {
        const std::string name = owner().pw_name;
        const std::string group = ::getgrgid(owner().pw_gid)->gr_name;
        const auto folder = scratch_.path().string();
        return "base_dir = " + folder + "/base\nlog_path = " + folder +
               "/log\nprotocols = imap\nlisten = 127.0.0.1\nssl = no\n"
               "disable_plaintext_auth = no\nfirst_valid_uid = 1\nmail_location = maildir:" +
               folder + "/mail/%u\nmail_uid = " + name + "\nmail_gid = " + group +
               "\ndefault_internal_user = " + name + "\ndefault_login_user = " + name +
               "\ndefault_internal_group = " + group +
               "\npassdb {\n  driver = static\n  args = password=" + password +
               "\n}\nuserdb {\n  driver = static\n  args = uid=" + name + " gid=" + group +
               " home=" + folder +
               "/mail/%u\n}\nservice imap-login {\n  chroot =\n  inet_listener imap {\n    port "
               "= " +
               std::to_string(port_) +
               "\n  }\n  inet_listener imaps {\n    port = 0\n  }\n}\n"
               "service anvil {\n  chroot =\n}\nservice stats {\n  chroot =\n}\n";
    }

    bool listens() const {
        const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        auto address = sockaddr_in{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        address.sin_port = htons(static_cast<std::uint16_t>(port_));
        const bool there =
            ::connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
        ::close(socket);
        return there;
    }

    adapters::ScratchFolder scratch_{"dovecot"};
    int port_;
    int delivered_ = 0;
    std::optional<Child> server_;
};

}  // namespace tests
