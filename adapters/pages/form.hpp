// What a browser sends from a form: application/x-www-form-urlencoded or multipart/form-data.

#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/web.hpp"

namespace pages {

struct Upload {
    std::string field;
    std::string file_name;  // As the browser calls it; may be empty, then nothing was chosen.
    std::string content;
};

class Form {
public:
    // A line that was typed ends with "\n" here, though browsers send "\r\n" (WHATWG HTML,
    // "Constructing the entry list").
    std::multimap<std::string, std::string, std::less<>> fields;
    std::vector<Upload> uploads;

    // Without white space around it; empty if it was not sent.
    std::string value(std::string_view name) const;
    std::string exactly(std::string_view name) const;  // As it was typed: for passwords.
    bool has(std::string_view name) const { return fields.find(name) != fields.end(); }
    std::vector<std::string> values(std::string_view name) const;
    const Upload* upload(std::string_view field) const;  // Null if no file was chosen.
};

// Empty if it is neither of the two, is malformed, or holds U+0000 or what is no UTF-8 outside of
// files.
std::optional<Form> read_form(const http::Request&);

// "%C5%81%C3%B3d%C5%BA+1" as a form writes it; empty for a lone "%".
std::optional<std::string> form_decoded(std::string_view);
std::string query_encoded(std::string_view);  // For the query of an address.

}  // namespace pages
