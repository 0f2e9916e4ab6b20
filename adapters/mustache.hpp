// Mustache templates of texts that people read.
//
// Strict where Mustache is not: a value that is missing and a template that cannot be read are
// errors, so that nobody gets a mail or a paper with a hole in it.  Nothing is escaped: this is no
// HTML.

#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace adapters {

struct Tag {
    char kind;  // '#', '^', '/', '>', '!', '='; 'v' for a value, in two braces or three.
    std::string name;
    std::size_t begin;  // Of the whole tag in the template.
    std::size_t end;
};

std::vector<Tag> tags_of(std::string_view text);  // Found without rendering.

using Values = std::map<std::string, std::string>;

// A value that is empty makes {{#value}} skip and {{^value}} show; {{#value.word}} shows where the
// value is that word.  Throws engine::Rejected for a value that is missing, and for a piece.
std::string filled(const std::string& text, const Values&);

std::optional<std::string> why_unreadable(const std::string& text);

}  // namespace adapters
