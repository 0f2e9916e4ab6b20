#include "adapters/postgres/sent_papers.hpp"

#include <algorithm>
#include <optional>
#include <stdexcept>

namespace postgres {
namespace {

// "A-2026-000123-agreement-be-1.pdf"
std::string file_name_of(const adapters::PaperName& paper) {
    auto name = paper.name;
    std::erase(name, '.');
    std::ranges::replace(name, '/', '-');
    return paper.reference + '-' + paper.kind + '-' + name + ".pdf";
}

}  // namespace

adapters::SentPaper SentPapers::once(const adapters::PaperName& name, const Draw& draw) {
    if (auto before = find(name)) return *before;
    const auto drawn = draw();
    const auto content = bytea(drawn.content);
    const auto place = [&](int adapters::SignaturePlace::*part) {
        return drawn.signature ? std::optional{(*drawn.signature).*part} : std::nullopt;
    };
    using Place = adapters::SignaturePlace;
    at_once(pool_, [&](pqxx::transaction_base& t) {
        t.exec_prepared0("keep_sent_paper", name.reference, name.kind, name.name, drawn.document,
                         content, drawn.template_version, file_name_of(name), place(&Place::page),
                         place(&Place::x), place(&Place::y), place(&Place::width),
                         place(&Place::height));
    });
    if (auto kept = find(name)) return *kept;  // Ours, or that of one who was faster.
    throw std::logic_error{"a paper that was kept is not there"};
}

std::optional<adapters::SentPaper> SentPapers::find(const adapters::PaperName& name) {
    const auto rows = at_once(pool_, [&](pqxx::transaction_base& t) {
        return t.exec_prepared("sent_paper", name.reference, name.kind, name.name);
    });
    if (rows.empty()) return std::nullopt;
    const auto& row = rows[0];
    auto paper = adapters::SentPaper{.content = from_bytea(row[0]),
                                     .document = row[1].as<std::string>(),
                                     .template_version = row[2].as<std::string>()};
    if (!row[3].is_null())
        paper.signature = {.page = row[3].as<int>(),
                           .x = row[4].as<int>(),
                           .y = row[5].as<int>(),
                           .width = row[6].as<int>(),
                           .height = row[7].as<int>()};
    return paper;
}

}  // namespace postgres
