// The log cut into tiles as C2SP's tlog-tiles has it: 256 hashes or entries a file, names that
// never change, so that a copy of the log is a copy of files.

#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/merkle.hpp"

namespace engine {

constexpr std::uint64_t tile_width = 256;
constexpr std::size_t entry_max = 65'535;  // Bytes, that a length of two can say.

struct TileName {
    bool entries = false;  // Of the log's entries themselves; they have no level.
    int level = 0;
    std::uint64_t number = 0;
    std::uint64_t width = tile_width;  // Less for the last one of its level.
    bool operator==(const TileName&) const = default;
};

// "0/x001/234", "1/000.p/7", "entries/000": what stands after "tile/".
std::string path_of(const TileName&);
std::optional<TileName> read_tile_name(std::string_view path);

// Hashes of one tile, 32 bytes each, as many as there are.
using Tiles = std::function<std::string(int level, std::uint64_t number)>;

// Reads each tile once.  A subtree that is not there throws std::runtime_error.
Subtrees subtrees_of(Tiles);

// Makes the tree grow, and says which tiles are others now, whole.
class Growth {
public:
    Growth(std::uint64_t size, Tiles tiles);

    void add(const Hash& leaf);
    std::uint64_t size() const { return size_; }
    using Changed = std::map<std::pair<int, std::uint64_t>, std::string>;
    const Changed& changed() const { return changed_; }

private:
    void append(int level, std::uint64_t index, const Hash&);

    std::uint64_t size_;
    Tiles tiles_;
    Changed changed_;
};

// The bytes of an entry bundle.  Throws std::length_error for an entry that is too long.
void add_entry(std::string& bundle, std::string_view entry);

// Empty if it is not whole.
std::optional<std::vector<std::string_view>> entries_of(std::string_view bundle);

}  // namespace engine
