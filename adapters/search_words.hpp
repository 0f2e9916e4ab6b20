// What somebody types into the search field, and what is looked for then.

#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace adapters {

// An application is meant when all of the words are in what is known of it, in any order and in any
// case, with or without accents; or when one of the other two names it.
struct Sought {
    std::vector<std::string> words;  // The longest first: it is the one that an index can find.
    std::vector<std::string> forms;  // Other ways to write it, if it may be a reference.
    std::int64_t number = 0;         // Of an application; 0 if it is none.
};

// "0123.456.749" and "+++090/9337/55493+++" are kept in another form than people type: the first
// without points, the second with its marks, and neither is always typed the same.  Words beyond
// the eighth are not looked for.
Sought read_search(std::string_view typed);

}  // namespace adapters
