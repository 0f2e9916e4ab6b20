// Tasks for people where no program can know: what has become of a letter or of a contract.

#pragma once

#include <string>

#include "adapters/agreements.hpp"
#include "adapters/letter_book.hpp"
#include "engine/store.hpp"
#include "states/effects.hpp"

namespace adapters {

struct Unclear {
    states::RaiseTask task;
    engine::Work work;  // Its key: the same trouble raised again is one task.
};

Unclear unclear_letter(const BookedLetter&, const std::string& trouble);
Unclear unclear_agreement(engine::CaseId, const Agreement&, const std::string& trouble);

}  // namespace adapters
