// What is said with an IMAP server (RFC 3501) after the log-in: one folder, its mails, their moves.

#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace imap {

// On which a user has logged in.  Both throw engine::Unavailable.
struct Line {
    std::function<void(std::string_view)> say;
    std::function<std::string()> hear;  // At least one byte.
};

struct Entry {
    std::int64_t uid = 0;
    std::int64_t size = 0;  // Bytes.
};

// Every function throws engine::Unavailable if the server breaks off or says what nobody can read,
// and engine::Rejected, with its words, if it says no.
class Session {
public:
    // No mail larger than `size_max` is ever asked for as a whole.
    Session(Line line, std::size_t size_max) : line_{std::move(line)}, size_max_{size_max} {}

    std::int64_t select(const std::string& folder);  // Its UIDVALIDITY.

    std::vector<Entry> entries();  // By UID, without those that are marked as deleted.

    // The mail, or its headers alone; not marked as seen.  Empty if it has gone meanwhile.
    std::optional<std::string> fetch(std::int64_t uid, bool whole);

    // Into a folder, which is made if it is not there.  By MOVE (RFC 6851), or by a copy and a
    // deletion where the server cannot do better.  UIDs that have gone do not matter.
    void move(const std::vector<std::int64_t>& uids, const std::string& folder);

private:
    // {17} in the text stands for the literal that came there.
    struct Response {
        std::string text;
        std::vector<std::string> literals;
    };
    struct Answer {
        bool done = false;  // Otherwise the server says no.
        std::string words;
        std::vector<Response> said;
    };

    Answer ask(const std::string& command);
    Answer demand(const std::string& command);  // Throws Rejected if the answer is no.
    Response read();
    std::string read_line();
    std::string read_bytes(std::size_t count);
    bool can(const std::string& capability);

    Line line_;
    std::size_t size_max_;
    std::string heard_;
    int commands_ = 0;
    std::set<std::string> capabilities_;
};

}  // namespace imap
