#include "adapters/intake/mime.hpp"

#include <gmime/gmime.h>

#include <algorithm>
#include <memory>
#include <mutex>

#include "adapters/intake/charset.hpp"
#include "adapters/intake/mail_reading.hpp"
#include "states/text.hpp"

namespace intake {
namespace {

// A mail with more than any of these is not taken apart: its headers are read, and a person looks.
constexpr int boundaries_max = 200;
constexpr int delimiters_max = 10'000;  // Lines that could be one.
constexpr int headers_max = 100'000;    // Lines that could be one, in all of the mail.
constexpr std::size_t header_bytes_max = 256UL * 1024;
constexpr int depth_max = 30;
constexpr std::size_t text_of_part_max = 1024UL * 1024;
// What takes GMime the square of its number, or a place on the stack for each.
constexpr int colons_max = 500;         // Of one header: an address in "g:g:g:…" is a group's.
constexpr int encoded_max = 500;        // Words by RFC 2047 of one header …
constexpr int encoded_in_all = 10'000;  // … and of all.

template <class T>
struct Unref {
    void operator()(T* object) const { g_object_unref(object); }
};
template <class T>
using Held = std::unique_ptr<T, Unref<T>>;

struct Freed {
    void operator()(char* text) const { g_free(text); }
};

void start_gmime() {
    static std::once_flag once;
    std::call_once(once, g_mime_init);
}

GMimeParserOptions* options() {
    static auto* const made = [] {
        static const char* charsets[] = {"utf-8", "cp1252", nullptr};
        auto* fresh = g_mime_parser_options_new();
        g_mime_parser_options_set_fallback_charsets(fresh, charsets);
        return fresh;
    }();
    return made;
}

std::string text_of(const char* text) { return text ? std::string{text} : std::string{}; }

// ---- Before GMime sees it -----------------------------------------------------------------------

bool could_be_header(std::string_view line) {
    const auto end =
        line.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");
    return end != 0 && end != std::string_view::npos && end < 80 &&
           (line[end] == ':' || line.substr(end).starts_with(" :"));
}

std::string_view next_line(std::string_view& rest) {
    const auto end = rest.find('\n');
    auto line = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

struct Counted {
    int boundaries = 0;
    int delimiters = 0;
    int headers = 0;
    int encoded = 0;        // In all.
    bool in_words = false;  // A header has more colons or encoded words than anybody writes.
};

int times(std::string_view text, std::string_view what) {
    int count = 0;
    for (auto at = text.find(what); at != std::string_view::npos; at = text.find(what, at + 1))
        ++count;
    return count;
}

// A header with the lines that continue it, and whether GMime can take it.
class Unfolded {
public:
    bool takes(std::string_view line) {
        if (!line.starts_with(' ') && !line.starts_with('\t')) {
            encoded_ = colons_ = 0;
            named_ = could_be_header(line);
        }
        const int encoded = times(line, "=?");
        encoded_ += encoded;
        encoded_in_all_ += encoded;
        if (named_) colons_ += times(line, ":");
        return encoded_ <= encoded_max && colons_ <= colons_max;
    }
    int encoded() const { return encoded_in_all_; }  // Words, of all lines so far.

private:
    bool named_ = false;
    int encoded_ = 0;
    int encoded_in_all_ = 0;
    int colons_ = 0;
};

bool names_boundary(std::string_view line) {
    for (auto at = line.find('='); at != std::string_view::npos; at = line.find('=', at + 1)) {
        constexpr std::string_view word = "boundary";
        auto before = states::trimmed(line.substr(0, at));
        if (before.size() >= word.size() &&
            states::lower_ascii(before.substr(before.size() - word.size())) == word)
            return true;
    }
    return false;
}

Counted count(std::string_view raw) {
    auto counted = Counted{};
    constexpr std::size_t of_interest = 1000;
    auto header = Unfolded{};
    while (!raw.empty()) {
        const auto line = next_line(raw);
        if (!header.takes(line)) counted.in_words = true;
        if (line.starts_with("--")) ++counted.delimiters;
        if (could_be_header(line)) ++counted.headers;
        if (names_boundary(line.substr(0, of_interest))) ++counted.boundaries;
    }
    counted.encoded = header.encoded();
    return counted;
}

// What mailboxes and editors put before a mail is none of it.
std::string_view without_lead(std::string_view raw) {
    if (raw.starts_with("\xEF\xBB\xBF")) raw.remove_prefix(3);
    while (!raw.empty() && (raw.front() == '\n' || raw.front() == '\r')) raw.remove_prefix(1);
    if (raw.starts_with("From ") || raw.starts_with(">From ")) next_line(raw);
    return raw;
}

// Headers and the rest.  The first line that is neither a header nor the continuation of one ends
// them, as an empty line does.
std::pair<std::string_view, std::string_view> halves(std::string_view raw) {
    auto rest = raw;
    bool any = false;
    while (!rest.empty()) {
        const auto before = rest;
        const auto line = next_line(rest);
        if (line.empty()) return {raw.substr(0, raw.size() - before.size()), rest};
        const bool folded = any && (line.front() == ' ' || line.front() == '\t');
        if (!folded && !could_be_header(line))
            return {raw.substr(0, raw.size() - before.size()), before};
        any = true;
    }
    return {raw, {}};
}

// As GMime gets it, and what is wrong with it then.
std::string prepared(std::string_view raw, std::set<std::string>& flaws) {
    raw = without_lead(raw);
    auto [headers, body] = halves(raw);
    if (headers.empty()) flaws.insert("mail_without_headers");
    if (headers.size() > header_bytes_max) {
        flaws.insert("mail_headers_too_long");
        const auto end = headers.substr(0, header_bytes_max).rfind('\n');
        headers = end == std::string_view::npos ? std::string_view{} : headers.substr(0, end + 1);
    }
    auto header = Unfolded{};
    std::size_t sound = 0;  // Up to the header that GMime could not take.
    for (auto rest = headers; !rest.empty();) {
        const auto before = rest;
        const auto line = next_line(rest);
        if (!line.starts_with(' ') && !line.starts_with('\t'))
            sound = headers.size() - before.size();
        if (header.takes(line)) continue;
        flaws.insert("mail_headers_too_long");
        headers = headers.substr(0, sound);
        break;
    }
    const auto counted = count(body);
    if (raw.size() > mail_size_max) {
        flaws.insert("mail_too_large");
        body = {};
    } else if (counted.boundaries > boundaries_max || counted.delimiters > delimiters_max ||
               counted.headers > headers_max || counted.in_words ||
               counted.encoded > encoded_in_all) {
        flaws.insert("mail_too_many_parts");
        body = {};
    }
    std::string text;
    text.reserve(headers.size() + body.size() + 2);
    text.append(headers);
    if (!text.empty() && !text.ends_with('\n')) text += '\n';
    return text.append("\n").append(body);
}

// ---- What GMime has found -----------------------------------------------------------------------

Headers headers_of(GMimeObject* object) {
    auto headers = Headers{};
    auto* list = g_mime_object_get_header_list(object);
    const int size = g_mime_header_list_get_count(list);
    for (int i = 0; i < size; ++i) {
        auto* header = g_mime_header_list_get_header_at(list, i);
        headers.all.emplace_back(
            states::lower_ascii(clean_line(text_of(g_mime_header_get_name(header)))),
            clean_line(text_of(g_mime_header_get_value(header))));
    }
    return headers;
}

std::string email_of(std::string_view text) {
    const auto email = clean_line(text);
    const auto at = email.rfind('@');
    if (at == std::string::npos) return email;
    return email.substr(0, at) + states::lower_ascii(std::string_view{email}.substr(at));
}

void add_mailboxes(InternetAddressList* list, std::vector<Mailbox>& to, int depth = 0) {
    constexpr std::size_t most = 200;
    const int size = list ? internet_address_list_length(list) : 0;
    for (int i = 0; i < size && to.size() < most; ++i) {
        auto* address = internet_address_list_get_address(list, i);
        if (INTERNET_ADDRESS_IS_GROUP(address)) {
            if (depth < 3)
                add_mailboxes(internet_address_group_get_members(INTERNET_ADDRESS_GROUP(address)),
                              to, depth + 1);
        } else if (INTERNET_ADDRESS_IS_MAILBOX(address)) {
            to.push_back({clean_line(text_of(internet_address_get_name(address))),
                          email_of(text_of(internet_address_mailbox_get_addr(
                              INTERNET_ADDRESS_MAILBOX(address))))});
        }
    }
}

std::optional<engine::Time> date_of(GMimeMessage* message) {
    auto* date = g_mime_message_get_date(message);
    if (!date) return {};
    constexpr std::int64_t year_2100 = 4'102'444'800;
    const auto seconds = g_date_time_to_unix(date);
    if (seconds < 0 || seconds > year_2100) return {};
    return engine::Time{std::chrono::seconds{seconds}};
}

std::string type_of(GMimeObject* object) {
    auto* type = g_mime_object_get_content_type(object);
    if (!type) return "text/plain";
    const std::unique_ptr<char, Freed> text{g_mime_content_type_get_mime_type(type)};
    return states::lower_ascii(clean_line(text_of(text.get())));
}

std::string parameter(GMimeObject* object, const char* name) {
    return states::lower_ascii(
        clean_line(text_of(g_mime_object_get_content_type_parameter(object, name))));
}

// Senders of another system give a path; a name with one would be taken for a place on a disk.
std::string file_name_of(GMimePart* part) {
    auto name = clean_line(text_of(g_mime_part_get_filename(part)));
    if (const auto slash = name.find_last_of("/\\"); slash != std::string::npos)
        name.erase(0, slash + 1);
    constexpr std::size_t most = 200;
    name = cut(name, most);
    return name == "." || name == ".." ? "" : name;
}

std::string content_of(GMimePart* part) {
    auto* wrapper = g_mime_part_get_content(part);
    if (!wrapper) return {};
    const Held<GMimeStream> memory{g_mime_stream_mem_new()};
    g_mime_data_wrapper_write_to_stream(wrapper, memory.get());
    auto* bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(memory.get()));
    if (!bytes || bytes->len == 0) return {};
    return {reinterpret_cast<const char*>(bytes->data), bytes->len};
}

class Walk {
public:
    explicit Walk(Mail& mail) : mail_{mail} {}

