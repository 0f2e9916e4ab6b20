// The style and the script of all pages, under names that change with their content, so that
// browsers may keep them for a year.

#pragma once

#include <string>
#include <vector>

#include "adapters/pages/words.hpp"
#include "adapters/web.hpp"

namespace pages {

const Files& static_files();

std::string address_of(const std::string& file);  // "style.css" -> "/assets/1f3a…/style.css"

std::vector<http::Route> asset_routes();

}  // namespace pages
