#include "adapters/postgres/archive.hpp"

namespace postgres {

bool Archive::keep(const adapters::Document& document, const std::string& from) {
    const auto content = bytea(document.content);
    return at_once(pool_, [&](pqxx::transaction_base& t) {
        return t.exec_prepared("keep_document", document.id, content, document.media_type,
                               document.file_name, document.content.size(), from)
                   .affected_rows() == 1;
    });
}

}  // namespace postgres
