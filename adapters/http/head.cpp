#include "adapters/http/head.hpp"
#include "states/text.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <set>

namespace http {

namespace {

constexpr std::size_t target_length_max = 8192;
constexpr std::size_t headers_max = 100;

// Two of these would mean that two readers may believe different ones.
const std::set<std::string, std::less<>> only_once = {"authorization",
                                                      "content-encoding",
                                                      "content-length",
                                                      "content-type",
                                                      "expect",
                                                      "host",
                                                      "idempotency-key",
                                                      "if-match",
                                                      "transfer-encoding",
                                                      "webhook-id",
                                                      "webhook-timestamp",
                                                      "x-adobesign-clientid",
                                                      "x-docuseal-signature"};

bool is_token(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               std::string_view{"!#$%&'*+-.^_`|~"}.find(c) != std::string_view::npos;
    });
}

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

std::string_view trim(std::string_view text) {
    const auto from = text.find_first_not_of(" \t");
    if (from == std::string_view::npos) return {};
    return text.substr(from, text.find_last_not_of(" \t") - from + 1);
}

// Everything that follows, PostgreSQL and JSON above all, takes UTF-8 and nothing else.
bool is_utf8(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        const auto lead = static_cast<unsigned char>(text[i]);
        const std::size_t more = lead < 0x80 ? 0 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
        if ((lead >= 0x80 && lead < 0xc2) || lead > 0xf4 || text.size() - i <= more) return false;
        for (std::size_t k = 1; k <= more; ++k)
            if ((static_cast<unsigned char>(text[i + k]) & 0xc0) != 0x80) return false;
        const auto second = more > 0 ? static_cast<unsigned char>(text[i + 1]) : 0;
        if ((lead == 0xe0 && second < 0xa0) || (lead == 0xed && second >= 0xa0) ||
            (lead == 0xf0 && second < 0x90) || (lead == 0xf4 && second >= 0x90))
            return false;
        i += more + 1;
    }
    return true;
}

std::optional<int> hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return std::nullopt;
}

std::optional<std::string> decode(std::string_view text, bool plus_is_space) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '+' && plus_is_space) {
            result += ' ';
        } else if (text[i] != '%') {
            result += text[i];
        } else {
            const auto high = i + 2 < text.size() ? hex_digit(text[i + 1]) : std::nullopt;
            const auto low = high ? hex_digit(text[i + 2]) : std::nullopt;
            if (!low) return std::nullopt;
            result += static_cast<char>(*high * 16 + *low);
            i += 2;
        }
    }
    if (!is_utf8(result) || result.find('\0') != std::string::npos) return std::nullopt;
    return result;
}

// Calls `take` with each piece between separators.
template <class Take>
void split(std::string_view text, char separator, Take take) {
    for (std::size_t from = 0; from <= text.size();) {
        const auto to = std::min(text.find(separator, from), text.size());
        take(text.substr(from, to - from));
        from = to + 1;
    }
}

std::optional<Refused> read_path(std::string_view raw, Head& head) {
    std::optional<Refused> no;
    split(raw.substr(1), '/', [&](std::string_view piece) {
        const auto segment = decode(piece, false);
        if (!segment || std::ranges::any_of(*segment, is_control)) {
            no = Refused{400, "The path is not percent-encoded UTF-8 without control characters."};
        } else if (*segment == "." || *segment == "..") {
            no = Refused{400, "The path has a segment of dots."};
        } else {
            head.request.path += '/' + *segment;
            head.segments.push_back(*segment);
        }
    });
    return no;
}

std::optional<Refused> read_query(std::string_view raw, Head& head) {
    std::optional<Refused> no;
    split(raw, '&', [&](std::string_view pair) {
        if (pair.empty()) return;
        const auto equals = std::min(pair.find('='), pair.size());
        const auto name = decode(pair.substr(0, equals), true);
        const auto value = decode(pair.substr(std::min(equals + 1, pair.size())), true);
        if (name && value)
            head.request.query.emplace(*name, *value);
        else
            no = Refused{400, "The query is not percent-encoded UTF-8 without NUL."};
    });
    return no;
}

