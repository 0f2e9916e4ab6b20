// Whether the IANA IDs of a sign-up are those of accredited registrars, and the right ones.

#pragma once

#include <map>
#include <optional>
#include <string>

#include "adapters/evidence.hpp"
#include "adapters/registrar_lists.hpp"
#include "engine/store.hpp"
#include "states/effects.hpp"

namespace iana {

struct Judgement {
    std::string outcome;  // "valid", "invalid", "doubtful"
    std::string code;     // The sentence "evidence.<code>".
    std::map<std::string, std::string> values;
    std::optional<states::Problem> problem = {};
};

// One product, by what the list says of its id (nothing: the list has none such) and by who else
// has it as its own (empty: nobody).
Judgement judge(const states::Accreditation&, const std::string& organisation,
                const std::optional<adapters::ListedRegistrar>& listed, const std::string& other);

// -> checked.  Every product is judged and kept as evidence of its own; the worst is the outcome.
// Without any list the outcome is "unavailable", which a person may accept.
class Accreditation {
public:
    Accreditation(adapters::RegistrarLists& lists, adapters::EvidenceBook& book)
        : lists_{lists}, book_{book} {}

    std::optional<engine::Event> perform(const states::CheckAccreditation&, const engine::Work&);

private:
    adapters::Evidence find_out(const states::Accreditation&, const states::CheckAccreditation&,
                                const engine::Work&, const std::optional<adapters::KeptList>&);

    adapters::RegistrarLists& lists_;
    adapters::EvidenceBook& book_;
};

}  // namespace iana
