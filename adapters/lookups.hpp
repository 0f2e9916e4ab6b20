// What registers outside know of applicants, put together: who asks them, what they have said, and
// why an application is believed.
//
// This header is part of the composition (like node.cpp) and no adapter includes it.

#pragma once

#include <optional>
#include <set>
#include <string>

#include "adapters/call.hpp"
#include "adapters/config/config.hpp"
#include "adapters/early_checks.hpp"
#include "adapters/grounds.hpp"
#include "adapters/iana/accreditation.hpp"
#include "adapters/iana/desk.hpp"
#include "adapters/iana/importing.hpp"
#include "adapters/postgres/evidence_book.hpp"
#include "adapters/postgres/kept_answers.hpp"
#include "adapters/postgres/registrar_lists.hpp"
#include "adapters/reading.hpp"
#include "adapters/register_checks.hpp"

namespace adapters {

// The registers whose answer a review waits for (states::Catalogue::awaited_checks).
std::set<std::string> awaited_checks(const config::Config&);

class Lookups {
public:
    // Throws std::invalid_argument for rdap.servers that cannot be read.
    Lookups(const config::Config&, postgres::Pool&, Reading&, const Send&, ReadingLog*);

    std::optional<engine::Event> perform(const states::CheckVat& check, const engine::Work& work) {
        return registers_.perform(check, work);
    }
    std::optional<engine::Event> perform(const states::CheckAccreditation& check,
                                         const engine::Work& work) {
        return accreditation_.perform(check, work);
    }
    std::optional<engine::Event> perform(const states::ConfirmRegistration& claim,
                                         const engine::Work& work) {
        return registers_.perform(claim, work);
    }

    Grounds& grounds() { return grounds_; }
    EarlyChecks& early_checks() { return early_checks_; }
    Registrars& registrars() { return desk_; }

    bool refreshes() const { return refresh_.is_wanted(); }
    iana::Refresh::News refresh() { return refresh_.look(reading_.now()); }

private:
    Reading& reading_;
    postgres::EvidenceBook book_;
    postgres::RegistrarLists lists_;
    postgres::KeptAnswers kept_;
    iana::Accreditation accreditation_{lists_, book_};
    iana::Desk desk_{lists_};
    iana::Refresh refresh_;
    AskVat ask_vat_;
    RegisterChecks registers_;
    EarlyChecks early_checks_;
    Grounds grounds_;
};

}  // namespace adapters
