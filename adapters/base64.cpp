#include "adapters/base64.hpp"

#include <openssl/evp.h>

namespace adapters {
namespace {

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

std::string base64(std::string_view bytes) {
    std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');
    const auto length = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                                        bytes_of(bytes), static_cast<int>(bytes.size()));
    text.resize(static_cast<std::size_t>(length));
    return text;
}

std::optional<std::string> read_base64(std::string_view text) {
    if (text.empty() || text.size() % 4 != 0) return std::nullopt;
    std::string bytes(text.size() / 4 * 3, '\0');
    if (EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()), bytes_of(text),
                        static_cast<int>(text.size())) < 0)
        return std::nullopt;
    const auto padding = text.ends_with("==") ? 2u : text.ends_with('=') ? 1u : 0u;
    bytes.resize(bytes.size() - padding);
    if (base64(bytes) != text) return std::nullopt;
    return bytes;
}

}  // namespace adapters
