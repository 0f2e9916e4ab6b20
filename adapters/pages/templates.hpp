// HTML from Mustache templates, strict where Mustache is not.
//
// A template is a page, unless its name begins with "_": then it is a piece, and {{> piece}} is
// replaced by its text before anything is parsed, so that no name of the data can get in its way.
// Every page stands in the piece "_frame".  {{l.key}} is replaced by the words of the language; a
// {placeholder} in them becomes {{placeholder}}, and is filled and escaped like any value.
//
// What a template asks for has to be in the data: a name that is in no scope is an error, so that
// nobody sees a page with a hole in it.  Values are escaped, but for names that end with _svg,
// which are pictures of our own making.

#pragma once

#include <initializer_list>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "adapters/pages/words.hpp"

namespace pages {

const Files& template_files();  // Of the frame and of pieces that several pages have.

class Templates {
public:
    // Throws std::logic_error that names every flaw: an unknown piece or key, an attribute without
    // quotes, a value that would not be escaped.  The words must outlive it.
    Templates(std::initializer_list<const Files*>, const Words&);
    ~Templates();
    Templates(const Templates&) = delete;
    Templates& operator=(const Templates&) = delete;

    // Throws std::logic_error for an unknown page, and for a name that the data lacks.
    std::string render(const std::string& page, const std::string& language,
                       const nlohmann::json& data) const;

private:
    struct Parsed;
    std::map<std::string, std::unique_ptr<Parsed>> parsed_;  // "en/queue"
};

}  // namespace pages
