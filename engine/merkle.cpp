#include "engine/merkle.hpp"

#include <bit>
#include <stdexcept>

#include "engine/digest.hpp"

namespace engine {
namespace {

using Index = std::uint64_t;

// The leaves [begin, begin + size) of a tree; begin is a multiple of the next power of two.
struct Range {
    Index begin;
    Index size;

    Index split() const { return std::bit_floor(size - 1); }  // RFC 6962 calls it k.
    Range left() const { return {begin, split()}; }
    Range right() const { return {begin + split(), size - split()}; }
};

Hash root_of(Range range, const Subtrees& subtrees) {
    if (std::has_single_bit(range.size)) {
        const int level = std::countr_zero(range.size);
        return subtrees(level, range.begin >> level);
    }
    return node_hash(root_of(range.left(), subtrees), root_of(range.right(), subtrees));
}

void add_path(Proof& proof, Index index, Range range, const Subtrees& subtrees) {
    if (range.size == 1) return;
    const bool goes_left = index < range.right().begin;
    add_path(proof, index, goes_left ? range.left() : range.right(), subtrees);
    proof.push_back(root_of(goes_left ? range.right() : range.left(), subtrees));
}

// SUBPROOF of RFC 6962: `known` while the old tree's root is the root of this range.
void add_subproof(Proof& proof, Index old_end, Range range, bool known, const Subtrees& subtrees) {
    if (old_end == range.begin + range.size) {
        if (!known) proof.push_back(root_of(range, subtrees));
        return;
    }
    if (old_end <= range.right().begin) {
        add_subproof(proof, old_end, range.left(), known, subtrees);
        proof.push_back(root_of(range.right(), subtrees));
    } else {
        add_subproof(proof, old_end, range.right(), false, subtrees);
        proof.push_back(root_of(range.left(), subtrees));
    }
}

bool is_odd(Index value) { return (value & 1U) == 1; }

}  // namespace

Hash leaf_hash(std::string_view entry) { return sha256({std::string_view{"\0", 1}, entry}); }

Hash node_hash(const Hash& left, const Hash& right) {
    return sha256({"\x01", bytes_of(left), bytes_of(right)});
}

Hash root_of(std::uint64_t size, const Subtrees& subtrees) {
    return size == 0 ? sha256({}) : root_of(Range{0, size}, subtrees);
}

Proof inclusion_proof(std::uint64_t index, std::uint64_t size, const Subtrees& subtrees) {
    if (index >= size) throw std::invalid_argument{"the tree has no such leaf"};
    Proof proof;
    add_path(proof, index, {0, size}, subtrees);
    return proof;
}

Proof consistency_proof(std::uint64_t old_size, std::uint64_t size, const Subtrees& subtrees) {
    if (old_size > size) throw std::invalid_argument{"the tree is smaller than it was"};
    Proof proof;
    if (old_size > 0) add_subproof(proof, old_size, {0, size}, true, subtrees);
    return proof;
}

bool proves_inclusion(const Proof& proof, const Hash& leaf, std::uint64_t index, std::uint64_t size,
                      const Hash& root) {
    if (index >= size) return false;
    auto node = index;
    auto last = size - 1;
    auto hash = leaf;
    for (const auto& sibling : proof) {
        if (last == 0) return false;
        if (is_odd(node) || node == last) {
            hash = node_hash(sibling, hash);
            while (!is_odd(node) && node != 0) {
                node >>= 1U;
                last >>= 1U;
            }
        } else {
            hash = node_hash(hash, sibling);
        }
        node >>= 1U;
        last >>= 1U;
    }
    return last == 0 && hash == root;
}

bool proves_consistency(const Proof& proof, const Head& old_head, const Head& head) {
    if (old_head.size > head.size) return false;
    if (old_head.size == head.size) return proof.empty() && old_head.root == head.root;
    if (old_head.size == 0) return proof.empty() && old_head.root == sha256({});
    auto path = proof;
    if (std::has_single_bit(old_head.size)) path.insert(path.begin(), old_head.root);
    if (path.empty()) return false;
    auto node = old_head.size - 1;
    auto last = head.size - 1;
    while (is_odd(node)) {
        node >>= 1U;
        last >>= 1U;
    }
    auto before = path.front();
    auto after = path.front();
    for (std::size_t i = 1; i < path.size(); ++i) {
        if (last == 0) return false;
        if (is_odd(node) || node == last) {
            before = node_hash(path[i], before);
            after = node_hash(path[i], after);
            while (!is_odd(node) && node != 0) {
                node >>= 1U;
                last >>= 1U;
            }
        } else {
            after = node_hash(after, path[i]);
        }
        node >>= 1U;
        last >>= 1U;
    }
    return last == 0 && before == old_head.root && after == head.root;
}

void Frontier::add(const Hash& leaf) {
    auto hash = leaf;
    for (auto rest = size_; is_odd(rest); rest >>= 1U) {
        hash = node_hash(subtrees_.back(), hash);
        subtrees_.pop_back();
    }
    subtrees_.push_back(hash);
    ++size_;
}

Hash Frontier::root() const {
    if (subtrees_.empty()) return sha256({});
    auto hash = subtrees_.back();
    for (auto i = subtrees_.size() - 1; i > 0; --i) hash = node_hash(subtrees_[i - 1], hash);
    return hash;
}

}  // namespace engine
