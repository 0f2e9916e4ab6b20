// A mail as it goes over the wire: RFC 5322 with MIME, in UTF-8, as text and as a page.

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/workflow.hpp"

namespace mail {

struct Mailbox {
    std::string name;  // In any script; may be empty.
    std::string email;
};

struct Message {
    Mailbox from;
    Mailbox to;
    std::string subject;
    std::string text;       // Lines end with \n.
    std::string html;       // The same as a page (page.hpp); empty: only the text is sent.
    std::string language;   // "nl"
    std::string reference;  // Of the application.
    std::string id;         // As message_id() makes it.
    engine::Time date;
    bool answers = false;          // A mail that came in; then RFC 3834 speaks of auto-replied.
    std::string in_reply_to = {};  // That mail's Message-ID without <>, if it has one.
    std::vector<std::string> references = {};  // Likewise, the oldest first.
};

// With CRLF line ends.  A value that could begin a header of its own, an address that is none and
// text that is not UTF-8 are refused with engine::Rejected, which names the field.
std::string write_message(const Message&);

// "A-2026-000123/7/1@registry.example": the same when a mail is sent again, so that it can be
// recognised as a repeat.
std::string message_id(std::string_view effect_key, std::string_view from_email);

}  // namespace mail
