#include "adapters/imap/session.hpp"

#include <algorithm>
#include <charconv>
#include <sstream>

#include "engine/fault.hpp"

namespace imap {
namespace {

constexpr std::size_t line_max = 64UL * 1024;  // Nobody sends longer ones in earnest.
constexpr std::size_t at_once = 100;           // UIDs in one command.
constexpr std::string_view open_folder = "SELECT";

std::string upper(std::string text) {
    for (auto& c : text)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    return text;
}

std::optional<std::int64_t> number_after(const std::string& text, const std::string& word) {
    const auto at = text.find(word);
    if (at == std::string::npos) return std::nullopt;
    const auto* begin = text.data() + at + word.size();
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(begin, text.data() + text.size(), number);
    if (error != std::errc{}) return std::nullopt;
    return number;
}

// "…{17}" or "…{17+}" at its end: so many bytes follow.
std::optional<std::size_t> literal_of(const std::string& line) {
    const auto open = line.rfind('{');
    if (open == std::string::npos || !line.ends_with('}')) return std::nullopt;
    std::size_t size = 0;
    const auto* end_of_number = line.data() + line.size() - 1 - (line.ends_with("+}") ? 1 : 0);
    const auto [end, error] = std::from_chars(line.data() + open + 1, end_of_number, size);
    if (error != std::errc{} || end != end_of_number) return std::nullopt;
    return size;
}

std::string quoted(const std::string& folder) {
    std::string text = "\"";
    for (const char c : folder) {
        if (static_cast<unsigned char>(c) < ' ' || static_cast<unsigned char>(c) > '~')
            throw engine::Rejected{"not the name of a folder: " + folder};
        if (c == '"' || c == '\\') text += '\\';
        text += c;
    }
    return text + '"';
}

}  // namespace

std::string Session::read_bytes(std::size_t count) {
    while (heard_.size() < count) heard_ += line_.hear();
    auto bytes = heard_.substr(0, count);
    heard_.erase(0, count);
    return bytes;
}

std::string Session::read_line() {
    std::size_t looked_at = 0;
    for (;;) {
        if (const auto end = heard_.find("\r\n", looked_at); end != std::string::npos) {
            auto line = read_bytes(end);
            heard_.erase(0, 2);
            return line;
        }
        if (heard_.size() > line_max) throw engine::Unavailable{"the mail server rambles"};
        looked_at = heard_.empty() ? 0 : heard_.size() - 1;
        heard_ += line_.hear();
    }
}

Session::Response Session::read() {
    constexpr std::size_t slack = 1024UL * 1024;  // A server may have counted without line ends.
    Response response;
    for (;;) {
        response.text += read_line();
        const auto size = literal_of(response.text);
        if (!size) return response;
        if (*size > size_max_ + slack)
            throw engine::Unavailable{"the mail server sends more than it has announced"};
        response.literals.push_back(read_bytes(*size));
    }
}

Session::Answer Session::ask(const std::string& command) {
    const auto tag = "d" + std::to_string(++commands_);
    line_.say(tag + ' ' + command + "\r\n");
    Answer answer;
    for (;;) {
        auto response = read();
        if (!response.text.starts_with(tag + ' ')) {
            if (upper(response.text.substr(0, 5)) == "* BYE")
                throw engine::Unavailable{"the mail server says goodbye: " + response.text};
            answer.said.push_back(std::move(response));
            continue;
        }
        answer.words = response.text.substr(tag.size() + 1);
        answer.done = upper(answer.words.substr(0, 3)) == "OK ";
        return answer;
    }
}

Session::Answer Session::demand(const std::string& command) {
    auto answer = ask(command);
    if (!answer.done)
        throw engine::Rejected{"the mail server refuses " +
                               command.substr(0, command.find(' ', 5)) + ": " + answer.words};
    return answer;
}

bool Session::can(const std::string& capability) {
    if (capabilities_.empty())
        for (const auto& response : demand("CAPABILITY").said) {
            std::istringstream words{upper(response.text)};
            for (std::string word; words >> word;) capabilities_.insert(word);
        }
    return capabilities_.contains(capability);
}

std::int64_t Session::select(const std::string& folder) {
    for (const auto& response : demand(std::string{open_folder} + ' ' + quoted(folder)).said)
        if (const auto validity = number_after(upper(response.text), "[UIDVALIDITY "))
            return *validity;
    throw engine::Rejected{"the folder " + folder + " has no UIDVALIDITY"};
}

std::vector<Entry> Session::entries() {
    std::vector<Entry> found;
    for (const auto& response : demand("UID FETCH 1:* (UID RFC822.SIZE FLAGS)").said) {
        const auto text = upper(response.text);
        const auto uid = number_after(text, "UID ");
        const auto size = number_after(text, "RFC822.SIZE ");
        if (uid && size && text.find("\\DELETED") == std::string::npos)
            found.push_back({*uid, *size});
    }
    std::ranges::sort(found, {}, &Entry::uid);
    return found;
}

std::optional<std::string> Session::fetch(std::int64_t uid, bool whole) {
    const std::string part = whole ? "BODY.PEEK[]" : "BODY.PEEK[HEADER]";
    auto answer = demand("UID FETCH " + std::to_string(uid) + " (UID " + part + ")");
    for (auto& response : answer.said) {
        const auto text = upper(response.text);
        if (text.find(" FETCH ") == std::string::npos || number_after(text, "UID ") != uid)
            continue;
        if (!response.literals.empty()) return std::move(response.literals.front());
        if (text.find("BODY[") != std::string::npos) return std::string{};  // BODY[] "" or NIL.
    }
    return std::nullopt;
}

void Session::move(const std::vector<std::int64_t>& uids, const std::string& folder) {
    const bool moves = can("MOVE");
    for (std::size_t from = 0; from < uids.size(); from += at_once) {
        std::string set;
        for (std::size_t i = from; i < std::min(uids.size(), from + at_once); ++i)
            set += (set.empty() ? "" : ",") + std::to_string(uids[i]);
        const auto command =
            std::string{moves ? "UID MOVE " : "UID COPY "} + set + ' ' + quoted(folder);
        if (!ask(command).done) {  // Mostly [TRYCREATE].
            ask("CREATE " + quoted(folder));
            ask("SUBSCRIBE " + quoted(folder));
            demand(command);
        }
        if (moves) continue;
        demand("UID STORE " + set + " +FLAGS.SILENT (\\Deleted)");
        // A plain EXPUNGE would delete what others have marked, too.
        if (can("UIDPLUS")) demand("UID EXPUNGE " + set);
    }
}

}  // namespace imap