std::optional<Refused> read_request_line(std::string_view line, Head& head) {
    const auto first = line.find(' ');
    const auto last = line.rfind(' ');
    if (first == std::string_view::npos || first == last)
        return Refused{400, "The request line is not method, target and version."};
    const auto method = line.substr(0, first);
    const auto target = line.substr(first + 1, last - first - 1);
    const auto version = line.substr(last + 1);
    if (!is_token(method)) return Refused{400, "The method is not a token."};
    if (version != "HTTP/1.1" && version != "HTTP/1.0") {
        if (version.starts_with("HTTP/")) return Refused{505, "This server speaks HTTP/1.1."};
        return Refused{400, "The request line does not end in a version."};
    }
    if (target.size() > target_length_max)
        return Refused{414, "The target is longer than 8192 bytes."};
    const bool plain = std::ranges::all_of(target, [](char c) { return c > ' ' && c < 0x7f; });
    if (!target.starts_with('/') || !plain)
        return Refused{400, "The target is not an absolute path in ASCII."};

    head.request.method = method;
    head.request.target = target;
    head.speaks_1_1 = head.keep_alive = version == "HTTP/1.1";
    const auto path = target.substr(0, target.find_first_of("?#"));
    if (auto no = read_path(path, head)) return no;
    const auto rest = target.substr(path.size());
    if (!rest.starts_with('?')) return std::nullopt;
    return read_query(rest.substr(1, rest.find('#', 1) - 1), head);
}

std::optional<Refused> read_header(std::string_view line, Head& head) {
    const auto colon = line.find(':');
    if (colon == std::string_view::npos || !is_token(line.substr(0, colon)))
        return Refused{400, "A header line does not begin with a name and a colon."};
    const auto name = states::lower_ascii(line.substr(0, colon));
    const auto value = trim(line.substr(colon + 1));
    const bool printable =
        std::ranges::none_of(value, [](char c) { return is_control(c) && c != '\t'; });
    if (!printable || !is_utf8(value))
        return Refused{400, "The header " + name + " is not UTF-8 without control characters."};
    // Where cpp-httplib and CGI keep what they know of the peer; nobody may say it for himself.
    if (name.starts_with("remote_") || name.starts_with("local_")) return std::nullopt;

    const auto [place, fresh] = head.request.headers.try_emplace(name, value);
    if (fresh) return std::nullopt;
    if (only_once.contains(name))
        return Refused{400, "The header " + name + " stands there twice."};
    place->second.append(name == "cookie" ? "; " : ", ").append(value);
    return std::nullopt;
}

std::optional<Refused> read_length(std::string_view text, Head& head) {
    const auto [end, error] =
        std::from_chars(text.data(), text.data() + text.size(), head.content_length);
    const bool digits = std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
    if (!digits || error == std::errc::invalid_argument || end != text.data() + text.size())
        return Refused{400, "Content-Length is not a number."};
    if (error != std::errc{}) return Refused{413, "The body is larger than any server takes."};
    return std::nullopt;
}

std::optional<Refused> read_framing(Head& head) {
    const auto& request = head.request;
    const bool has_length = request.headers.contains("content-length");
    if (!request.headers.contains("host") && head.speaks_1_1)
        return Refused{400, "The header host is missing."};
    if (request.headers.contains("transfer-encoding")) {
        if (has_length)
            return Refused{400, "Content-Length and Transfer-Encoding exclude each other."};
        return Refused{411, "Transfer-Encoding is not taken: send the body with a Content-Length."};
    }
    if (const auto encoding = states::lower_ascii(request.header("content-encoding"));
        !encoding.empty() && encoding != "identity")
        return Refused{415, "Content-Encoding is not taken: send the body as it is."};
    if (has_length)
        if (auto no = read_length(request.header("content-length"), head)) return no;
    if (const auto expected = states::lower_ascii(request.header("expect")); !expected.empty()) {
        if (expected != "100-continue") return Refused{417, "Only 100-continue can be expected."};
        head.expects_continue = head.content_length > 0;
    }
    split(request.header("connection"), ',', [&](std::string_view option) {
        const auto word = states::lower_ascii(trim(option));
        if (word == "close") head.keep_alive = false;
    });
    return std::nullopt;
}

}  // namespace

std::variant<Head, Refused> read_head(std::string_view text) {
    Head head;
    std::size_t lines = 0;
    for (;; ++lines) {
        const auto end = text.find("\r\n");
        if (end == std::string_view::npos) return Refused{400, "The head does not end."};
        const auto line = text.substr(0, end);
        text.remove_prefix(end + 2);
        if (line.empty()) break;
        if (line.find_first_of(std::string_view{"\r\n\0", 3}) != std::string_view::npos)
            return Refused{400, "A line of the head holds a bare CR, LF or NUL."};
        if (lines > headers_max) return Refused{431, "There are more than 100 header lines."};
        if (auto no = lines == 0 ? read_request_line(line, head) : read_header(line, head))
            return *no;
    }
    if (lines == 0) return Refused{400, "The request line is missing."};
    if (auto no = read_framing(head)) return *no;
    return head;
}

}  // namespace http
