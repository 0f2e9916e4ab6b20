#include "adapters/sealing_key.hpp"

#include <fcntl.h>
#include <openssl/rand.h>
#include <unistd.h>

#include <fstream>
#include <stdexcept>

namespace adapters {

std::string sealing_key(const std::filesystem::path& data) {
    std::filesystem::create_directories(data);
    const auto path = data / "sealing.key";
    std::string key(32, '\0');
    if (std::ifstream{path, std::ios::binary}.read(key.data(), 32)) return key;
    if (RAND_bytes(reinterpret_cast<unsigned char*>(key.data()), 32) != 1)
        throw std::runtime_error{"no random bytes"};
    const auto half = data / ("sealing.key." + std::to_string(::getpid()));
    const int file = ::open(half.c_str(), O_CREAT | O_WRONLY | O_TRUNC, 0600);
    const bool written = file >= 0 && ::write(file, key.data(), 32) == 32 && ::fsync(file) == 0;
    if (file >= 0) ::close(file);
    if (!written) throw std::runtime_error{"cannot write " + half.string()};
    // Two servers may start at once on one folder: whoever is first makes the key of both.
    std::error_code taken;
    std::filesystem::create_hard_link(half, path, taken);
    std::filesystem::remove(half);
    if (!std::ifstream{path, std::ios::binary}.read(key.data(), 32))
        throw std::runtime_error{"cannot read " + path.string()};
    return key;
}

}  // namespace adapters
