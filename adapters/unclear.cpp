#include "adapters/unclear.hpp"

#include "adapters/sha256.hpp"

namespace adapters {

Unclear unclear_letter(const BookedLetter& letter, const std::string& trouble) {
    return {.task = {.queue = "post_room",
                     .kind = "letter_unclear",
                     .values = {{"letter", letter.letter}, {"trouble", trouble}}},
            .work = {.claim = {},
                     .key = "letter/" + letter.key,
                     .of = letter.of,
                     .reference = letter.reference,
                     .effect = {}}};
}

Unclear unclear_agreement(engine::CaseId of, const Agreement& agreement,
                          const std::string& trouble) {
    return {.task = {.queue = "review",
                     .kind = "contract_unclear",
                     .values = {{"agreement", agreement.id},
                                {"product", agreement.product},
                                {"trouble", trouble}}},
            .work = {.claim = {},
                     .key = "agreement/" + agreement.id + "/" + sha256_of(trouble).substr(0, 16),
                     .of = of,
                     .reference = agreement.reference,
                     .effect = {}}};
}

}  // namespace adapters
