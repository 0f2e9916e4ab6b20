#include "adapters/papers/payment_code.hpp"

#include <qrencode.h>

#include <memory>

#include "engine/fault.hpp"

namespace papers {
namespace {

constexpr std::size_t name_max = 70;      // Letters.
constexpr std::size_t payload_max = 331;  // Bytes.
constexpr int version_max = 13;           // 69 modules.

std::string cut(const std::string& text, std::size_t letters) {
    std::size_t count = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool begins = (static_cast<unsigned char>(text[i]) & 0xC0) != 0x80;
        if (begins && ++count > letters) return text.substr(0, i);
    }
    return text;
}

struct Freed {
    void operator()(QRcode* code) const { QRcode_free(code); }
};

}  // namespace

std::string payment_text(const Transfer& transfer) {
    return "BCD\n002\n1\nSCT\n" + transfer.bic + '\n' + cut(transfer.name, name_max) + '\n' +
           transfer.iban + "\nEUR" + states::write_money(transfer.amount) + "\n\n" +
           transfer.reference;
}

Modules qr_code(const std::string& text) {
    const std::unique_ptr<QRcode, Freed> code{
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
