// Talks to a printer, or to a CUPS queue, by the Internet Printing Protocol (RFC 8011).
//
// A job is made first, without a document (Create-Job), and gets its document afterwards
// (Send-Document).  So its number is known and noted before there is anything to print, and
// whoever comes again after a crash can ask what became of it.  Every IPP Everywhere printer
// (PWG 5100.14) does both.  What is sent streams from memory; nothing is put on a disk here.

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "engine/fault.hpp"

namespace letters {

struct Job {
    enum class State { open, completed, canceled, aborted };
    int id = 0;
    std::string name;
    State state = State::open;
    std::string reasons;        // "job-printing", "media-empty-report", …; for people.
    bool has_document = false;  // Or may have: only a printer that says "not yet" is believed.
};

struct NotReached : engine::Unavailable {  // Not a byte has gone out.
    using engine::Unavailable::Unavailable;
};

class Ipp {
public:
    struct Access {
        std::string uri;        // "ipp://HOST[:PORT]/ipp/print", or "ipps://…": encrypted.
        std::string user = {};  // For a printer that wants to know who prints.
        std::string password = {};
    };
    explicit Ipp(Access access) : access_{std::move(access)} {}

    // All of these throw engine::Unavailable if the printer is away, busy or takes no jobs now, and
    // engine::Rejected with its words for any other refusal.

    std::optional<int> find_open(const std::string& name) const;  // A job that is not done yet.
    int create(const std::string& name) const;
    void send(int job, std::string_view pdf) const;

    // Empty if the printer does not know it, or no longer: numbers begin anew in some printers when
    // they are switched on, so the name has to be the same, too.
    std::optional<Job> look(int job, const std::string& name) const;

    void cancel(int job) const;

private:
    Access access_;
};

}  // namespace letters
