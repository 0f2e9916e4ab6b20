// The texts of a mail as they are read for values, and how far each line of them is believed.

#pragma once

#include <string>
#include <vector>

#include "adapters/intake/entries.hpp"
#include "adapters/intake/lines.hpp"
#include "adapters/intake/mail_reading.hpp"
#include "adapters/intake/mime.hpp"

namespace intake {

struct Text {
    std::string part;  // "1.2 text/html"
    std::vector<Line> lines;
    Entries entries;
    Confidence cap = Confidence::sure;  // Nothing in it is surer than this.
    int message = 0;
    bool body = true;  // False for a text file that is attached.
};

// Of alternatives the one that says more.
std::vector<Text> texts_of(const Mail&, const states::Catalogue&);

Origin origin_of(const Text&, std::size_t line);
Origin header_origin(std::string_view name, std::string_view value);
Confidence confidence_of(const Text&, std::size_t line);
inline Confidence less_sure(Confidence a, Confidence b) { return a < b ? b : a; }

}  // namespace intake
