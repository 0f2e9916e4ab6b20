// The same words of a mail as a page, for readers who show HTML.
//
// Both come from one template, so that they cannot say different things.  The page takes its shape
// from how the text is laid out: blank lines part paragraphs, lines that begin with "- " are a
// list, several lines of "Label: value" a table, and a line or a value that is nothing but a web
// address becomes a link.  No address inside a sentence does: it may be what somebody typed.

#pragma once

#include <string>
#include <string_view>

namespace mail {

struct Page {
    std::string_view language;  // "nl"
    std::string_view registry;  // Who writes.
    std::string_view subject;
    std::string_view text;  // Lines end with \n.
};

// HTML 5 in UTF-8.  Nothing is fetched from anywhere when it is read.
std::string html_of(const Page&);

}  // namespace mail
