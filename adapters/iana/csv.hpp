// Comma-separated values as RFC 4180 has them: quoted fields, doubled quotes, CRLF or LF.

#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace iana {

struct CsvRow {
    int line = 0;  // On which it begins, from 1.
    std::vector<std::string> fields;
};

// Throws engine::Rejected with the line for a quote that is not closed or stands where none may be,
// and for a last row without its line end: then the file was cut off.
std::vector<CsvRow> read_csv(std::string_view text);

}  // namespace iana
