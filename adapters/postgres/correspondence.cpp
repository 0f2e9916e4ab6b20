#include "adapters/postgres/correspondence.hpp"

#include <cstdlib>

namespace postgres {
namespace {

const char* name_of(adapters::Fate fate) {
    switch (fate) {
        case adapters::Fate::sent: return "sent";
        case adapters::Fate::refused: return "refused";
        case adapters::Fate::unaddressed: return "unaddressed";
    }
    std::abort();
}

}  // namespace

bool Correspondence::was_sent(const std::string& key) {
    return at_once(pool_, [&](pqxx::transaction_base& t) {
        return t.exec_prepared1("was_sent", key)[0].as<bool>();
    });
}

void Correspondence::note(const adapters::Outgoing& mail, adapters::Fate fate) {
    at_once(pool_, [&](pqxx::transaction_base& t) {
        t.exec_prepared0("note_correspondence", mail.of.number, mail.key, mail.language, mail.text,
                         mail.template_version, mail.subject, mail.message_id, name_of(fate));
    });
}

}  // namespace postgres
