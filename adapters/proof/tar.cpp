#include "adapters/proof/tar.hpp"

#include <cstdio>

namespace proof {
namespace {

constexpr std::size_t block_size = 512;
constexpr std::size_t content_max = std::size_t{64} * 1024 * 1024;  // Our largest has 16 MB.

std::string octal(std::uint64_t value, int digits) {
    char text[24];
    std::snprintf(text, sizeof text, "%0*llo", digits, static_cast<unsigned long long>(value));
    return text;
}

std::string header_of(std::string_view name, std::uint64_t size) {
    std::string header(block_size, '\0');
    const auto put = [&](std::size_t at, std::string_view text) {
        header.replace(at, text.size(), text);
    };
    put(0, name);
    put(100, "0000644");
    put(108, "0000000");
    put(116, "0000000");
    put(124, octal(size, 11));
    put(136, "00000000000");
    put(148, "        ");
    put(156, "0");
    put(257, "ustar");
    put(263, "00");
    unsigned sum = 0;
    for (const char c : header) sum += static_cast<unsigned char>(c);
    put(148, octal(sum, 6) + std::string{"\0 ", 2});
    return header;
}

std::size_t padding_of(std::uint64_t size) {
    return static_cast<std::size_t>((block_size - size % block_size) % block_size);
}

}  // namespace

void TarWriter::add(std::string_view name, std::string_view content) {
    if (name.empty() || name.size() > 99 || content.size() > content_max)
        throw std::length_error{"this does not fit into the bundle: " + std::string{name}};
    out_ << header_of(name, content.size()) << content
         << std::string(padding_of(content.size()), '\0');
}

void TarWriter::finish() { out_ << std::string(2 * block_size, '\0') << std::flush; }

std::string TarReader::block(std::uint64_t size) {
    std::string bytes(static_cast<std::size_t>(size), '\0');
    in_.read(bytes.data(), static_cast<std::streamsize>(size));
    read_ += static_cast<std::uint64_t>(in_.gcount());
    if (static_cast<std::uint64_t>(in_.gcount()) != size)
        throw BrokenArchive{"the bundle ends too early"};
    return bytes;
}

std::optional<Member> TarReader::next() {
    const auto header = block(block_size);
    if (header == std::string(block_size, '\0')) {
        if (block(block_size) != header || in_.peek() != std::istream::traits_type::eof())
            throw BrokenArchive{"something follows after the bundle's end"};
        return std::nullopt;
    }
    Member member{.name = header.substr(0, header.find('\0')), .content = {}};
    std::uint64_t size = 0;
    for (std::size_t i = 124; i < 135; ++i) {
        if (header[i] < '0' || header[i] > '7')
            throw BrokenArchive{"the bundle is no archive of ours"};
        size = size * 8 + static_cast<std::uint64_t>(header[i] - '0');
    }
    if (member.name.empty() || member.name.size() > 99 || size > content_max ||
        header_of(member.name, size) != header)
        throw BrokenArchive{"a header of the archive was changed, before or at " + member.name};
    member.content = block(size);
    if (block(padding_of(size)).find_first_not_of('\0') != std::string::npos)
        throw BrokenArchive{"there is something between " + member.name + " and what follows"};
    return member;
}

}  // namespace proof
