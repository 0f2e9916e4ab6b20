// Pages inside pages: what somebody wrote, such as a mail, shown without any right of ours.

#pragma once

#include <string>

#include "adapters/web.hpp"

namespace pages {

// For a sandboxed frame in a page of ours: its own <style> counts, and no script, form or address.
http::Response framed(std::string body);

void allow_own_frames(http::Response&);  // On the page around it.

}  // namespace pages
