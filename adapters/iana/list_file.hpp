// IANA's list of registrar IDs as it is published: registrar-ids-1.csv and registrar-ids.xml of
// https://www.iana.org/assignments/registrar-ids.

#pragma once

#include <string_view>
#include <vector>

#include "adapters/registrar_lists.hpp"

namespace iana {

// Whichever of the two it is.  Throws engine::Rejected that names the line (of CSV) or the id (of
// XML) for anything that is not as it should be: another heading, an id that is no number or stands
// there twice, an unknown status, a text that is not UTF-8, a file that was cut off.
std::vector<adapters::ListedRegistrar> read_list(std::string_view bytes);

}  // namespace iana
