#include "engine/tiles.hpp"

#include <algorithm>
#include <cstdio>
#include <memory>
#include <stdexcept>

namespace engine {
namespace {

constexpr int tile_height = 8;
constexpr std::size_t hash_size = 32;

Hash hash_at(std::string_view hashes, std::uint64_t index) {
    if (hashes.size() < (index + 1) * hash_size)
        throw std::runtime_error{"a tile of the log ends too early"};
    Hash hash;
    std::ranges::copy(hashes.substr(index * hash_size, hash_size), hash.begin());
    return hash;
}

Hash root_of_hashes(std::string_view hashes, std::uint64_t begin, std::uint64_t count) {
    if (count == 1) return hash_at(hashes, begin);
    return node_hash(root_of_hashes(hashes, begin, count / 2),
                     root_of_hashes(hashes, begin + count / 2, count / 2));
}

// Digits without a sign or zeroes in front, at most six.
std::optional<std::uint64_t> read_number(std::string_view text) {
    if (text.empty() || text.size() > 6 || (text.size() > 1 && text[0] == '0')) return std::nullopt;
    std::uint64_t value = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') return std::nullopt;
        value = value * 10 + static_cast<std::uint64_t>(c - '0');
    }
    return value;
}

std::string_view cut(std::string_view& rest) {
    const auto slash = rest.find('/');
    const auto part = rest.substr(0, slash);
    rest = slash == std::string_view::npos ? std::string_view{} : rest.substr(slash + 1);
    return part;
}

}  // namespace

std::string path_of(const TileName& tile) {
    char digits[8];
    const auto three = [&](std::uint64_t value) {
        std::snprintf(digits, sizeof digits, "%03u", static_cast<unsigned>(value % 1000));
        return std::string{digits};
    };
    auto number = three(tile.number);
    for (auto rest = tile.number / 1000; rest > 0; rest /= 1000)
        number.insert(0, "x" + three(rest) + "/");
    auto path = (tile.entries ? "entries" : std::to_string(tile.level)) + "/" + number;
    if (tile.width < tile_width) path += ".p/" + std::to_string(tile.width);
    return path;
}

std::optional<TileName> read_tile_name(std::string_view path) {
    TileName tile;
    auto rest = path;
    const auto kind = cut(rest);
    tile.entries = kind == "entries";
    if (!tile.entries) {
        const auto level = read_number(kind);
        if (!level || *level > 7) return std::nullopt;  // 2^64 leaves have no more.
        tile.level = static_cast<int>(*level);
    }
    if (const auto partial = rest.find(".p/"); partial != std::string_view::npos) {
        const auto width = read_number(rest.substr(partial + 3));
        if (!width || *width < 1 || *width >= tile_width) return std::nullopt;
        tile.width = *width;
        rest = rest.substr(0, partial);
    }
    for (int groups = 0; !rest.empty() && groups < 6; ++groups) {
        auto group = cut(rest);
        if (group.starts_with('x')) group.remove_prefix(1);
        if (group.size() != 3 ||
            !std::ranges::all_of(group, [](char c) { return c >= '0' && c <= '9'; }))
            return std::nullopt;
        for (const char c : group)
            tile.number = tile.number * 10 + static_cast<std::uint64_t>(c - '0');
    }
    if (path_of(tile) != path) return std::nullopt;  // One name for one tile.
    return tile;
}

Subtrees subtrees_of(Tiles tiles) {
    auto known = std::make_shared<std::map<std::pair<int, std::uint64_t>, std::string>>();
    return [known, tiles = std::move(tiles)](int level, std::uint64_t index) {
        const int height = level % tile_height;
        const auto first = index << static_cast<unsigned>(height);
        const auto name = std::pair{level / tile_height, first / tile_width};
        auto found = known->find(name);
        if (found == known->end())
            found = known->emplace(name, tiles(name.first, name.second)).first;
        return root_of_hashes(found->second, first % tile_width,
                              std::uint64_t{1} << static_cast<unsigned>(height));
    };
}

Growth::Growth(std::uint64_t size, Tiles tiles) : size_{size}, tiles_{std::move(tiles)} {}

void Growth::add(const Hash& leaf) { append(0, size_++, leaf); }

void Growth::append(int level, std::uint64_t index, const Hash& hash) {
    const auto number = index / tile_width;
    const auto place = index % tile_width;
    auto tile = changed_.find({level, number});
    if (tile == changed_.end())
        tile = changed_.emplace(std::pair{level, number}, place ? tiles_(level, number) : "").first;
    auto& hashes = tile->second;
    if (hashes.size() != place * hash_size)
        throw std::runtime_error{"a tile of the log does not end where the log ends"};
    hashes += bytes_of(hash);
    if (place + 1 == tile_width) append(level + 1, number, root_of_hashes(hashes, 0, tile_width));
}

void add_entry(std::string& bundle, std::string_view entry) {
    if (entry.size() > entry_max) throw std::length_error{"an entry is too long for the log"};
    bundle += static_cast<char>(entry.size() >> 8U);
    bundle += static_cast<char>(entry.size() & 255U);
    bundle += entry;
}

std::optional<std::vector<std::string_view>> entries_of(std::string_view bundle) {
    std::vector<std::string_view> entries;
    while (!bundle.empty()) {
        if (bundle.size() < 2) return std::nullopt;
        const auto size = static_cast<std::size_t>(static_cast<unsigned char>(bundle[0]) << 8U |
                                                   static_cast<unsigned char>(bundle[1]));
        if (bundle.size() < 2 + size) return std::nullopt;
        entries.push_back(bundle.substr(2, size));
        bundle.remove_prefix(2 + size);
    }
    return entries;
}

}  // namespace engine
