// A text part line by line, and which part of the conversation each line is.

#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace intake {

enum class Zone { fresh, forwarded, quoted, signature };

struct Line {
    std::string text;  // Without quote marks; \t between cells, \v for a line end inside a cell.
    int number = 0;    // In the part's text, from 1.
    Zone zone = Zone::fresh;
    bool header = false;  // Of a mail that is quoted or forwarded in the text: "From: …".
};

struct Reading {
    bool forward = false;     // The subject says that the mail is forwarded.
    Zone zone = Zone::fresh;  // What its lines are before anything else is known.
};

// Takes cleaned UTF-8.
std::vector<Line> lines_of(std::string_view text, const Reading&);

// RFC 3676: joins what a mail program has wrapped.
std::string unwrapped(std::string_view flowed, bool delsp);

// Of fresh lines and signatures: what its sender has written now.
std::string new_text(const std::vector<Line>&);

}  // namespace intake
