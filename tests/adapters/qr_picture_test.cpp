#include "adapters/qr_picture.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <regex>

#include "adapters/scratch_folder.hpp"
#include "engine/fault.hpp"
#include "tests/end_to_end/shell.hpp"

namespace qr_picture_test {

namespace {

// The picture as dots, drawn by nobody but this test: four a module.
void paint(const std::string& svg, const std::string& file) {
    static const std::regex box{R"re(viewBox="0 0 (\d+) (\d+)")re"};
    static const std::regex dark{R"(M(\d+) (\d+)h1v1h-1z)"};
    std::smatch size;
    REQUIRE(std::regex_search(svg, size, box));
    constexpr int dots = 4;
    const int side = std::stoi(size[1]) * dots;
    std::string bits(static_cast<std::size_t>(side) * static_cast<std::size_t>(side), '0');
    for (auto at = std::sregex_iterator{svg.begin(), svg.end(), dark}; at != std::sregex_iterator{};
         ++at)
        for (int y = 0; y < dots; ++y)
            for (int x = 0; x < dots; ++x)
                bits[static_cast<std::size_t>((std::stoi((*at)[2]) * dots + y) * side +
                                              std::stoi((*at)[1]) * dots + x)] = '1';
    std::ofstream out{file};
    out << "P1\n" << side << ' ' << side << '\n';
    for (std::size_t i = 0; i < bits.size(); ++i) out << bits[i] << (i % 64 == 63 ? "\n" : " ");
}

}  // namespace

TEST_CASE("a phone reads from the picture what was written into it") {
    const adapters::ScratchFolder scratch{"qr"};
    const std::string text =
        "otpauth://totp/The%20registry:100001?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
        "&issuer=The%20registry&algorithm=SHA1&digits=6&period=30";
    const auto svg = adapters::qr_picture(text);
    CHECK(svg.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\" "));
    CHECK_EQ(svg.find("script"), std::string::npos);
    const auto file = scratch / "code.pbm";
    paint(svg, file);
    const auto read = tests::run_in_shell("zbarimg -q --raw -Sdisable -Sqrcode.enable " +
                                          std::string{file} + " 2>/dev/null");
    CHECK_EQ(read.said, text + "\n");
}

TEST_CASE("what no QR code can hold is refused") {
    CHECK_THROWS_AS(adapters::qr_picture(std::string(3000, 'x')), engine::Rejected);
}

}  // namespace qr_picture_test
