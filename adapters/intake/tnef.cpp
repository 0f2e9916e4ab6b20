#include "adapters/intake/tnef.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>

#include "adapters/intake/charset.hpp"
#include "states/text.hpp"

namespace intake {
namespace {

constexpr std::uint32_t signature = 0x223E9F78;

// Ids of attributes (MS-OXTNEF 2.1.3.4); the upper half is their type, which nobody needs.
enum Attribute : std::uint32_t {
    body = 0x0002800C,
    attachment_title = 0x00018010,
    attachment_data = 0x0006800F,
    attachment_begins = 0x00069002,
    attachment_properties = 0x00069005,
};

class Bytes {
public:
    explicit Bytes(std::string_view bytes) : rest_{bytes} {}

    std::optional<std::uint32_t> number(std::size_t size) {
        const auto taken = take(size);
        if (!taken) return {};
        std::uint32_t value = 0;
        for (std::size_t i = size; i-- > 0;)
            value = (value << 8) | static_cast<unsigned char>((*taken)[i]);
        return value;
    }
    std::optional<std::string_view> take(std::size_t size) {
        if (size > rest_.size()) return {};
        const auto taken = rest_.substr(0, size);
        rest_.remove_prefix(size);
        return taken;
    }
    bool empty() const { return rest_.empty(); }

private:
    std::string_view rest_;
};

std::string text_of(std::string_view bytes) {
    return clean(utf8_of(bytes.substr(0, bytes.find('\0')), ""));
}

std::string utf8_of_utf16(std::string_view bytes) {
    std::string two{bytes};
    if (two.size() % 2 == 1) two.pop_back();
    auto text = utf8_of(two, "utf-16le");
    return text.substr(0, text.find('\0'));
}

// PR_ATTACH_LONG_FILENAME (0x3707) in a list of MAPI properties; the title is cut to 8.3.  Stops at
// the first property whose size it does not know.
std::string long_name(std::string_view properties) {
    constexpr std::uint32_t long_filename = 0x3707, text8 = 0x1E, text16 = 0x1F, binary = 0x102,
                            object = 0x0D;
    auto bytes = Bytes{properties};
    const auto count = bytes.number(4);
    for (std::uint32_t i = 0; count && i < *count && i < 500; ++i) {
        const auto type = bytes.number(2);
        const auto id = bytes.number(2);
        if (!type || !id || *id >= 0x8000) return {};
        if (*type == text8 || *type == text16 || *type == binary || *type == object) {
            const auto values = bytes.number(4);
            for (std::uint32_t v = 0; values && v < *values; ++v) {
                const auto size = bytes.number(4);
                const auto value = size ? bytes.take(*size) : std::nullopt;
                if (!value || !bytes.take((4 - *size % 4) % 4)) return {};
                if (*id == long_filename && *type == text16) return utf8_of_utf16(*value);
                if (*id == long_filename && *type == text8) return text_of(*value);
            }
            if (!values) return {};
            continue;
        }
        const bool eight = *type == 0x05 || *type == 0x07 || *type == 0x14 || *type == 0x40;
        const bool four =
            *type == 0x02 || *type == 0x03 || *type == 0x04 || *type == 0x0A || *type == 0x0B;
        const bool guid = *type == 0x48;
        if (!eight && !four && !guid) return {};
        if (!bytes.take(guid ? 16 : eight ? 8 : 4)) return {};
    }
    return {};
}

std::string media_type_of(std::string_view content, std::string_view name) {
    if (content.starts_with("%PDF-")) return "application/pdf";
    return states::lower_ascii(name).ends_with(".txt") ? "text/plain" : "application/octet-stream";
}

std::string plain_name(std::string name) {
    name = clean_line(name);
    if (const auto slash = name.find_last_of("/\\"); slash != std::string::npos)
        name.erase(0, slash + 1);
    constexpr std::size_t most = 200;
    return std::string{cut(name, most)};
}

struct Opened {
    std::vector<Part> parts;
    bool whole = false;
};

Opened open(const Part& packed, Mail& mail) {
    auto opened = Opened{};
    auto bytes = Bytes{packed.content};
    if (bytes.number(4) != signature) return opened;
    bytes.number(2);  // A key.
    bool in_attachment = false;
    constexpr std::size_t most = 100;
    const auto begin = [&](std::string media_type) -> Part& {
        auto& part = opened.parts.emplace_back();
        part.path = packed.path + " winmail.dat " + std::to_string(opened.parts.size());
        part.media_type = std::move(media_type);
        part.message = packed.message;
        return part;
    };
    while (!bytes.empty() && opened.parts.size() < most) {
        const auto level = bytes.number(1);
        const auto id = bytes.number(4);
        const auto size = bytes.number(4);
        const auto data = size ? bytes.take(*size) : std::nullopt;
        const auto checksum = bytes.number(2);
        if (!level || !id || !data || !checksum || *level < 1 || *level > 2) return opened;
        if (*id == body) {
            auto& text = begin("text/plain");
            text.content = *data;
            text.text = mail.read_text(data->substr(0, data->find('\0')));
            in_attachment = false;
        } else if (*id == attachment_begins) {
            begin("application/octet-stream").attached = true;
            in_attachment = true;
        } else if (in_attachment && *id == attachment_title) {
            if (opened.parts.back().file_name.empty())
                opened.parts.back().file_name = plain_name(text_of(*data));
        } else if (in_attachment && *id == attachment_data) {
            opened.parts.back().content = *data;
        } else if (in_attachment && *id == attachment_properties) {
            if (const auto name = plain_name(long_name(*data)); !name.empty())
                opened.parts.back().file_name = name;
        }
    }
    opened.whole = true;
    return opened;
}

}  // namespace

bool is_tnef(const Part& part) { return part.content.starts_with("\x78\x9F\x3E\x22"); }

void open_tnef(Mail& mail) {
    std::vector<Part> parts;
    for (auto& part : mail.parts) {
        const bool packed = is_tnef(part);
        auto opened = packed ? open(part, mail) : Opened{};
        parts.push_back(std::move(part));
        if (!packed) continue;
        if (!opened.whole) mail.flaws.insert("mail_winmail_broken");
        for (auto& inside : opened.parts) {
            if (parts.size() >= parts_max) {
                mail.flaws.insert("mail_too_many_parts");
                break;
            }
            if (inside.attached) {
                inside.media_type = media_type_of(inside.content, inside.file_name);
                if (inside.media_type == "text/plain") inside.text = mail.read_text(inside.content);
            }
            parts.push_back(std::move(inside));
        }
    }
    mail.parts = std::move(parts);
}

}  // namespace intake
