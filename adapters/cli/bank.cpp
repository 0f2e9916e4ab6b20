#include "adapters/cli/bank.hpp"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <sstream>
#include <stdexcept>

namespace cli {
namespace {

// Thirty marks wide, written over itself; words that follow begin on a line of their own.
class Bar {
public:
    Bar() = default;
    Bar(const Bar&) = delete;
    Bar& operator=(const Bar&) = delete;
    ~Bar() {
        if (drawn_) std::cerr << std::endl;
    }
    void draw(std::int64_t done, std::int64_t all) {
        constexpr std::int64_t width = 30;
        const auto part = all == 0 ? width : width * done / all;
        std::cerr << "\r[" << std::string(static_cast<std::size_t>(part), '#')
                  << std::string(static_cast<std::size_t>(width - part), ' ') << "] "
                  << (all == 0 ? 100 : 100 * done / all) << " %" << std::flush;
        drawn_ = true;
    }

private:
    bool drawn_ = false;
};

adapters::Imported import_with_bar(adapters::Statements& statements, const adapters::Caller& caller,
                                   std::istream& stream, const std::string& name) {
    if (isatty(STDERR_FILENO) != 1) return statements.import(caller, stream, name);
    Bar bar;
    return statements.import(caller, stream, name,
                             [&](std::int64_t done, std::int64_t all) { bar.draw(done, all); });
}

std::unique_ptr<std::istream> opened(const std::string& path) {
    if (path == "-")
        return std::make_unique<std::istringstream>(
            std::string{std::istreambuf_iterator<char>{std::cin}, {}});
    auto file = std::make_unique<std::ifstream>(path, std::ios::binary);
    if (!*file || std::filesystem::is_directory(path))
        throw std::runtime_error{"cannot read " + path};
    return file;
}

}  // namespace

int import_statement(adapters::Statements& statements, const adapters::Caller& caller,
                     const std::string& path, bool as_json) {
    const auto stream = opened(path);
    const auto name =
        path == "-" ? std::string{"stdin"} : std::filesystem::path{path}.filename().string();
    const auto imported = import_with_bar(statements, caller, *stream, name);
    if (as_json) {
        std::cout << adapters::view_of(imported).dump(2) << '\n';
    } else if (!imported.refused) {
        const auto& counts = imported.counts;
        std::cout << "booked " << counts.booked << ", repeated " << imported.repeated
                  << ", unmatched " << counts.queued << ", passed over " << counts.passed;
        if (counts.waiting > 0) std::cout << ", waiting for their applications " << counts.waiting;
        std::cout << '\n';
    }
    if (!imported.refused) return 0;
    if (!as_json)
        std::cerr << "doorstep: " << name
                  << " is refused, and none of it is booked: " << imported.refused->place << ": "
                  << imported.refused->reason << '\n';
    return 1;
}

}  // namespace cli
