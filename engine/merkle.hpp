// The Merkle tree of RFC 6962: roots, proofs that an entry is in it, proofs that it only grew.

#pragma once

#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

#include "engine/journal.hpp"

namespace engine {

Hash leaf_hash(std::string_view entry);
Hash node_hash(const Hash& left, const Hash& right);

// The root of the 2^level leaves from index * 2^level on, all of which are there.
using Subtrees = std::function<Hash(int level, std::uint64_t index)>;

Hash root_of(std::uint64_t size, const Subtrees&);

// RFC 6962, 2.1.1 and 2.1.2.  Throw std::invalid_argument for a tree that is too small.
using Proof = std::vector<Hash>;
Proof inclusion_proof(std::uint64_t index, std::uint64_t size, const Subtrees&);
Proof consistency_proof(std::uint64_t old_size, std::uint64_t size, const Subtrees&);

// RFC 9162, 2.1.3.2 and 2.1.4.2: another way than the proofs are made by.
bool proves_inclusion(const Proof&, const Hash& leaf, std::uint64_t index, std::uint64_t size,
                      const Hash& root);
struct Head {
    std::uint64_t size = 0;
    Hash root = {};
    bool operator==(const Head&) const = default;
};
bool proves_consistency(const Proof&, const Head& old_head, const Head& head);

// A tree of which only the right edge is kept: its root, leaf by leaf, in little memory.
class Frontier {
public:
    void add(const Hash& leaf);
    std::uint64_t size() const { return size_; }
    Hash root() const;

private:
    std::uint64_t size_ = 0;
    std::vector<Hash> subtrees_;  // Of falling sizes, one for each bit of the size.
};

}  // namespace engine
