// Which products a mail asks for, in which role, and with whose IANA ID.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "adapters/intake/texts.hpp"

namespace intake {

template <class T>
struct Said {
    T value;
    Origin origin;
    Confidence confidence = Confidence::doubtful;
};

struct WishedProduct {
    Said<std::string> product;
    std::vector<Said<std::string>> roles;  // "direct", "reseller"; more than one contradict.
    std::vector<Said<int>> iana_ids;
};

// In the order of the mail.  `subject` is looked at when nothing else names a product.
std::vector<WishedProduct> wishes_of(const std::vector<Text>&, const std::string& subject,
                                     const states::Catalogue&);

}  // namespace intake
