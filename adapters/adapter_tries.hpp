// Whether a neighbour can be reached, tried for real and without harm: a test message to the member
// itself, else a connection or a question that changes nothing.  No application moves by it.

#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "adapters/applications.hpp"

namespace adapters {

struct Trial {          // Who tries, and what a test message says.
    std::string email;  // The member's own.
    std::string name;
    std::string language;
    std::string phone;  // As it was typed; for text messages alone.
    std::string subject;
    std::string text;
};

struct Tried {
    enum class Outcome {
        fine,     // It did what was asked.
        reached,  // It is there, and knows no such question.
        unknown,  // It is there, and does not take our key.
        away,     // No connection, no answer in time, or "later".
        refused,  // It is there and says no; or what is configured cannot be used.
    };
    std::string adapter;
    Outcome outcome = Outcome::fine;
    std::string detail;  // In its own words.
    std::chrono::milliseconds took{0};
};

std::string_view name_of(Tried::Outcome);

class AdapterTries {
public:
    struct Way {
        std::string adapter;  // "mail", "esign", …
        std::string place;    // Where it is; never with a key.  Empty: none is configured.
        bool to_phone = false;
        // Returns the answer in its own words; throws what adapters throw.
        std::function<std::string(const Trial&)> go = {};
    };
    // `note` puts a try into the log of staff.
    using Note = std::function<void(const std::string& actor, const Tried&)>;
    // `ways` is asked each time: who is told by webhooks changes while we run.
    AdapterTries(std::function<std::vector<Way>()> ways, Note note)
        : ways_{std::move(ways)}, note_{std::move(note)} {}

    // For administrators.
    std::variant<std::vector<Way>, Forbidden> list(const Caller&) const;
    std::variant<Tried, Invalid, NotFound, Forbidden> go(const Caller&, const std::string& adapter,
                                                         const Trial&) const;

private:
    std::function<std::vector<Way>()> ways_;
    Note note_;
};

}  // namespace adapters
