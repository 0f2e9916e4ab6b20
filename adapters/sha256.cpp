#include "adapters/sha256.hpp"

#include <openssl/evp.h>

#include <array>
#include <memory>
#include <new>
#include <vector>

#include "engine/journal.hpp"

namespace adapters {
namespace {

class Digest {
public:
    Digest() : context_{EVP_MD_CTX_new(), EVP_MD_CTX_free} {
        if (!context_ || EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr) != 1)
            throw std::bad_alloc{};
    }
    void add(std::string_view bytes) {
        EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size());
    }
    std::string hex() {
        std::array<unsigned char, EVP_MAX_MD_SIZE> digest;
        unsigned size = 0;
        EVP_DigestFinal_ex(context_.get(), digest.data(), &size);
        return engine::hex({reinterpret_cast<const char*>(digest.data()), size});
    }

private:
    std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> context_;
};

}  // namespace

std::string sha256_of(std::string_view text) {
    Digest digest;
    digest.add(text);
    return digest.hex();
}

std::string sha256_of(std::istream& stream) {
    constexpr std::size_t part_size = 65'536;
    Digest digest;
    std::vector<char> part(part_size);
    while (stream.read(part.data(), part_size), stream.gcount() > 0)
        digest.add({part.data(), static_cast<std::size_t>(stream.gcount())});
    return digest.hex();
}

}  // namespace adapters
