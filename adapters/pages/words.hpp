// The words of pages in their languages, from files like "words/en.json".
//
// A key that is not among them is looked for in states/messages.hpp, so that states, events and
// fields are called the same everywhere.

#pragma once

#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace pages {

using Files = std::map<std::string_view, std::string_view>;  // As by cmake/Embed.cmake.

const Files& word_files();  // Of the frame that all pages have.

class Words {
public:
    // Files are named by their language: "en.json".  Throws std::logic_error that names every key
    // that a language lacks, and every one that comes twice.
    explicit Words(std::initializer_list<const Files*>);

    const std::vector<std::string>& languages() const { return languages_; }  // Sorted.
    bool has(std::string_view key) const;

    // With its {placeholders} as they stand.  Throws std::out_of_range for an unknown key.
    std::string text(const std::string& language, const std::string& key) const;
    std::string say(const std::string& language, const std::string& key,
                    const std::map<std::string, std::string>& values = {}) const;

private:
    using Texts = std::map<std::string, std::string, std::less<>>;
    std::map<std::string, Texts, std::less<>> by_language_;
    std::vector<std::string> languages_;
};

}  // namespace pages
