// Archives as every tar reads them (POSIX ustar), in one way to write them only: who reads finds
// every byte that is not as it would have been written.

#pragma once

#include <cstdint>
#include <istream>
#include <optional>
#include <ostream>
#include <stdexcept>
#include <string>
#include <string_view>

namespace proof {

class TarWriter {
public:
    explicit TarWriter(std::ostream& out) : out_{out} {}
    // Throws std::length_error for a name or a content that ustar cannot hold.
    void add(std::string_view name, std::string_view content);
    void finish();

private:
    std::ostream& out_;
};

struct BrokenArchive : std::runtime_error {
    using std::runtime_error::runtime_error;
};

struct Member {
    std::string name;
    std::string content;
};

class TarReader {
public:
    explicit TarReader(std::istream& in) : in_{in} {}
    // Empty after the last one.  Throws BrokenArchive.
    std::optional<Member> next();
    std::uint64_t bytes_read() const { return read_; }

private:
    std::string block(std::uint64_t size);

    std::istream& in_;
    std::uint64_t read_ = 0;
};

}  // namespace proof
