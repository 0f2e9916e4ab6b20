// A QR code as an SVG picture, for pages and for whoever asks the API.

#pragma once

#include <string>

namespace adapters {

// Black on white with the quiet zone of ISO/IEC 18004 around it, error correction M; scales to any
// size.  Throws engine::Rejected if the text is too long.
std::string qr_picture(const std::string& text);

}  // namespace adapters
