#include "adapters/papers/wording.hpp"

#include <algorithm>
#include <fstream>
#include <optional>
#include <sstream>
#include <stdexcept>

#include "engine/fault.hpp"

namespace papers {

const std::map<std::string_view, std::string_view>& template_files_built_in();

namespace {

constexpr std::string_view extension = ".mustache";
constexpr std::string_view folder_of_papers = "papers";

std::string file_of(const std::string& language, const std::string& kind) {
    return language + '/' + kind + std::string{extension};
}

bool is_clause_number(std::string_view word) {
    return word.size() > 2 && word.find('.') != word.npos && word.front() != '.' &&
           word.find_first_not_of("0123456789.") == word.npos;
}

// "[lines]" is a figure.
std::optional<std::string> figure_of(const std::string& text) {
    if (!text.starts_with('[') || !text.ends_with(']')) return {};
    return text.substr(1, text.size() - 2);
}

Block block_of(const std::string& text) {
    using enum Block::Is;
    if (const auto figure = figure_of(text)) return {.is = Block::Is::figure, .text = *figure};
    if (text.starts_with("## ")) return {.is = heading, .text = text.substr(3)};
    if (text.starts_with("# ")) return {.is = title, .text = text.substr(2)};
    if (text.starts_with("- ")) return {.is = item, .text = text.substr(2)};
    const auto space = text.find(' ');
    const auto word = text.substr(0, space);
    if (space != text.npos && is_clause_number(word))
        return {.is = clause, .mark = word, .text = text.substr(space + 1)};
    return {.is = paragraph, .text = text};
}

// Whether this line begins a block although no blank line is before it.
bool begins_a_block(const std::string& line) { return block_of(line).is != Block::Is::paragraph; }

std::vector<Block> blocks_of(std::istream& lines) {
    std::vector<Block> blocks;
    std::string text;
    const auto end_block = [&] {
        if (!text.empty()) {
            auto block = block_of(text);
            // A list below a clause stands under its text.
            if (block.is == Block::Is::item && !blocks.empty()) block.mark = blocks.back().mark;
            blocks.push_back(std::move(block));
        }
        text.clear();
    };
    for (std::string line; std::getline(lines, line);) {
        if (line.ends_with('\r')) line.pop_back();
        if (line.empty() || begins_a_block(line)) end_block();
        if (!line.empty()) text += (text.empty() ? "" : " ") + line;
    }
    end_block();
    return blocks;
}

class Checking {
public:
    Checking(const Kind& kind, std::vector<std::string>& problems)
        : kind_{kind}, problems_{problems} {}

    void check(const Wording& wording) {
        if (wording.version.empty()) say("it has to say its \"Version: \"");
        if (wording.title.empty()) say("it has to say its \"Title: \"");
        check_text("Title", wording.title);
        for (const auto& label : kind_.labels)
            if (!wording.labels.contains(label)) say("the label \"" + label + ": \" is missing");
        for (const auto& [label, text] : wording.labels) {
            if (!kind_.labels.contains(label)) say("there is no label \"" + label + '"');
            check_text(label, text);
        }
        auto undrawn = kind_.figures;
        for (const auto& block : wording.blocks) {
            if (block.is != Block::Is::figure)
                check_text('"' + block.text.substr(0, 30) + "…\"", block.text);
            else if (undrawn.erase(block.text) == 0)
                say("there is no figure [" + block.text + "], or it is there twice");
        }
        for (const auto& figure : undrawn) say("the figure [" + figure + "] is missing");
    }

private:
    void say(std::string problem) { problems_.push_back(std::move(problem)); }

    void check_text(const std::string& where, const std::string& text) {
        if (const auto why = adapters::why_unreadable(text)) say(where + ": " + *why);
        for (const auto& tag : adapters::tags_of(text)) {
            if (tag.kind == '!') continue;
            if (tag.kind == '>' || tag.kind == '=')
                say(where + ": papers have no pieces and no other delimiters");
            else if (!kind_.values.contains(tag.name) &&
                     !values_of_every_paper().contains(tag.name))
                say(where + ": there is no value {{" + tag.name + "}} for this paper");
        }
    }

