// Who has read personal data: noted where it is given out, written beside the work, and shown to
// who has to watch over it.
//
// What counts as a reading is told in docs/operating.md; adapters/postgres/reading_book.hpp keeps
// it.

#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

#include "adapters/applications.hpp"
#include "adapters/reading.hpp"

namespace adapters {

// What was read, as it is stored; words of pages are called after them.
namespace read_of {
constexpr std::string_view application = "case";
constexpr std::string_view journal = "journal";
constexpr std::string_view checks = "checks";
constexpr std::string_view correspondence = "correspondence";
constexpr std::string_view mail = "mail";            // One that came in.
constexpr std::string_view mail_list = "mail_list";  // Who has written, and about what.
constexpr std::string_view document = "document";    // A file that an applicant has sent.
constexpr std::string_view contract = "contract";
constexpr std::string_view invoice = "invoice";
constexpr std::string_view search = "search";
constexpr std::string_view own_data = "export";
}  // namespace read_of

struct LoggedReading {
    std::string who, role, door;
    std::optional<engine::CaseId> of;
    std::string document;
    std::set<std::string> what = {};
    std::chrono::duration<double> ago = {};
};

struct KeptReading {
    std::int64_t id = 0;
    engine::Time at;
    std::string who, role, door;
    std::vector<std::string> what;
    std::string reference;  // Empty: it was of several applications, or of none.
    std::string document;
};

struct ReadingsWanted {
    std::string who;
    engine::CaseId of;        // 0: of any.
    std::string from, until;  // "2026-11-28", both included; empty: since ever, until now.
    std::int64_t before = 0;
    int limit = 50;
};

struct DayOfReading {
    std::string day;   // "2026-11-28", where the registry is.
    std::string role;  // "integration" for programs.
    int times = 0;
};

class ReadingBook {
public:
    virtual ~ReadingBook() = default;
    virtual void add(const std::vector<LoggedReading>&) = 0;           // The earliest first.
    virtual std::vector<KeptReading> list(const ReadingsWanted&) = 0;  // The latest first.
    virtual std::vector<DayOfReading> days_of(engine::CaseId, int most) = 0;
};

// May be used by many threads.
class ReadingLog {
public:
    ReadingLog(Reading& reading, ReadingBook& book) : reading_{reading}, book_{book} {}
    ~ReadingLog();  // Writes what is left.
    ReadingLog(const ReadingLog&) = delete;
    ReadingLog& operator=(const ReadingLog&) = delete;

    // Costs no round trip.  What one page asks of several services becomes one line.
    void note(const Caller&, std::string_view what, std::optional<engine::CaseId> of = {},
              const std::string& document = {});

    // Writes what has come to rest, so that a page's readings are not cut in two; returns how many
    // lines that were.  What cannot be written is kept for the next time, and the failure thrown.
    int write_some();
    int write_all();

    // {"items":[{"id","at","who","role","door","what":[…],"application","document"}],"next"}. Given
    // is an object of texts, as a query has them: who, of, from, until, cursor, limit.  For
    // auditors and administrators.
    std::variant<nlohmann::json, Invalid, Forbidden> list(const Caller&,
                                                          const nlohmann::json& given);

    // For the applicant itself: on which days who else has read of it.
    std::vector<DayOfReading> days_of(engine::CaseId of) { return book_.days_of(of, days_most); }

private:
    static constexpr int days_most = 100;
    using Clock = std::chrono::steady_clock;
    struct Waiting {
        std::set<std::string> what;
        Clock::time_point since;
    };
    using Key = std::tuple<std::string, std::string, std::string, std::optional<engine::CaseId>,
                           std::string>;

    int write(Clock::duration rest);

    Reading& reading_;
    ReadingBook& book_;
    std::mutex mutex_;
    std::map<Key, Waiting> waiting_;
};

// For services that work without a log, too.
inline void note_reading(ReadingLog* log, const Caller& caller, std::string_view what,
                         std::optional<engine::CaseId> of = {}, const std::string& document = {}) {
    if (log) log->note(caller, what, of, document);
}

}  // namespace adapters
