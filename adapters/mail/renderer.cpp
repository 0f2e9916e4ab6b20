#include "adapters/mail/renderer.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>

#include "adapters/mustache.hpp"
#include "engine/fault.hpp"
#include "engine/journal.hpp"

namespace adapters {
const std::map<std::string_view, std::string_view>& mail_templates();  // By cmake/Embed.cmake.
}

namespace mail {
namespace {

constexpr std::string_view extension = ".mustache";
constexpr std::string_view folder_of_papers = "papers/";  // Theirs, in the same folder.
constexpr std::string_view subject_begins = "Subject: ";

// Sections that are skipped leave their lines behind: at most one blank line stays.
std::string without_gaps(const std::string& text) {
    std::string tidy;
    for (const char c : text)
        if (c != '\n' || !tidy.ends_with("\n\n")) tidy += c;
    tidy.erase(0, tidy.find_first_not_of('\n'));
    while (tidy.ends_with('\n')) tidy.pop_back();
    return tidy + '\n';
}

bool is_choice(const Names& says, const std::string& value, const std::string& choice) {
    const auto known = choices().find(value);
    return says.contains(value) && known != choices().end() && known->second.contains(choice);
}

std::string version_of(const std::string& text) {
    std::array<unsigned char, 32> hash{};
    if (EVP_Digest(text.data(), text.size(), hash.data(), nullptr, EVP_sha256(), nullptr) != 1)
        throw std::runtime_error{"SHA-256 failed"};
    return engine::hex(engine::bytes_of(hash)).substr(0, 12);
}

std::string file_of(const std::string& language, const std::string& name) {
    return language + '/' + name + std::string{extension};
}

// Subjects are kept for good and shown to staff: nothing in them may be a secret or name anybody.
void check_subject(const std::string& subject, std::vector<std::string>& problems) {
    static const Names unsaid{"code", "first_name",   "last_name",
                              "link", "organisation", "status_link"};
    for (const auto& tag : adapters::tags_of(subject))
        if (unsaid.contains(tag.name))
            problems.push_back("the subject cannot say {{" + tag.name + "}}: it is kept for good");
}

std::string without_last_line_end(std::string text) {
    if (text.ends_with('\n')) text.pop_back();
    return text;
}

// Pieces are put in before anything else looks at the text, so that they are checked with it and
// count for its version.
std::string with_pieces(const Files& files, const std::string& language, std::string text) {
    auto tags = adapters::tags_of(text);
    std::ranges::reverse(tags);
    for (const auto& tag : tags) {
        const auto piece = files.find(file_of(language, tag.name));
        if (tag.kind == '>' && piece != files.end() && pieces().contains(tag.name))
            text.replace(tag.begin, tag.end - tag.begin, without_last_line_end(piece->second));
    }
    return text;
}

}  // namespace

Files template_files(const std::filesystem::path& folder) {
    Files files;
    for (const auto& [name, text] : adapters::mail_templates()) files.emplace(name, text);
    if (folder.empty()) return files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator{folder}) {
        if (!entry.is_regular_file() || entry.path().extension() != extension) continue;
        std::ostringstream text;
        if (!(text << std::ifstream{entry.path()}.rdbuf()))
            throw std::runtime_error{"cannot read the mail template " + entry.path().string()};
        const auto name = entry.path().lexically_relative(folder).generic_string();
        if (!name.starts_with(folder_of_papers)) files[name] = text.str();
    }
    return files;
}

Renderer::Renderer(const Files& files, const Names& languages, Names always)
    : languages_{languages}, always_{std::move(always)} {
    for (const auto& language : languages)
        for (const auto& [text, _] : texts()) read(files, language, text);
    for (const auto& [file, _] : files) {
        const auto slash = file.find('/');
        const auto name = file.substr(slash + 1, file.size() - slash - 1 - extension.size());
        if (slash == file.npos || !(texts().contains(name) || pieces().contains(name)))
            problems_.push_back(file + ": there is no mail of this name");
    }
}

// A template with a problem is not kept, so that it cannot be sent.
void Renderer::read(const Files& files, const std::string& language, const std::string& text) {
    const auto name = file_of(language, text);
    std::vector<std::string> problems;
    if (const auto file = files.find(name); file == files.end()) {
        problems.emplace_back("this template is missing");
    } else {
        const auto whole = with_pieces(files, language, file->second);
        const auto line = whole.substr(0, whole.find('\n'));
        const auto read =
            Template{.subject = line.substr(std::min(subject_begins.size(), line.size())),
                     .text = whole.substr(std::min(line.size() + 1, whole.size())),
                     .version = version_of(whole)};
        if (!line.starts_with(subject_begins) || read.subject.empty())
            problems.emplace_back("the first line has to be \"Subject: \" and the subject");
        if (const auto why = adapters::why_unreadable(read.subject)) problems.push_back(*why);
        if (const auto why = adapters::why_unreadable(read.text)) problems.push_back(*why);
        check_tags(whole, texts().at(text), problems);
        check_subject(read.subject, problems);
        if (problems.empty()) templates_[language + '/' + text] = read;
    }
    for (const auto& problem : problems) problems_.push_back(name + ": " + problem);
}

void Renderer::check_tags(const std::string& text, const Names& says,
                          std::vector<std::string>& problems) const {
    auto unsaid = says;
    for (const auto& tag : adapters::tags_of(text)) {
        const auto dot = tag.name.find('.');
        const auto value = tag.name.substr(0, dot);
        if (tag.kind == '!' || tag.kind == '/') continue;
        if (tag.kind == '=')
            problems.emplace_back("the delimiters of tags cannot be changed");
        else if (tag.kind == '>')
            problems.push_back("there is no piece {{>" + tag.name + "}}");
        else if (dot == std::string::npos && !says.contains(value) && !always_.contains(value))
            problems.push_back("there is no value {{" + tag.name + "}} for this mail");
        else if (dot != std::string::npos && !is_choice(says, value, tag.name.substr(dot + 1)))
            problems.push_back("there is no choice {{#" + tag.name + "}} for this mail");
        else if (dot != std::string::npos && tag.kind == 'v')
            problems.push_back("{{" + tag.name + "}} is a choice: write {{#" + tag.name + "}}");
        else
            unsaid.erase(value);
    }
    for (const auto& value : unsaid) problems.push_back("it does not say {{" + value + "}}");
}

const Renderer::Template& Renderer::find(std::string_view language, std::string_view text) const {
    const auto name = std::string{language} + '/' + std::string{text};
    const auto found = templates_.find(name);
    if (found == templates_.end()) throw engine::Rejected{"there is no mail template " + name};
    return found->second;
}

const std::string& Renderer::version(std::string_view language, std::string_view text) const {
    return find(language, text).version;
}

Rendered Renderer::render(std::string_view language, std::string_view text,
                          const Values& values) const {
    const auto& found = find(language, text);
    try {
        return {.subject = adapters::filled(found.subject, values),
                .text = without_gaps(adapters::filled(found.text, values)),
                .template_version = found.version};
    } catch (const engine::Rejected& error) {
        throw engine::Rejected{"mail template " + std::string{language} + '/' + std::string{text} +
                               ": " + error.what()};
    }
}

}  // namespace mail
