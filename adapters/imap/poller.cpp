#include "adapters/imap/poller.hpp"

#include <algorithm>

#include "engine/fault.hpp"

namespace imap {
namespace {

constexpr std::size_t id_max = 998;  // A line of RFC 5322.

bool same_word(std::string_view text, std::string_view word) {
    return text.size() == word.size() && std::ranges::equal(text, word, [](char a, char b) {
               return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
           });
}

std::string_view next_line(std::string_view& rest) {
    const auto end = rest.find('\n');
    auto line = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

}  // namespace

std::string message_id_in(std::string_view raw) {
    while (!raw.empty()) {
        const auto line = next_line(raw);
        if (line.empty()) return {};
        const auto colon = line.find(':');
        if (colon == std::string_view::npos || !same_word(line.substr(0, colon), "message-id"))
            continue;
        auto value = std::string{line.substr(colon + 1)};
        while (raw.starts_with(' ') || raw.starts_with('\t')) value += next_line(raw);
        const auto open = value.find('<');
        const auto close = value.find('>', open);
        if (open != std::string::npos && close != std::string::npos)
            value = value.substr(open + 1, close - open - 1);
        std::erase_if(value, [](char c) { return c <= ' ' || c > '~'; });
        return value.substr(0, id_max);
    }
    return {};
}

int Poller::take_some() {
    if (!book_.take_turn(settings_.mailbox, settings_.holder, settings_.lease, settings_.every))
        return 0;
    try {
        const auto done = look();
        book_.end_turn(settings_.mailbox, settings_.holder, "");
        return done;
    } catch (const std::exception& error) {
        book_.end_turn(settings_.mailbox, settings_.holder, error.what());
        throw;
    }
}

int Poller::look() {
    auto session = Session{connect_(), settings_.size_max};
    const auto uid_validity = session.select(settings_.folder);
    const auto entries = session.entries();
    std::set<std::int64_t> there;
    for (const auto& entry : entries) there.insert(entry.uid);
    const auto kept = keep_new(session, uid_validity, entries);
    understand_();
    return kept + move_settled(session, uid_validity, there);
}

int Poller::keep_new(Session& session, std::int64_t uid_validity, std::vector<Entry> entries) {
    std::vector<std::int64_t> uids;
    for (const auto& entry : entries) uids.push_back(entry.uid);
    const auto known = book_.known(settings_.mailbox, uid_validity, uids);
    const auto known_uids = std::set<std::int64_t>(known.begin(), known.end());
    std::erase_if(entries, [&](const Entry& entry) { return known_uids.contains(entry.uid); });
    std::stable_partition(entries.begin(), entries.end(),
                          [&](const Entry& entry) { return !hard_.contains(entry.uid); });
    int kept = 0;
    for (const auto& entry : entries) {
        // Who has lost its turn stops: somebody else goes on.
        if (!book_.keep_turn(settings_.mailbox, settings_.holder, settings_.lease)) break;
        hard_.insert(entry.uid);
        if (keep(session, uid_validity, entry)) ++kept;
        hard_.erase(entry.uid);
    }
    return kept;
}

bool Poller::keep(Session& session, std::int64_t uid_validity, const Entry& entry) {
    const bool whole = entry.size <= static_cast<std::int64_t>(settings_.size_max);
    try {
        auto bytes = session.fetch(entry.uid, whole);
        if (!bytes) return false;  // Somebody has moved it meanwhile.
        auto id = message_id_in(*bytes);
        book_.keep({settings_.mailbox, uid_validity, entry.uid}, {.bytes = *std::move(bytes),
                                                                  .message_id = std::move(id),
                                                                  .size = entry.size,
                                                                  .whole = whole});
        return true;
    } catch (const engine::Rejected& error) {
        trouble_("mail " + std::to_string(entry.uid) + ": " + error.what());
        return false;
    }
}

// What is no longer in the folder was moved before, by us or by a person.
int Poller::move_settled(Session& session, std::int64_t uid_validity,
                         const std::set<std::int64_t>& there) {
    std::vector<std::int64_t> processed, for_people, gone;
    for (const auto& each : book_.to_move(settings_.mailbox, uid_validity))
        (!there.contains(each.uid) ? gone
         : each.for_people         ? for_people
                                   : processed)
            .push_back(each.uid);
    book_.moved(settings_.mailbox, uid_validity, gone);
    session.move(processed, settings_.processed);
    book_.moved(settings_.mailbox, uid_validity, processed);
    session.move(for_people, settings_.for_people);
    book_.moved(settings_.mailbox, uid_validity, for_people);
    return static_cast<int>(processed.size() + for_people.size());
}

}  // namespace imap
