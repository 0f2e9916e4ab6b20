// What people and programs do with applications: the one service layer below the API, the command
// line and the pages.  It judges input, knows who is asking, and talks to the engine.

#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "adapters/reading.hpp"
#include "engine/engine.hpp"
#include "states/catalogue.hpp"
#include "states/sign_up.hpp"

namespace adapters {

class ReadingLog;

// Who is asking.  A token or a person may have several roles; for an event the first one counts
// that may cause it.
struct Caller {
    std::string id;                  // "token:website", "staff:17"; goes into the journal.
    std::vector<std::string> roles;  // Of domain.md.
    std::string door = "api";        // Part of a message's identity: keys of two doors never clash.
    bool stepped_up = false;         // A member that has shown its phone in the last five minutes.
    bool may(std::string_view role) const;
};

struct Command {
    std::string event;
    nlohmann::json data = nlohmann::json::object();
    std::string key;                  // Idempotency key; made up for who gives none.
    std::optional<int> seen_version;  // Of If-Match.
};

// ---- What may come of it ------------------------------------------------------------------------

struct Invalid {  // The input breaks rules; all of them are named.
    std::vector<states::Problem> problems;
};
struct NotFound {};
struct Forbidden {
    std::string why;
};
std::optional<Forbidden> unless_administrator(const Caller&);
std::optional<Forbidden> unless_overseer(const Caller&);  // An administrator or an auditor.
struct Stale {
    int version;  // As it is now.
};
struct KeyReused {};  // The same idempotency key came with something else.
struct Refused {      // The application does not allow it.
    engine::Refusal refusal;
    bool repeated = false;
};
struct Done {
    nlohmann::json answer;  // What happened, the same for a repeat.
    std::string reference;
    int version = 0;
    bool repeated = false;
};

using Result = std::variant<Done, Invalid, NotFound, Forbidden, Stale, KeyReused, Refused>;

class Applications {
public:
    // With a log, every look at personal data is noted in it.
    Applications(engine::Engine& engine, Reading& reading, const states::Catalogue& catalogue,
                 ReadingLog* readings = nullptr)
        : engine_{engine}, reading_{reading}, catalogue_{catalogue}, readings_{readings} {}

    // Opens an application with a complete sign-up.  The answer is the application as it was then.
    Result apply(const Caller&, const nlohmann::json& sign_up, const std::string& key);

    // The same with what is there of a sign-up, as it is, whatever is wrong with it; and more of it
    // later.  It is judged when it is sent in, by the event "submitted".
    Result open_draft(const Caller&, const states::SignUp&, const std::string& key);
    Result save_draft(const Caller&, const std::string& reference, const states::SignUp&,
                      int seen_version);

    // Sends an event.  The answer says what it did: {"reference","event","from","to","line",…}.
    Result send(const Caller&, const std::string& reference, const Command&);

    // What sending it now would do, and nothing is done: {"from","to","label","effects":[{"effect",
    // "label","text","email","tells"}]}; `text` names the mail that would go out, and `tells` is
    // it.
    Result preview(const Caller&, const std::string& reference, const Command&,
                   const std::string& language);

    // The application as this caller may see it: facts, path, what blocks it, what may be done.
    std::optional<nlohmann::json> show(const Caller&, const std::string& reference,
                                       const std::string& language);

    // {"items":[…],"next":cursor or null}.  Given is an object of texts, as a query has them;
    // what names no state, step, party or page is a problem of its field.
    std::variant<nlohmann::json, Invalid> list(const Caller&, const nlohmann::json& given);

    // {"items":[…],"next":…}, each line in human words; data only for who may read it.
    std::optional<nlohmann::json> journal(const Caller&, const std::string& reference,
                                          const std::string& language, int after_line, int limit);

    // Replays the journal; empty if it leads to the stored state, otherwise what differs.
    std::optional<std::string> verify(const std::string& reference);

private:
    // states::read_event(), and whether the documents that a sign-up names are there.
    std::variant<engine::Event, std::vector<states::Problem>> read_event(
        std::string_view name, const nlohmann::json& data) const;
    engine::Message draft(const Caller&, const states::SignUp&, const std::string& key) const;
    Result result_of(const engine::Outcome&, const engine::Event&,
                     std::optional<engine::CaseId> sent_to) const;

    engine::Engine& engine_;
    Reading& reading_;
    const states::Catalogue& catalogue_;
    ReadingLog* readings_;
};

}  // namespace adapters