    void message(GMimeMessage* message, int parent, const std::string& path, int depth) {
        auto* body = g_mime_message_get_mime_part(message);
        auto read = Message{.headers = headers_of(GMIME_OBJECT(message)),
                            .date = date_of(message),
                            .parent = parent,
                            .path = path};
        add_mailboxes(g_mime_message_get_from(message), read.from);
        add_mailboxes(g_mime_message_get_reply_to(message), read.reply_to);
        add_mailboxes(g_mime_message_get_to(message), read.to);
        add_mailboxes(g_mime_message_get_cc(message), read.to);
        if (body) {
            read.content_type = type_of(body);
            read.report = parameter(body, "report-type");
        }
        mail_.messages.push_back(std::move(read));
        const auto number = static_cast<int>(mail_.messages.size()) - 1;
        if (body)
            object(body, {.message = number,
                          .prefix = path.empty() ? "" : path + " > ",
                          .depth = depth + 1});
    }

private:
    struct Place {
        int message = 0;
        std::string prefix;   // "2 > "
        std::string numbers;  // "1.2"
        int choice = 0;
        int depth = 0;
    };

    static std::string path_of(const Place& place) {
        return place.prefix + (place.numbers.empty() ? "1" : place.numbers);
    }

    void object(GMimeObject* object, const Place& place) {
        if (place.depth > depth_max || mail_.parts.size() >= parts_max ||
            mail_.messages.size() >= parts_max) {
            mail_.flaws.insert("mail_too_many_parts");
            return;
        }
        if (GMIME_IS_MULTIPART(object))
            multipart(object, place);
        else if (GMIME_IS_MESSAGE_PART(object))
            attached_message(object, place);
        else if (GMIME_IS_PART(object))
            leaf(object, place);
    }

