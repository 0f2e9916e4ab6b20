// What the verifier says, and to whom: results on stdout, words on stderr.

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <stdexcept>

#include "adapters/bundle_check.hpp"
#include "adapters/proof/check.hpp"

namespace adapters {
namespace {

std::string read(const std::string& path) {
    std::ifstream file{path, std::ios::binary};
    if (!file || std::filesystem::is_directory(path))
        throw std::invalid_argument{"cannot read " + path};
    return {std::istreambuf_iterator<char>{file}, {}};
}

proof::Expected expected_of(const BundleCheck& wanted) {
    // A file of that name comes first: a key has plus signs in it, and a file hardly ever.
    const auto key = std::filesystem::exists(wanted.key) ? read(wanted.key) : wanted.key;
    proof::Expected expected{.key = engine::read_verifier_key(key)};
    if (!wanted.checkpoint.empty())
        expected.older = engine::open_checkpoint(read(wanted.checkpoint), expected.key);
    if (!wanted.tsa_ca.empty()) expected.trusted = read(wanted.tsa_ca);
    return expected;
}

// Thirty marks wide, written over itself.
class Bar {
public:
    explicit Bar(std::uint64_t all) : all_{all}, shows_{::isatty(STDERR_FILENO) == 1} {}
    Bar(const Bar&) = delete;
    Bar& operator=(const Bar&) = delete;
    ~Bar() {
        if (drawn_ > 0) std::cerr << std::endl;
    }

    void operator()(std::uint64_t done) {
        constexpr std::uint64_t width = 30;
        const auto percent = all_ == 0 ? 100 : done * 100 / all_;
        if (!shows_ || percent + 1 == drawn_) return;
        const auto part = static_cast<std::size_t>(percent * width / 100);
        std::cerr << "\r[" << std::string(part, '#') << std::string(width - part, ' ') << "] "
                  << percent << " %" << std::flush;
        drawn_ = percent + 1;
    }

private:
    std::uint64_t all_;
    bool shows_;
    std::uint64_t drawn_ = 0;
};

}  // namespace

int check_bundle(const BundleCheck& wanted) {
    try {
        const auto expected = expected_of(wanted);
        std::ifstream file{wanted.file, std::ios::binary};
        if (!file || std::filesystem::is_directory(wanted.file))
            throw std::invalid_argument{"cannot read " + wanted.file};
        const auto report = [&] {
            Bar bar{std::filesystem::file_size(wanted.file)};
            return proof::check(file, expected, [&](std::uint64_t done) { bar(done); });
        }();
        std::cerr << findings_of(report);
        if (wanted.as_json)
            std::cout << as_json(report);
        else
            std::cout << summary_of(report);
        return report.holds() ? 0 : 1;
    } catch (const std::exception& error) {
        std::cerr << "verify: " << proof::printable(error.what()) << '\n';
        return 2;
    }
}

}  // namespace adapters
