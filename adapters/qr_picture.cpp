#include "adapters/qr_picture.hpp"

#include <qrencode.h>

#include <memory>

#include "engine/fault.hpp"

namespace adapters {
namespace {

constexpr int quiet_zone = 4;  // Modules, on each side.

struct Freed {
    void operator()(QRcode* code) const { QRcode_free(code); }
};

}  // namespace

std::string qr_picture(const std::string& text) {
    const std::unique_ptr<QRcode, Freed> code{
        QRcode_encodeData(static_cast<int>(text.size()),
                          reinterpret_cast<const unsigned char*>(text.data()), 0, QR_ECLEVEL_M)};
    if (!code)
        throw engine::Rejected{"too long for a QR code: " + std::to_string(text.size()) + " bytes"};
    const auto side = std::to_string(code->width + 2 * quiet_zone);
    std::string path;
    for (int row = 0; row < code->width; ++row)
        for (int column = 0; column < code->width; ++column)
            if ((code->data[row * code->width + column] & 1) != 0)
                path += "M" + std::to_string(column + quiet_zone) + " " +
                        std::to_string(row + quiet_zone) + "h1v1h-1z";
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + side + " " + side +
           "\" shape-rendering=\"crispEdges\"><rect width=\"" + side + "\" height=\"" + side +
           "\" fill=\"#fff\"/><path d=\"" + path + "\"/></svg>\n";
}

}  // namespace adapters
