// The tags of a Mustache template, found without rendering it.

#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mail {

struct Tag {
    char kind;  // '#', '^', '/', '>', '!', '='; 'v' for a value, in two braces or three.
    std::string name;
    std::size_t begin;  // Of the whole tag in the template.
    std::size_t end;
};

std::vector<Tag> tags_of(std::string_view text);

}  // namespace mail
