#include "adapters/papers/payment_code.hpp"

#include <qrencode.h>

#include <memory>

#include "engine/fault.hpp"

namespace papers {
namespace {

constexpr std::size_t payload_max = 331;  // Bytes.
constexpr int version_max = 13;           // 69 modules.

struct FreedCode {
    void operator()(QRcode* code) const { QRcode_free(code); }
};

}  // namespace

Modules qr_code(const std::string& text) {
    const std::unique_ptr<QRcode, FreedCode> code{
        QRcode_encodeData(static_cast<int>(text.size()),
                          reinterpret_cast<const unsigned char*>(text.data()), 0, QR_ECLEVEL_M)};
    if (text.size() > payload_max || !code || code->version > version_max)
        throw engine::Rejected{"too long for a payment code: " + std::to_string(text.size()) +
                               " bytes"};
    Modules modules{.side = static_cast<std::size_t>(code->width)};
    for (std::size_t i = 0; i < modules.side * modules.side; ++i)
        modules.dark.push_back((code->data[i] & 1) != 0);
    return modules;
}

}  // namespace papers
