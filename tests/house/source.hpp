// A file as the house rules see it: C++ taken apart into code, words of a programmer, and texts.

#pragma once

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "tests/golden.hpp"

namespace house {

inline std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream stream{text};
    for (std::string line; std::getline(stream, line);) lines.push_back(line);
    return lines;
}

struct Literal {
    std::size_t line;  // Of its beginning; the first line is 1.
    std::string text;
};

// C++ without its comments and without what stands between quotes; lines stay where they are.
struct Parts {
    std::string code;
    std::vector<Literal> literals;
};

class Taking {  // A pass over one text.
public:
    explicit Taking(std::string_view text) : text_{text} {}

    Parts apart() {
        while (at_ < text_.size()) {
            if (text_.substr(at_).starts_with("//"))
                skip(text_.find('\n', at_));
            else if (text_.substr(at_).starts_with("/*"))
                skip(end_of("*/", at_ + 2));
            else if (text_.substr(at_).starts_with("R\"") && !in_word())
                raw_literal();
            else if (text_[at_] == '"' || (text_[at_] == '\'' && !in_word()))
                literal(text_[at_]);
            else
                parts_.code += text_[at_++];
        }
        return std::move(parts_);
    }

private:
    // 250'000 has no character in it, and FOR"x" is no raw text.
    bool in_word() const {
        return at_ > 0 && (std::isalnum(static_cast<unsigned char>(text_[at_ - 1])) != 0 ||
                           text_[at_ - 1] == '_');
    }

    std::size_t end_of(std::string_view mark, std::size_t from) const {
        const auto found = text_.find(mark, from);
        return found == std::string_view::npos ? found : found + mark.size();
    }

    void skip(std::size_t end) {
        end = std::min(end, text_.size());
        for (; at_ < end; ++at_)
            if (text_[at_] == '\n') parts_.code += '\n';
    }

    std::size_t line() const {
        return 1 + static_cast<std::size_t>(std::ranges::count(parts_.code, '\n'));
    }

    void literal(char quote) {
        auto end = at_ + 1;
        while (end < text_.size() && text_[end] != quote) end += text_[end] == '\\' ? 2 : 1;
        if (quote == '"')
            parts_.literals.push_back({line(), std::string{text_.substr(at_ + 1, end - at_ - 1)}});
        parts_.code += quote;
        skip(end + 1);
        parts_.code += quote;
    }

    void raw_literal() {
        const auto open = std::min(text_.find('(', at_), text_.size());
        const auto close = ")" + std::string{text_.substr(at_ + 2, open - at_ - 2)} + "\"";
        const auto end = text_.find(close, open);
        parts_.literals.push_back({line(), std::string{text_.substr(open + 1, end - open - 1)}});
        parts_.code += "\"\"";
        skip(end_of(close, open));
    }

    std::string_view text_;
    std::size_t at_ = 0;
    Parts parts_;
};

struct Source {
    Source(std::string where, std::string what)
        : path{std::move(where)}, text{std::move(what)}, lines{lines_of(text)} {
        if (!is_cpp()) return;
        auto parts = Taking{text}.apart();
        code = lines_of(parts.code);
        literals = std::move(parts.literals);
    }

    bool is_header() const { return path.ends_with(".hpp"); }
    bool is_cpp() const { return is_header() || path.ends_with(".cpp"); }
    bool is_in(std::string_view folder) const { return path.starts_with(folder); }
    bool is_test() const { return is_in("tests/"); }

    std::string path;  // From the root of the tree: "engine/store.hpp".
    std::string text;
    std::vector<std::string> lines;
    std::vector<std::string> code;  // Of C++ only, as are the literals.
    std::vector<Literal> literals;
};

// What is made, not written: nobody keeps a drawing to 100 columns.
inline bool is_made(const std::string& path) {
    return path.starts_with("build/") || path.starts_with(".git/") || path == ".git";
}

// All files of the tree that people write; tests run from its root.
inline const std::vector<Source>& tree() {
    static const auto found = [] {
        namespace fs = std::filesystem;
        std::vector<Source> sources;
        for (auto entry = fs::recursive_directory_iterator{"."};
             entry != fs::recursive_directory_iterator{}; ++entry) {
            const auto path = entry->path().lexically_normal().generic_string();
            if (is_made(path + (entry->is_directory() ? "/" : "")))
                entry.disable_recursion_pending();
            else if (entry->is_regular_file())
                sources.emplace_back(path, tests::read_file(path));
        }
        std::ranges::sort(sources, {}, &Source::path);
        return sources;
    }();
    return found;
}

}  // namespace house
