#include "adapters/documents.hpp"

#include <algorithm>
#include <string_view>

#include "adapters/reading_log.hpp"
#include "adapters/sha256.hpp"
#include "states/text.hpp"

namespace adapters {
namespace {

constexpr std::size_t file_name_max = 255;

// At the very start: readers that look for it further on are how one file becomes two things.
bool begins_as_pdf(std::string_view content) { return content.starts_with("%PDF-"); }

// The last lines name the place of the cross-reference table and say that this is all (ISO 32000,
// 7.5.5); some programs write a few bytes behind them.
bool ends_as_pdf(std::string_view content) {
    constexpr std::size_t tail = 1024;
    const auto end = content.substr(content.size() - std::min(content.size(), tail));
    const auto start = end.rfind("startxref");
    return start != std::string_view::npos && end.find("%%EOF", start) != std::string_view::npos;
}

bool is_file_name(std::string_view name) {
    const auto points = states::read_utf8(name);
    return points && !points->empty() && points->size() <= file_name_max &&
           std::ranges::none_of(*points, states::is_control);
}

}  // namespace

std::variant<Kept, TooLarge, NoPdf, Invalid> Documents::take(const Caller& caller,
                                                             std::string content,
                                                             std::string file_name) {
    if (content.size() > size_max_) return TooLarge{size_max_};
    if (!begins_as_pdf(content)) return NoPdf{};
    Invalid invalid;
    if (!ends_as_pdf(content))
        invalid.problems.push_back({"content", "pdf_incomplete"});
    else if (auto flaw = judge_(content); !flaw.empty())
        invalid.problems.push_back({"content", std::move(flaw)});
    if (!is_file_name(file_name)) invalid.problems.push_back({"file_name", "file_name"});
    if (!invalid.problems.empty()) return invalid;
    auto id = sha256_of(content);
    auto document = Document{.id = std::move(id),
                             .content = std::move(content),
                             .media_type = "application/pdf",
                             .file_name = std::move(file_name)};
    const bool is_new = archive_.keep(document, caller.id);
    return Kept{document.id, document.content.size(), is_new};
}

std::optional<Document> open_document(Reading& reading, ReadingLog* readings, const Caller& caller,
                                      const std::string& id, const std::string& of) {
    auto found = reading.document(id);
    if (!found) return std::nullopt;
    auto whose = of.empty() ? std::nullopt : reading.find(of);
    const auto dossier = whose ? reading.dossier(*whose) : std::nullopt;
    const bool is_part =
        dossier && dossier->snapshot.state.facts.text.find(id) != std::string::npos;
    if (!is_part) whose.reset();
    note_reading(readings, caller, read_of::document, whose, id);
    return found;
}

}  // namespace adapters
