#include "adapters/reading_log.hpp"

#include <algorithm>

#include "adapters/formats.hpp"
#include "adapters/paging.hpp"
#include "engine/journal.hpp"

namespace adapters {
namespace {

using nlohmann::json;

constexpr std::string_view readings_list = "readings";
constexpr auto rest_of_a_page = std::chrono::milliseconds{300};

void judge_day(const std::string& field, const std::string& day,
               std::vector<states::Problem>& problems) {
    if (!read_day(day)) problems.push_back({field, "day_format"});
}

ReadingsWanted wanted_by(const json& given, Reading& reading,
                         std::vector<states::Problem>& problems) {
    ReadingsWanted wanted;
    for (const auto& [field, value] : given.items()) {
        const auto text = value.get<std::string>();
        if (field == "who") {
            wanted.who = text;
        } else if (field == "of") {
            const auto id = reading.find(text);
            if (id)
                wanted.of = *id;
            else
                problems.push_back({field, "application_unknown"});
        } else if (field == "from") {
            judge_day(field, wanted.from = text, problems);
        } else if (field == "until") {
            judge_day(field, wanted.until = text, problems);
        } else if (field == "cursor") {
            wanted.before = read_cursor(readings_list, text, problems);
        } else if (field == "limit") {
            wanted.limit = read_limit(text, problems);
        } else {
            problems.push_back({field, "unknown_field", {{"name", field}}});
        }
    }
    return wanted;
}

json text_or_null(const std::string& text) { return text.empty() ? json(nullptr) : json(text); }

}  // namespace

ReadingLog::~ReadingLog() {
    try {
        write_all();
    } catch (const std::exception&) {  // The database has gone; so has what it was to say.
        return;
    }
}

void ReadingLog::note(const Caller& caller, std::string_view what, std::optional<engine::CaseId> of,
                      const std::string& document) {
    const auto now = Clock::now();
    const auto lock = std::lock_guard{mutex_};
    auto& waiting = waiting_[{caller.id, caller.roles.empty() ? "" : caller.roles.front(),
                              caller.door, of, document}];
    if (waiting.what.empty()) waiting.since = now;
    waiting.what.emplace(what);
}

int ReadingLog::write_some() { return write(rest_of_a_page); }
int ReadingLog::write_all() { return write({}); }

int ReadingLog::write(Clock::duration rest) {
    const auto now = Clock::now();
    std::map<Key, Waiting> rested;
    {
        const auto lock = std::lock_guard{mutex_};
        for (auto each = waiting_.begin(); each != waiting_.end();) {
            const auto next = std::next(each);
            if (now - each->second.since >= rest) rested.insert(waiting_.extract(each));
            each = next;
        }
    }
    if (rested.empty()) return 0;
    std::vector<LoggedReading> lines;
    for (const auto& [key, waiting] : rested) {
        const auto& [who, role, door, of, document] = key;
        lines.push_back({.who = who,
                         .role = role,
                         .door = door,
                         .of = of,
                         .document = document,
                         .what = waiting.what,
                         .ago = now - waiting.since});
    }
    std::ranges::stable_sort(lines, std::ranges::greater{}, &LoggedReading::ago);
    try {
        book_.add(lines);
    } catch (const std::exception&) {
        const auto lock = std::lock_guard{mutex_};
        for (auto& [key, waiting] : rested) {
            auto& again = waiting_[key];
            again.since = waiting.since;
            again.what.merge(waiting.what);
        }
        throw;
    }
    return static_cast<int>(lines.size());
}

std::variant<json, Invalid, Forbidden> ReadingLog::list(const Caller& caller, const json& given) {
    if (!caller.may("auditor") && !caller.may("administrator"))
        return Forbidden{"Who has read what is shown to auditors and administrators."};
    Invalid invalid;
    auto wanted = wanted_by(given, reading_, invalid.problems);
    if (!invalid.problems.empty()) return invalid;
    ++wanted.limit;  // One more tells whether there is a next page.
    auto found = book_.list(wanted);
    auto answer = json{{"items", json::array()}, {"next", nullptr}};
    if (static_cast<int>(found.size()) == wanted.limit) {
        found.pop_back();
        answer["next"] = write_cursor(readings_list, found.back().id);
    }
    for (const auto& each : found)
        answer["items"].push_back({{"id", std::to_string(each.id)},
                                   {"at", engine::rfc3339(each.at)},
                                   {"who", each.who},
                                   {"role", text_or_null(each.role)},
                                   {"door", each.door},
                                   {"what", each.what},
                                   {"application", text_or_null(each.reference)},
                                   {"document", text_or_null(each.document)}});
    return answer;
}

}  // namespace adapters
