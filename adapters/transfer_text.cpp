#include "adapters/transfer_text.hpp"

namespace adapters {
namespace {

constexpr std::size_t payee_name_max = 70;  // Letters.

std::string cut(const std::string& text, std::size_t letters) {
    std::size_t count = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool begins = (static_cast<unsigned char>(text[i]) & 0xC0) != 0x80;
        if (begins && ++count > letters) return text.substr(0, i);
    }
    return text;
}

}  // namespace

std::string transfer_text(const Transfer& transfer) {
    return "BCD\n002\n1\nSCT\n" + transfer.bic + '\n' + cut(transfer.name, payee_name_max) + '\n' +
           transfer.iban + "\nEUR" + states::write_money(transfer.amount) + "\n\n" +
           transfer.reference;
}

}  // namespace adapters
