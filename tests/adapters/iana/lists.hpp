// Small lists of registrars in the form that IANA's has.

#pragma once

#include <string>
#include <vector>

namespace tests {

inline std::string list_of(const std::vector<std::string>& rows) {
    std::string text = "\"ID\",Registrar Name,Status,RDAP Base URL\r\n";
    for (const auto& row : rows) text += row + "\r\n";
    return text;
}

}  // namespace tests