    void multipart(GMimeObject* object, const Place& place) {
        auto* multipart = GMIME_MULTIPART(object);
        const int size = g_mime_multipart_get_count(multipart);
        if (size == 0) return prologue(multipart, place);
        if (type_of(object) == "multipart/encrypted") mail_.flaws.insert("mail_encrypted");
        const int choice = type_of(object) == "multipart/alternative" && place.choice == 0
                               ? ++choices_
                               : place.choice;
        for (int i = 0; i < size; ++i) {
            auto below = place;
            const auto number = std::to_string(i + 1);
            below.numbers = place.numbers.empty() ? number : place.numbers + "." + number;
            below.choice = choice;
            ++below.depth;
            this->object(g_mime_multipart_get_part(multipart, i), below);
        }
    }

    // A boundary that never comes: all of it stands before the first part.
    void prologue(GMimeMultipart* multipart, const Place& place) {
        const auto text = text_of(g_mime_multipart_get_prologue(multipart));
        mail_.parts.push_back({.path = path_of(place),
                               .media_type = "text/plain",
                               .content = text,
                               .text = mail_.read_text(text),
                               .message = place.message});
    }

    void attached_message(GMimeObject* object, const Place& place) {
        auto* inside = g_mime_message_part_get_message(GMIME_MESSAGE_PART(object));
        if (inside) message(inside, place.message, path_of(place), place.depth + 1);
    }

