// The words on invoices, compiled in: file name ("en.json") to text.

#pragma once

#include <map>
#include <string_view>

namespace invoice {

const std::map<std::string_view, std::string_view>& text_files();  // By cmake/Embed.cmake.

}  // namespace invoice
