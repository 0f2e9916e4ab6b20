// Labels and what stands behind them, in whatever layout: "Label: value", a dash, a tab, a table,
// the value on the next line, or several of them on one.

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "adapters/intake/lines.hpp"
#include "states/catalogue.hpp"

namespace intake {

struct Entry {
    std::string field;     // Of words/labels.*.txt; "product" for a label that is a product's name.
    std::string language;  // Of the label; empty if several have it.
    std::string product;   // ".brussels" in "IANA ID for .brussels"; mostly empty.
    std::string section;   // "organisation", "representative", "other" or empty.
    std::string value;     // Lines of an address are joined by \n.
    std::size_t line = 0;  // Index into the lines: where the value stands.
    bool certain = true;   // False for a label that nothing separates from its value.
};

struct Entries {
    std::vector<Entry> all;
    std::vector<bool> taken;  // For each line: whether it is a label or a value.
};

Entries entries_of(const std::vector<Line>&, const states::Catalogue&);

// The products that a text names, in its order, and where: ".be" alone, never in "voorbeeld.be".
// Bare names, "brussels", count only where products are expected.
struct Named {
    std::string product;
    std::size_t at = 0;
    std::size_t size = 0;
};
std::vector<Named> products_in(std::string_view text, const states::Catalogue&, bool bare);

}  // namespace intake
