#include "adapters/whole_file.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "adapters/scratch_folder.hpp"

namespace whole_file_test {

namespace fs = std::filesystem;

std::string text_of(const fs::path& file) {
    std::ifstream read{file};
    return {std::istreambuf_iterator<char>{read}, {}};
}

TEST_CASE("a file that could not be written to its end leaves what was there") {
    const adapters::ScratchFolder folder{"whole"};
    const auto file = folder.write("register.csv", "the old one");
    const auto broken = [](std::ostream& half) {
        half << "half of ";
        throw std::runtime_error{"the database has gone"};
    };
    CHECK_THROWS_WITH(adapters::write_whole_file(file, broken), "the database has gone");
    CHECK_EQ(text_of(file), "the old one");
    CHECK_EQ(std::distance(fs::directory_iterator{folder.path()}, {}), 1);

    adapters::write_whole_file(file, [&](std::ostream& whole) {
        whole << "the new one";
        CHECK_EQ(text_of(file), "the old one");
    });
    CHECK_EQ(text_of(file), "the new one");
    CHECK_EQ(std::distance(fs::directory_iterator{folder.path()}, {}), 1);
}

TEST_CASE("where nothing can be written, the path is named") {
    const auto nothing = [](std::ostream&) {};
    CHECK_THROWS_WITH(adapters::write_whole_file("/nowhere/register.csv", nothing),
                      "cannot write /nowhere/register.csv");
}

TEST_CASE("a device is written to and stays a device") {
    adapters::write_whole_file("/dev/null", [](std::ostream& file) { file << "gone"; });
    CHECK(fs::is_character_file("/dev/null"));
}

}  // namespace whole_file_test