    const Kind& kind_;
    std::vector<std::string>& problems_;
};

Wording read(const std::string& text, std::vector<std::string>& problems) {
    std::istringstream lines{text};
    Wording wording;
    for (std::string line; std::getline(lines, line) && !line.empty() && line != "\r";) {
        if (line.ends_with('\r')) line.pop_back();
        const auto colon = line.find(": ");
        if (colon == line.npos) {
            problems.push_back("before the first blank line stand \"name: words\", not \"" + line +
                               '"');
            continue;
        }
        const auto name = line.substr(0, colon);
        const auto words = line.substr(colon + 2);
        if (name == "Version")
            wording.version = words;
        else if (name == "Title")
            wording.title = words;
        else if (!wording.labels.emplace(name, words).second)
            problems.push_back("the label \"" + name + "\" is there twice");
    }
    wording.blocks = blocks_of(lines);
    return wording;
}

}  // namespace

const Names& values_of_every_paper() {
    static const Names all{"registry",      "registry_address", "registry_vat_number",
                           "support_email", "support_phone",    "website",
                           "date",          "reference",        "organisation",
                           "person"};
    return all;
}

const std::map<std::string, Kind, std::less<>>& kinds() {
    static const std::map<std::string, Kind, std::less<>> all{
        {"agreement",
         {.values = {"product", "edition", "prepayment", "accreditation"},
          .labels = {"vat_number", "registry", "registrar", "represented_by", "for_registry",
                     "for_registrar", "name", "function", "day", "signature"},
          .figures = {"parties", "signatures"}}},
        {"invoice",
         {.values = {"number", "due", "total", "vat_note", "structured_message", "rf_reference"},
          .labels = {"vat_number", "number", "date", "due", "reference", "your_vat_number",
                     "description", "quantity", "amount", "net", "total", "to_pay", "account",
                     "beneficiary", "structured_message", "rf_reference", "scan", "picture"},
          .figures = {"lines", "payment"}}},
        {"credit_note",
         {.values = {"number", "invoice", "reason", "total", "vat_note"},
          .labels = {"vat_number", "number", "date", "invoice", "reference", "your_vat_number",
                     "description", "quantity", "amount", "net", "total"},
          .figures = {"lines"}}},
        {"security_letter",
         {.values = {"registrar_id"},
          .labels = {"date", "reference", "registrar_id", "security_code"},
          .figures = {"codes"}}},
    };
    return all;
}

Files template_files(const std::filesystem::path& folder) {
    Files files;
    for (const auto& [name, text] : template_files_built_in()) files.emplace(name, text);
    const auto papers = folder / folder_of_papers;
    if (folder.empty() || !std::filesystem::is_directory(papers)) return files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator{papers}) {
        if (!entry.is_regular_file() || entry.path().extension() != extension) continue;
        std::ostringstream text;
        if (!(text << std::ifstream{entry.path()}.rdbuf()))
            throw std::runtime_error{"cannot read the template " + entry.path().string()};
        files[entry.path().lexically_relative(papers).generic_string()] = text.str();
    }
    return files;
}

Wording filled(const Wording& wording, const adapters::Values& values) {
    Wording full{.version = wording.version, .title = adapters::filled(wording.title, values)};
    for (const auto& [name, text] : wording.labels)
        full.labels.emplace(name, adapters::filled(text, values));
    for (auto block : wording.blocks) {
        if (block.is != Block::Is::figure) block.text = adapters::filled(block.text, values);
        if (block.text.find_first_not_of(' ') != block.text.npos)
            full.blocks.push_back(std::move(block));
    }
    return full;
}

Wordings::Wordings(const Files& files, const Names& languages) {
    for (const auto& language : languages)
        for (const auto& [kind, rules] : kinds()) {
            const auto name = file_of(language, kind);
            std::vector<std::string> problems;
            if (const auto file = files.find(name); file == files.end()) {
                problems.emplace_back("this template is missing");
            } else {
                auto wording = read(file->second, problems);
                Checking{rules, problems}.check(wording);
                if (problems.empty()) wordings_.emplace(language + '/' + kind, std::move(wording));
            }
            for (const auto& problem : problems) problems_.push_back(name + ": " + problem);
        }
    for (const auto& [file, _] : files) {
        const auto slash = file.find('/');
        const auto kind = file.substr(slash + 1, file.size() - slash - 1 - extension.size());
        if (slash == file.npos || !kinds().contains(kind))
            problems_.push_back(file + ": there is no paper of this name");
    }
}

const Wording& Wordings::find(std::string_view language, std::string_view kind) const {
    const auto name = std::string{language} + '/' + std::string{kind};
    const auto found = wordings_.find(name);
    if (found == wordings_.end()) throw engine::Rejected{"there is no template " + name};
    return found->second;
}

}  // namespace papers
