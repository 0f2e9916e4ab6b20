// Domain names as registries know them: in ASCII, whatever script people write them in.

#pragma once

#include <string>
#include <string_view>

namespace rdap {

// "Café.Vlaanderen." becomes "xn--caf-dma.vlaanderen": A-labels in small letters (IDNA2008, with
// what UTS 46 maps, without its transitional exceptions: ß stays ß).  Throws engine::Rejected, with
// the reason, for what is no domain name.
std::string a_labels(std::string_view name);

}  // namespace rdap