    void leaf(GMimeObject* object, const Place& place) {
        auto* leaf = GMIME_PART(object);
        auto part = Part{.path = path_of(place),
                         .media_type = type_of(object),
                         .file_name = file_name_of(leaf),
                         .content = content_of(leaf),
                         .message = place.message,
                         .choice = place.choice,
                         .attached = g_mime_part_is_attachment(leaf) != FALSE,
                         .flowed = parameter(object, "format") == "flowed",
                         .delsp = parameter(object, "delsp") == "yes"};
        if (part.media_type == "application/pkcs7-mime" ||
            part.media_type == "application/x-pkcs7-mime")
            mail_.flaws.insert("mail_encrypted");
        if (part.media_type.starts_with("text/")) as_text(object, part);
        mail_.parts.push_back(std::move(part));
    }

    void as_text(GMimeObject* object, Part& part) {
        part.text = mail_.read_text(part.content, parameter(object, "charset"));
    }

    Mail& mail_;
    int choices_ = 0;
};

}  // namespace

std::string_view Headers::first(std::string_view name) const {
    const auto found = std::ranges::find(all, name, &std::pair<std::string, std::string>::first);
    return found == all.end() ? std::string_view{} : found->second;
}

bool Headers::has(std::string_view name) const {
    return std::ranges::any_of(all, [&](const auto& each) { return each.first == name; });
}

std::string Mail::read_text(std::string_view bytes, std::string_view charset) {
    const auto most = std::min(text_of_part_max, text_max - text_read_);
    if (bytes.size() > most) flaws.insert("mail_text_too_long");
    bytes = bytes.substr(0, most);
    text_read_ += bytes.size();
    return clean(utf8_of(bytes, charset));
}

Mail take_apart(std::string_view raw) {
    start_gmime();
    auto mail = Mail{};
    const auto text = prepared(raw, mail.flaws);
    const Held<GMimeStream> stream{g_mime_stream_mem_new_with_buffer(text.data(), text.size())};
    const Held<GMimeParser> parser{g_mime_parser_new_with_stream(stream.get())};
    const Held<GMimeMessage> message{g_mime_parser_construct_message(parser.get(), options())};
    if (message) {
        Walk{mail}.message(message.get(), -1, "", 0);
    } else {
        mail.flaws.insert("mail_unreadable");
        mail.messages.emplace_back();
        mail.parts.push_back(
            {.path = "1", .media_type = "text/plain", .text = mail.read_text(raw)});
    }
    return mail;
}

std::vector<std::string> ids_of(std::string_view header) {
    constexpr std::size_t most = 100;
    std::vector<std::string> ids;
    const auto add = [&](std::string_view id) {
        if (!id.empty() && ids.size() < most && std::ranges::find(ids, id) == ids.end())
            ids.emplace_back(id);
    };
    if (header.find('<') == std::string_view::npos) {
        const auto id = states::trimmed(header);
        if (id.find('@') != std::string_view::npos && id.find(' ') == std::string_view::npos)
            add(id);
        return ids;
    }
    for (auto open = header.find('<'); open != std::string_view::npos;
         open = header.find('<', open + 1)) {
        const auto close = header.find('>', open);
        if (close == std::string_view::npos) break;
        auto id = std::string{header.substr(open + 1, close - open - 1)};
        std::erase_if(id, [](char c) { return c == ' ' || c == '\t' || c == '<'; });
        add(id);
        open = close - 1;
    }
    return ids;
}

}  // namespace intake
