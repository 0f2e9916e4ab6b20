// The work desk: many applications at once, in views with counts, and who of staff has which.
//
// A member of staff is a text like "staff:17", the id of its Caller; names come from elsewhere.
// adapters/postgres implements it.  Rights are not looked at here: whoever asks has been let in.

#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/store.hpp"
#include "states/sign_up.hpp"

namespace adapters {

enum class View : std::uint8_t {
    mine,
    unassigned,
    late,         // Its clock has run out, or will within the days that count as soon.
    resubmitted,  // Came back from the applicant and was not looked at since.
    waiting_applicant,
    waiting_provider,
    waiting_bank,
    waiting_post,
    open,  // All that have not ended.
    ended  // The latest end first.
};

constexpr View all_views[] = {View::mine,         View::unassigned,        View::late,
                              View::resubmitted,  View::waiting_applicant, View::waiting_provider,
                              View::waiting_bank, View::waiting_post,      View::open,
                              View::ended};

constexpr std::string_view name_of(View view) {
    switch (view) {
        case View::mine: return "mine";
        case View::unassigned: return "unassigned";
        case View::late: return "late";
        case View::resubmitted: return "resubmitted";
        case View::waiting_applicant: return "waiting_applicant";
        case View::waiting_provider: return "waiting_provider";
        case View::waiting_bank: return "waiting_bank";
        case View::waiting_post: return "waiting_post";
        case View::open: return "open";
        case View::ended: return "ended";
    }
    return {};
}

std::optional<View> view_named(std::string_view);

constexpr int soon_days = 3;

enum class Lateness : std::uint8_t { in_time, soon, overdue };

// Of a clock that runs out at `due`; without one nothing is late.
Lateness lateness_of(std::optional<engine::Time> due, engine::Time now, int soon_within_days);

// Where a page of a view begins.  Blank for the first one.
struct Place {
    std::int64_t place = 0;
    std::int64_t id = 0;
    bool operator==(const Place&) const = default;
};

// Opaque, and good for that view alone.  What is none is a problem of the field "cursor".
std::string write_place(View, const Place&);
Place read_place(View, const std::string& cursor, std::vector<states::Problem>&);

struct QueueFilter {
    View view = View::open;
    std::string who = {};                  // Whose "mine" is.
    std::vector<std::string> states = {};  // Any of these; empty for all.
    int step = 0;                          // 1 to 7; 0 for all.
    std::string product = {};              // Empty for all.
    std::string words = {};                // As in Filter: words, or any reference.
    int soon = soon_days;
    Place after = {};
    int limit = 50;
};

struct Queued {
    engine::CaseId id;
    std::string reference;
    std::string organisation;
    std::string state;
    int step = 0;  // While it is on hold, and after its end, where it stood.
    std::string waiting_for;
    std::optional<engine::Time> due;  // When the clock of its state runs out, or ran out.
    Lateness lateness = Lateness::in_time;
    std::string assignee;  // Empty: nobody has it.
    bool resubmitted = false;
    bool broken_glass = false;  // Four eyes were set aside once.
    engine::Time opened;
    engine::Time changed;
};

struct QueuePage {  // The next deadline first, those without a clock last.
    std::vector<Queued> rows;
    std::string next;  // Cursor; empty on the last page.
};

struct QueueCounts {
    std::map<View, std::int64_t> of;  // Every view is there.
    std::int64_t overdue = 0;         // Of the late ones: those whose clock has run out.
};

// ---- Who has it ---------------------------------------------------------------------------------

struct Assigned {
    enum class Outcome : std::uint8_t {
        changed,
        already,  // Who was to have it has it; or, given back, nobody has it.
        taken,    // Somebody else has it: the holder.
        ended,
        unknown  // There is no such application.
    } outcome = Outcome::unknown;
    std::string reference;
    std::string holder;  // Who has it now; of a preview, before the change.  Empty: nobody.
};

struct Holding {           // A line of who had it when.
    std::string assignee;  // Empty: it was in the pool.
    std::string actor;     // Who did it.
    std::string note;
    engine::Time since;
    std::optional<engine::Time> until;  // Empty: so it is now.
};

using Problems = std::vector<states::Problem>;

// A hand-over note may be empty where nothing is handed over.
Problems check_hand_over(const std::string& note, bool needed);

class WorkDesk {
public:
    virtual ~WorkDesk() = default;

    // Brings the desk up to date with the journal, which every question below does, too.  Called
    // now and then by a worker, it saves the first reader of the morning a wait.
    virtual void follow() = 0;

    virtual QueueCounts counts(const std::string& who, int soon_within_days) = 0;
    virtual QueuePage page(const QueueFilter&) = 0;

    // Takes it out of the pool, for oneself.
    virtual Assigned claim(const std::string& reference, const std::string& who) = 0;
    // Gives it to somebody, whoever has it now.
    virtual std::variant<Assigned, Problems> assign(const std::string& reference,
                                                    const std::string& to, const std::string& actor,
                                                    const std::string& note) = 0;
    // Puts one's own back into the pool, with what the next one has to know.
    virtual std::variant<Assigned, Problems> give_back(const std::string& reference,
                                                       const std::string& who,
                                                       const std::string& note) = 0;

    // What assigning these would do, or does, in their order: all of it in one transaction.
    virtual std::vector<Assigned> preview(const std::vector<std::string>& references,
                                          const std::string& to) = 0;
    virtual std::vector<Assigned> assign_all(const std::vector<std::string>& references,
                                             const std::string& to, const std::string& actor) = 0;

    virtual std::vector<Holding> history(const std::string& reference) = 0;  // The latest first.
};

}  // namespace adapters
