// From labelled entries, loose sentences and headers to proposals for the fields of a sign-up.

#pragma once

#include <string>
#include <vector>

#include "adapters/intake/texts.hpp"

namespace intake {

struct Heard {
    std::vector<Proposal> proposals;  // In the order in which they were found.
    std::vector<Doubt> doubts;
    int labelled = 0;  // How many fields a label has named, outside quotes and signatures.

    void add(std::string field, nlohmann::json value, const Origin&, Confidence);
    bool has(std::string_view field, Confidence at_least = Confidence::doubtful) const;
    // The surest text of a field; empty if there is none.
    std::string text(std::string_view field) const;
};

void hear_entries(Heard&, const std::vector<Text>&, const states::Catalogue&);

// What no label names: a VAT number, a phone number, a company's name in a sentence or a signature,
// for the fields that are still open.
void hear_loose(Heard&, const std::vector<Text>&, const states::Catalogue&, const Ours&);

// The sender, for the fields that are still open.
void hear_headers(Heard&, const Mail&, const std::vector<Text>&, const Ours&);

}  // namespace intake
