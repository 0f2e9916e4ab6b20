#include "engine/tiles.hpp"

#include <doctest/doctest.h>

#include <map>
#include <string>
#include <utility>

#include "engine/digest.hpp"

namespace tiles_test {

using engine::read_tile_name;
using engine::TileName;

namespace {

using Stored = std::map<std::pair<int, std::uint64_t>, std::string>;

std::string at(const Stored& stored, int level, std::uint64_t number) {
    const auto found = stored.find({level, number});
    return found == stored.end() ? std::string{} : found->second;
}

engine::Hash leaf(std::uint64_t index) { return engine::leaf_hash(std::to_string(index)); }

}  // namespace

TEST_CASE("tiles have the names that tlog-tiles gives them, and each has one only") {
    CHECK_EQ(path_of(TileName{.level = 0, .number = 0}), "0/000");
    CHECK_EQ(path_of(TileName{.level = 1, .number = 1'234'067, .width = 8}), "1/x001/x234/067.p/8");
    CHECK_EQ(path_of(TileName{.entries = true, .number = 5}), "entries/005");
    for (const auto* path : {"0/000", "3/x001/x234/067", "entries/005.p/255", "0/x001/000.p/1"}) {
        const auto tile = read_tile_name(path);
        REQUIRE(tile);
        CHECK_EQ(path_of(*tile), path);
    }
    for (const auto* path : {"",
                             "0",
                             "0/",
                             "0/00",
                             "0/0000",
                             "0/x000/001",
                             "0/001/002",
                             "8/000",
                             "00/000",
                             "-1/000",
                             "0/000.p/0",
                             "0/000.p/256",
                             "0/000.p/",
                             "0/000.p/01",
                             "0/000/",
                             "/0/000",
                             "entries",
                             "data/000",
                             "0/x001",
                             "0/1x1",
                             "0/000.p/1.p/1",
                             "0/x001/x001/x001/x001/x001/x001/x001/001"}) {
        CAPTURE(path);
        CHECK_FALSE(read_tile_name(path));
    }
}

TEST_CASE("a tree grows by any steps into the same tiles, from which its roots and proofs come") {
    constexpr std::uint64_t size = 70'000;  // Three levels: 256 * 256 and some.
    Stored whole, stepwise;
    const auto stored = [](Stored& tiles, std::uint64_t from, std::uint64_t to) {
        engine::Growth growth{
            from, [&tiles](int level, std::uint64_t number) { return at(tiles, level, number); }};
        for (auto i = from; i < to; ++i) growth.add(leaf(i));
        CHECK_EQ(growth.size(), to);
        for (const auto& [name, hashes] : growth.changed()) tiles[name] = hashes;
    };
    stored(whole, 0, size);
    std::uint64_t grown = 0;
    for (const std::uint64_t step : {1, 255, 1, 300, 65'000, 2'000}) {
        stored(stepwise, grown, grown + step);
        grown += step;
    }
    stored(stepwise, grown, size);
    CHECK(whole == stepwise);
    CHECK_EQ(whole.size(), 274 + 2 + 1);

    engine::Frontier frontier;
    for (std::uint64_t i = 0; i < size; ++i) frontier.add(leaf(i));
    const auto subtrees = engine::subtrees_of(
        [&](int level, std::uint64_t number) { return at(whole, level, number); });
    CHECK_EQ(engine::root_of(size, subtrees), frontier.root());
    for (const std::uint64_t index : {0, 255, 256, 65'535, 65'536, 69'999})
        CHECK(engine::proves_inclusion(engine::inclusion_proof(index, size, subtrees), leaf(index),
                                       index, size, frontier.root()));
    for (const std::uint64_t before : {1, 256, 257, 65'536, 69'999})
        CHECK(engine::proves_consistency(engine::consistency_proof(before, size, subtrees),
                                         {before, engine::root_of(before, subtrees)},
                                         {size, frontier.root()}));
    CHECK_THROWS_AS(engine::root_of(size + 1, subtrees), std::runtime_error);
}

TEST_CASE("what does not end where the log ends is not continued") {
    Stored tiles{{{0, 0}, std::string(32 * 3, 'x')}};
    engine::Growth growth{
        4, [&](int level, std::uint64_t number) { return at(tiles, level, number); }};
    CHECK_THROWS_AS(growth.add(leaf(4)), std::runtime_error);
}

TEST_CASE("entries come out of a bundle as they went in") {
    std::string bundle;
    engine::add_entry(bundle, "one");
    engine::add_entry(bundle, "");
    engine::add_entry(bundle, std::string(300, 'y'));
    CHECK_EQ(bundle.substr(0, 5), std::string{"\0\3one", 5});
    const auto entries = engine::entries_of(bundle);
    REQUIRE(entries);
    REQUIRE_EQ(entries->size(), 3);
    CHECK_EQ(entries->at(0), "one");
    CHECK_EQ(entries->at(2), std::string(300, 'y'));
    CHECK_FALSE(engine::entries_of(bundle.substr(0, bundle.size() - 1)));
    CHECK_FALSE(engine::entries_of(bundle + '\0'));
    std::string large;
    CHECK_THROWS_AS(engine::add_entry(large, std::string(65'536, 'z')), std::length_error);
}

}  // namespace tiles_test
