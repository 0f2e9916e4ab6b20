// What papers say: a template file for each paper and language, adapters/papers/templates/.
//
//   Version: 2026.1                    Counts up whenever a text is changed.
//   Title: Invoice {{number}}
//   due: To be paid by                 Labels: short words beside values and above columns.
//
//   # Invoice {{number}}               The title, on the page.
//   ## 1 Subject                       A heading.
//   1.1 The registry grants …          A clause: its number stands in the margin.
//   - one                              An item of a list.
//   [lines]                            A figure: here the table of the invoice's lines.
//   All else is a paragraph.  Lines may be broken anywhere; a blank line ends a block.
//
// {{values}} and {{#sections}} are Mustache's; a section ends in its block.

#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/mustache.hpp"

namespace papers {

using Names = std::set<std::string, std::less<>>;
using Files = std::map<std::string, std::string, std::less<>>;  // "en/invoice.mustache": its text.

// Those that are compiled in, and in their place those of the same name in the folder's
// subfolder papers/.  No folder if it is empty.
Files template_files(const std::filesystem::path& folder = {});

struct Kind {  // What a template of this kind may say, and has to have.
    Names values;
    Names labels;
    Names figures;
};
const std::map<std::string, Kind, std::less<>>& kinds();

const Names& values_of_every_paper();  // About the registry, and the date.

struct Block {
    enum class Is { title, heading, clause, item, paragraph, figure };
    Is is = Is::paragraph;
    std::string mark = {};  // A clause's number; an item has that of its clause.
    std::string text = {};  // A figure's name.
};

struct Wording {
    std::string version;
    std::string title;
    std::map<std::string, std::string, std::less<>> labels;
    std::vector<Block> blocks;

    const std::string& label(std::string_view name) const { return labels.find(name)->second; }
};

// With every tag replaced.  A block that says nothing then is left out.  What is filled in cannot
// make a heading or a figure of itself.  Throws engine::Rejected for a value that is missing.
Wording filled(const Wording&, const adapters::Values&);

class Wordings {
public:
    Wordings(const Files&, const Names& languages);  // Each language has to have each kind.

    const std::vector<std::string>& problems() const { return problems_; }

    // Throws engine::Rejected if there is none without a problem.
    const Wording& find(std::string_view language, std::string_view kind) const;

private:
    std::map<std::string, Wording, std::less<>> wordings_;  // By "en/invoice".
    std::vector<std::string> problems_;
};

}  // namespace papers
