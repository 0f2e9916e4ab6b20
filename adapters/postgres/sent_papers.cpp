#include "adapters/postgres/sent_papers.hpp"

#include <algorithm>
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
    at_once(pool_, [&](pqxx::transaction_base& t) {
        t.exec_prepared0("keep_sent_paper", name.reference, name.kind, name.name, drawn.document,
                         content, drawn.template_version, file_name_of(name));
    });
    if (auto kept = find(name)) return *kept;  // Ours, or that of one who was faster.
    throw std::logic_error{"a paper that was kept is not there"};
}

std::optional<adapters::SentPaper> SentPapers::find(const adapters::PaperName& name) {
    const auto rows = at_once(pool_, [&](pqxx::transaction_base& t) {
        return t.exec_prepared("sent_paper", name.reference, name.kind, name.name);
    });
    if (rows.empty()) return std::nullopt;
    return adapters::SentPaper{.content = from_bytea(rows[0][0]),
                               .document = rows[0][1].as<std::string>(),
                               .template_version = rows[0][2].as<std::string>()};
}

}  // namespace postgres
