#include "adapters/sha256.hpp"

#include <vector>

#include "engine/digest.hpp"

namespace adapters {

std::string sha256_of(std::string_view text) {
    return engine::hex(engine::bytes_of(engine::sha256({text})));
}

std::string sha256_of(std::istream& stream) {
    constexpr std::size_t part_size = 65'536;
    engine::Sha256 digest;
    std::vector<char> part(part_size);
    while (stream.read(part.data(), part_size), stream.gcount() > 0)
        digest.add({part.data(), static_cast<std::size_t>(stream.gcount())});
    return engine::hex(engine::bytes_of(digest.finish()));
}

}  // namespace adapters
