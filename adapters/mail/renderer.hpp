// Makes the words of a mail from its Mustache template (adapters/mail/templates/).
//
// Strict where Mustache is not: a value that is missing, a text that nobody knows and a template
// that cannot be read are errors, so that no applicant gets a mail with a hole in it.

#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/mail/texts.hpp"
#include "adapters/mustache.hpp"

namespace mail {

using adapters::Values;

struct Rendered {
    std::string subject;
    std::string text;
    std::string template_version;
};

using Files = std::map<std::string, std::string, std::less<>>;  // "en/held.mustache" to its text.

// Those that are compiled in, and in their place those of the same name in the folder: so a text
// can be changed without a compiler.  No folder if it is empty.
Files template_files(const std::filesystem::path& folder = {});

class Renderer {
public:
    // Every language has to have every text.  `always` are the values that every mail may say.
    Renderer(const Files& files, const Names& languages, Names always);

    // One sentence for each thing that is wrong with a template; none when all is well.
    const std::vector<std::string>& problems() const { return problems_; }

    bool speaks(std::string_view language) const { return languages_.contains(language); }

    // As adapters::filled() does.  Throws engine::Rejected.
    Rendered render(std::string_view language, std::string_view text, const Values&) const;

    // Changes when the text or a piece in it does.  Throws engine::Rejected if there is none.
    const std::string& version(std::string_view language, std::string_view text) const;

private:
    struct Template {
        std::string subject;
        std::string text;
        std::string version;
    };

    void read(const Files&, const std::string& language, const std::string& text);
    void check_tags(const std::string& text, const Names& says,
                    std::vector<std::string>& problems) const;
    const Template& find(std::string_view language, std::string_view text) const;

    Names languages_;
    Names always_;
    std::map<std::string, Template, std::less<>> templates_;  // By "en/held".
    std::vector<std::string> problems_;
};

}  // namespace mail
