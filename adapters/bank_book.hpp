// What the bank's movements are booked with: the files, the movements, the invoices they may pay.
//
// adapters/postgres keeps it; adapters/bank reads files, decides and books.

#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "adapters/movement.hpp"
#include "engine/store.hpp"
#include "states/money.hpp"

namespace adapters {

struct Invoice {
    engine::CaseId of;
    std::string reference;  // Of the application: "A-2026-000123".
    std::string message;    // Twelve digits or an RF reference, without marks.
    states::Money net;
    states::Money total;
    states::Money paid;
    std::string organisation;
    bool under_way = true;  // The application has not ended.
    states::Money rest() const { return total - paid; }
};

// A sentence: its key below "bank." in the messages, and what fills it.
struct Reason {
    std::string code;
    std::map<std::string, std::string> values = {};
    bool operator==(const Reason&) const = default;
};

struct Suggestion {
    engine::CaseId of;
    std::string reference;
    int likelihood = 0;  // 0 to 100: for the order, not a probability.
    Reason reason;
};

struct Posting {
    engine::CaseId of;
    std::string reference;
    states::Money amount;  // Below zero takes back.
    int number = 0;        // Of those of its movement: from 1, or from `by_hand`.
};
constexpr int by_hand = 1001;

enum class Way { book, queue, pass };

struct Match {
    Way way = Way::queue;
    Reason reason;
    std::vector<Posting> bookings = {};
    std::vector<Suggestion> suggestions = {};  // The best first.
    std::vector<std::string> sought = {};      // References that were found in it.
    bool foreign_payer = false;                // Booked, but somebody else has paid.
};

struct KnownMovement {
    std::int64_t id = 0;
    Movement movement = {};
    std::vector<Posting> planned = {};  // Decided before a crash; it is too late to think again.
};

struct BookedBefore {  // By bank, to one of the applications that were asked about.
    engine::CaseId of;
    states::Money amount;
    std::string end_to_end;
    std::string payer_account;
};

struct MovementProposal {  // By one person, for another one to confirm.
    engine::CaseId of;
    std::string reference;
    std::string by;
    std::string reason;
};

struct ListedMovement {  // With all that is known of it, for people.
    KnownMovement known;
    std::string state;  // As in sql/080_bank.sql: "queued".
    std::optional<Reason> reason = {};
    std::vector<Suggestion> suggestions = {};
    std::vector<Posting> bookings = {};
    std::optional<MovementProposal> proposal = {};
    std::string settled_by = {};  // "bank", a person, or nobody yet.
    std::optional<engine::Time> settled_at = {};
};

struct Settled {  // What became of a movement.
    enum class As { booking, booked, queued, passed } as;
    std::int64_t id = 0;
    std::optional<Reason> reason = {};
    std::vector<Suggestion> suggestions = {};
    std::vector<std::string> sought = {};
    std::chrono::seconds rest{0};  // Leave it alone for so long.
    std::optional<std::string> by = {};
};

struct MovementTask {
    std::string key;  // "movement/17"
    engine::CaseId of;
    std::string kind;  // "payment_unmatched", "payment_by_another"
    std::string details;
};

struct Counts {
    std::int64_t booked = 0, queued = 0, passed = 0, waiting = 0;
};

class BankBook {
public:
    virtual ~BankBook() = default;

    virtual void keep_file(const std::string& id, const std::string& name, std::int64_t size,
                           const std::string& from) = 0;
    virtual void keep_part(const std::string& file, int number, std::string_view content) = 0;
    virtual void was_read(const std::string& file, std::string_view format) = 0;
    virtual void was_refused(const std::string& file, const std::string& place,
                             const std::string& reason) = 0;

    struct Added {
        int count = 0;           // The rest was here before.
        std::int64_t first = 0;  // The lowest new id; 0 if there is none.
    };
    virtual Added add(const std::string& file, std::span<const Movement>) = 0;

    // In the order of their ids, of one file or, without one, of all that wait for somebody.
    virtual std::vector<KnownMovement> claim(const std::optional<std::string>& file,
                                             std::int64_t after, int limit,
                                             std::chrono::seconds lease) = 0;
    // For a person: empty if there is none or if it is booked.
    virtual std::optional<KnownMovement> take(std::int64_t id) = 0;
    virtual bool exists(std::int64_t id) = 0;

    virtual std::vector<Invoice> invoices(const std::vector<std::string>& messages) = 0;
    virtual std::vector<Invoice> open_invoices() = 0;
    virtual std::vector<BookedBefore> booked_to(const std::vector<engine::CaseId>&) = 0;

    struct Plan {
        std::int64_t movement;
        std::vector<Posting> bookings;
    };
    // All of it or nothing.
    virtual void settle(std::span<const Settled>, std::span<const Plan>,
                        std::span<const MovementTask>, const std::vector<std::string>& closed) = 0;

    // One at a time: a later one takes an earlier one's place.
    virtual void propose(std::int64_t movement, const MovementProposal&) = 0;
    virtual std::optional<MovementProposal> proposed(std::int64_t movement) = 0;
    virtual void confirmed(std::int64_t movement, const std::string& by,
                           const std::string& reason) = 0;

    virtual Counts count(const std::string& file, std::int64_t from) = 0;

    // The latest first, below the cursor if it is not 0.
    virtual std::vector<ListedMovement> list(const std::string& state, std::int64_t before,
                                             int limit) = 0;
    virtual std::optional<ListedMovement> find(std::int64_t movement) = 0;
    virtual std::int64_t count_queued() = 0;
};

}  // namespace adapters
