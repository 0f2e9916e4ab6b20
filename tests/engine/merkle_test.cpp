// The tree by the vectors that certificate transparency's own code is tested with, and by RFC
// 6962's definitions, written down once more and slowly.

#include "engine/merkle.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "engine/digest.hpp"

namespace merkle_test {

namespace {

using engine::Hash;
using Leaves = std::vector<Hash>;

const std::vector<std::string> inputs = {
    "",
    std::string(1, '\0'),
    "\x10",
    "\x20\x21",
    "\x30\x31",
    "\x40\x41\x42\x43",
    "\x50\x51\x52\x53\x54\x55\x56\x57",
    "\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f"};

const std::vector<std::string> roots = {
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};

std::string hex(const Hash& hash) { return engine::hex(engine::bytes_of(hash)); }

std::vector<std::string> hex(const engine::Proof& proof) {
    std::vector<std::string> texts;
    for (const auto& hash : proof) texts.push_back(hex(hash));
    return texts;
}

Leaves leaves_of(std::size_t count) {
    Leaves leaves;
    for (std::size_t i = 0; i < count; ++i)
        leaves.push_back(engine::leaf_hash(i < inputs.size() ? inputs[i] : std::to_string(i)));
    return leaves;
}

// MTH of RFC 6962, 2.1.
Hash root_by_definition(const Leaves& leaves, std::size_t begin, std::size_t size) {
    if (size == 0) return engine::sha256({});
    if (size == 1) return leaves[begin];
    std::size_t half = 1;
    while (half * 2 < size) half *= 2;
    return engine::node_hash(root_by_definition(leaves, begin, half),
                             root_by_definition(leaves, begin + half, size - half));
}

engine::Subtrees over(const Leaves& leaves) {
    return [&leaves](int level, std::uint64_t index) {
        return root_by_definition(leaves, index << static_cast<unsigned>(level),
                                  std::size_t{1} << static_cast<unsigned>(level));
    };
}

Hash root(const Leaves& leaves, std::size_t size) { return root_by_definition(leaves, 0, size); }

}  // namespace

TEST_CASE("the tree has the roots that RFC 6962's known vectors have") {
    CHECK_EQ(hex(engine::root_of(0, {})),
             "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    const auto leaves = leaves_of(8);
    engine::Frontier frontier;
    CHECK_EQ(frontier.root(), engine::sha256({}));
    for (std::size_t size = 1; size <= 8; ++size) {
        CAPTURE(size);
        frontier.add(leaves[size - 1]);
        CHECK_EQ(hex(engine::root_of(size, over(leaves))), roots[size - 1]);
        CHECK_EQ(hex(frontier.root()), roots[size - 1]);
        CHECK_EQ(frontier.size(), size);
    }
}

TEST_CASE("its proofs are those of RFC 6962's known vectors") {
    const auto leaves = leaves_of(8);
    CHECK_EQ(hex(engine::inclusion_proof(0, 8, over(leaves))),
             std::vector<std::string>{
                 "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                 "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                 "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"});
    CHECK_EQ(hex(engine::inclusion_proof(5, 8, over(leaves))),
             std::vector<std::string>{
                 "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                 "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                 "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"});
    CHECK_EQ(hex(engine::consistency_proof(6, 8, over(leaves))),
             std::vector<std::string>{
                 "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                 "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                 "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"});
    CHECK_EQ(hex(engine::consistency_proof(2, 5, over(leaves))),
             std::vector<std::string>{
                 "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                 "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"});
    CHECK(engine::consistency_proof(0, 8, over(leaves)).empty());
    CHECK(engine::consistency_proof(8, 8, over(leaves)).empty());
    CHECK_THROWS_AS(engine::inclusion_proof(8, 8, over(leaves)), std::invalid_argument);
    CHECK_THROWS_AS(engine::consistency_proof(9, 8, over(leaves)), std::invalid_argument);
}

TEST_CASE("every leaf of every small tree is proven, and no other in its place") {
    const auto leaves = leaves_of(40);
    for (std::uint64_t size = 1; size <= 40; ++size)
        for (std::uint64_t index = 0; index < size; ++index) {
            CAPTURE(size);
            CAPTURE(index);
            const auto proof = engine::inclusion_proof(index, size, over(leaves));
            const auto head = root(leaves, size);
            REQUIRE(engine::proves_inclusion(proof, leaves[index], index, size, head));
            const auto other = (index + 1) % 40;
            REQUIRE_FALSE(engine::proves_inclusion(proof, leaves[other], index, size, head));
            if (size > 1) {
                const auto next = (index + 1) % size;
                REQUIRE_FALSE(engine::proves_inclusion(proof, leaves[index], next, size, head));
                auto shorter = proof;
                shorter.pop_back();
                REQUIRE_FALSE(engine::proves_inclusion(shorter, leaves[index], index, size, head));
            }
            auto longer = proof;
            longer.push_back(head);
            REQUIRE_FALSE(engine::proves_inclusion(longer, leaves[index], index, size, head));
            REQUIRE_FALSE(engine::proves_inclusion(proof, leaves[index], size, size, head));
        }
}

TEST_CASE("a tree is shown to continue each smaller one, and none that was changed") {
    const auto leaves = leaves_of(40);
    for (std::uint64_t size = 1; size <= 40; ++size)
        for (std::uint64_t before = 0; before <= size; ++before) {
            CAPTURE(size);
            CAPTURE(before);
            const auto proof = engine::consistency_proof(before, size, over(leaves));
            const auto old_head = engine::Head{before, root(leaves, before)};
            const auto head = engine::Head{size, root(leaves, size)};
            REQUIRE(engine::proves_consistency(proof, old_head, head));
            REQUIRE_FALSE(engine::proves_consistency(proof, {before, leaves[39]}, head));
            if (before > 0)  // Nothing is continued by every tree.
                REQUIRE_FALSE(engine::proves_consistency(proof, old_head, {size, leaves[38]}));
            if (before > 0 && before < size) {
                auto other = proof;
                other.front()[3] ^= 1U;
                REQUIRE_FALSE(engine::proves_consistency(other, old_head, head));
                REQUIRE_FALSE(engine::proves_consistency({}, old_head, head));
            }
            if (before < size) REQUIRE_FALSE(engine::proves_consistency(proof, head, old_head));
        }
}

}  // namespace merkle_test
