#include "adapters/random_sample.hpp"

#include <algorithm>
#include <utility>

#include "adapters/sha256.hpp"
#include "engine/digest.hpp"

namespace adapters {

std::vector<std::string> random_sample(const std::vector<std::string>& names, std::string_view seed,
                                       std::size_t size) {
    std::vector<std::pair<std::string, std::string>> lots;
    lots.reserve(names.size());
    for (const auto& name : names)
        lots.emplace_back(sha256_of(std::string{seed} + '\n' + name), name);
    const auto drawn = static_cast<std::ptrdiff_t>(std::min(size, lots.size()));
    std::ranges::partial_sort(lots, lots.begin() + drawn);
    std::vector<std::string> sample;
    for (std::ptrdiff_t i = 0; i < drawn; ++i)
        sample.push_back(std::move(lots[static_cast<std::size_t>(i)].second));
    return sample;
}

std::string random_seed() { return engine::hex(engine::random_bytes(16)); }

}  // namespace adapters
