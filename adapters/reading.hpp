// The reading side: what lists, pages and audits ask of the database.  Never decides anything.
//
// adapters/postgres implements it; every list is an index walk with a cursor.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/journal.hpp"
#include "engine/store.hpp"

namespace adapters {

struct Filter {
    std::vector<std::string> states = {};  // Any of these; empty for all.
    std::string waiting_for = {};          // Empty for all.
    std::string words = {};                // Looked for in what staff knows an application by.
    std::int64_t before = 0;               // Cursor: ids below this one; 0 for the newest.
    int limit = 50;
};

struct Listed {
    engine::CaseId id;
    std::string reference;
    std::string title;
    std::string state;
    std::string waiting_for;
    int version = 0;
    engine::Time opened;
    engine::Time changed;
    std::optional<engine::Time> due;  // The next deadline.
};

struct Pending {  // An effect that is not done yet.
    std::string key;
    std::string effect;
    int attempts = 0;
    bool parked = false;
    std::string trouble;
};

struct Deadline {
    std::string event;
    engine::Time due;
};

struct Dossier {  // Everything that is known about one application.
    engine::Snapshot snapshot;
    engine::Time opened;
    engine::Time changed;
    std::vector<Deadline> deadlines;
    std::vector<Pending> effects;
};

struct Document {    // A file that somebody has sent.
    std::string id;  // SHA-256 of the content, in hexadecimal.
    std::string content;
    std::string media_type;
    std::string file_name;  // As the sender called it; never a path.
};

struct Token {
    std::string name;
    std::vector<std::string> scopes;
};

class Reading {
public:
    virtual ~Reading() = default;

    virtual std::vector<Listed> list(const Filter&) = 0;
    virtual std::optional<engine::CaseId> find(const std::string& reference) = 0;  // Or a plain id.
    virtual std::optional<Dossier> dossier(engine::CaseId) = 0;
    virtual std::vector<engine::Line> journal(engine::CaseId, int after_line, int limit) = 0;
    virtual std::optional<Document> document(const std::string& id) = 0;
    // Those that no document has.
    virtual std::vector<std::string> unknown_documents(const std::vector<std::string>& ids) = 0;
    // Whether something is still to be done for it, or money to be sent back.
    virtual bool is_unfinished(engine::CaseId) = 0;
    virtual std::optional<Token> token(const std::string& secret) = 0;  // Empty if revoked too.
    virtual engine::Time now() = 0;
    virtual bool reachable() = 0;  // Never throws.
};

}  // namespace adapters
