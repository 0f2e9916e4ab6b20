// Looks into a mailbox: what is new is kept raw, and what is settled is moved out of the way.
//
// Kept first and moved last, each once by its own name, so that an end between any two steps
// neither loses nor doubles a mail.  A mail's place is UIDVALIDITY and UID; a server that gives new
// ones shows mails that are known by their bytes.

#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/imap/session.hpp"
#include "adapters/mail_book.hpp"

namespace imap {

struct Settings {
    std::string mailbox;  // "user@host/INBOX": under this name its mails are kept.
    std::string holder;   // This server's own name.
    std::string folder = "INBOX";
    std::string processed = "Processed";   // What nobody has to look at any more.
    std::string for_people = "To people";  // What waits for a person.
    std::size_t size_max = 40UL * 1024 * 1024;
    std::chrono::seconds lease{120};
    std::chrono::seconds every{60};
};

// The Message-ID of a mail, without <>, in printable ASCII; empty if it has none.
std::string message_id_in(std::string_view raw);

class Poller {
public:
    using Connect = std::function<Line()>;
    using Understand = std::function<void()>;                 // What is kept, between the two.
    using Trouble = std::function<void(const std::string&)>;  // With one mail; the others go on.

    Poller(Settings settings, adapters::MailBook& book, Connect connect, Understand understand,
           Trouble trouble)
        : settings_{std::move(settings)},
          book_{book},
          connect_{std::move(connect)},
          understand_{std::move(understand)},
          trouble_{std::move(trouble)} {}

    // If it is our turn; returns how many mails were kept or moved.  Throws engine::Unavailable and
    // engine::Rejected if the mailbox cannot be used at all.
    int take_some();

private:
    int look();
    int keep_new(Session&, std::int64_t uid_validity, std::vector<Entry>);
    bool keep(Session&, std::int64_t uid_validity, const Entry&);
    int move_settled(Session&, std::int64_t uid_validity, const std::set<std::int64_t>& there);

    Settings settings_;
    adapters::MailBook& book_;
    Connect connect_;
    Understand understand_;
    Trouble trouble_;
    std::set<std::int64_t> hard_;  // UIDs at which the connection broke: they come last.
};

}  // namespace imap
