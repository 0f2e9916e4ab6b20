// The picture of a QR code with which a bank's application fills in a transfer (EPC069-12).

#pragma once

#include <string>
#include <vector>

namespace papers {

struct Modules {  // A square of dark and light, row by row.
    std::vector<bool> dark;
    std::size_t side = 0;
};

// Error correction M, as the standard has it.  Throws engine::Rejected if it is too long.
Modules qr_code(const std::string& text);

}  // namespace papers
