// The parts of a mail, taken apart by GMime, within limits that no mail can pass.

#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/workflow.hpp"

namespace intake {

struct Mailbox {
    std::string name;
    std::string email;  // Domain in lower case.
};

struct Headers {
    std::vector<std::pair<std::string, std::string>> all = {};  // Name in lower case, decoded.
    std::string_view first(std::string_view name) const;        // Empty if there is none.
    bool has(std::string_view name) const;
};

// The mail itself, or one that is attached to it.
struct Message {
    Headers headers;
    std::vector<Mailbox> from;
    std::vector<Mailbox> reply_to;
    std::vector<Mailbox> to;  // And Cc.
    std::optional<engine::Time> date;
    int parent = -1;           // The message that it is attached to.
    std::string path;          // Of the part that holds it; empty for the mail itself.
    std::string content_type;  // "multipart/report", with its report-type in `report`.
    std::string report;
};

struct Part {
    std::string path;        // "1.2"; "2 > 1.1" in a message that is attached as part 2.
    std::string media_type;  // "text/plain", in lower case.
    std::string file_name;   // UTF-8, without folders; may be empty.
    std::string content;     // Decoded bytes.
    std::string text;        // Of text/…: the content in UTF-8, cleaned.
    int message = 0;         // Which of `messages` it belongs to.
    int choice = 0;          // Parts with the same number, not 0, say the same in other forms.
    bool attached = false;   // The sender calls it an attachment.
    bool flowed = false;     // RFC 3676
    bool delsp = false;
};

// Of a mail; in all of it together no more text than this is read.
inline constexpr std::size_t text_max = 2UL * 1024 * 1024;
inline constexpr std::size_t parts_max = 500;

struct Mail {
    std::vector<Message> messages;  // The first is the mail itself.
    std::vector<Part> parts;        // In their order.
    std::set<std::string> flaws;    // Codes of what could not be read, for a person to look at.

    // The beginning of these bytes as cleaned text, as far as text_max leaves room; a flaw if that
    // is not all.  Without a charset it is guessed.
    std::string read_text(std::string_view bytes, std::string_view charset = {});

private:
    std::size_t text_read_ = 0;  // Bytes.
};

// Never throws for what is in it.
Mail take_apart(std::string_view raw);

// The ids between < and > of a header, in order; also one that stands there without them.
std::vector<std::string> ids_of(std::string_view header);

}  // namespace intake
