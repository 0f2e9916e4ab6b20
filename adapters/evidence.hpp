// Dated evidence for what is believed of an applicant: who said it, when, about what, and how old
// it may become.  adapters/postgres keeps it (sql/120_evidence.sql); nothing in it is ever changed.

#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/store.hpp"
#include "states/sign_up.hpp"

namespace adapters {

struct Evidence {
    std::int64_t id = 0;  // Given by the book.
    engine::CaseId of = {};
    std::string key = {};             // Whoever asks for the same again finds what was found.
    std::string check = {};           // "vat", "iana", "registration"
    std::string source = {};          // "VIES", "IANA", "RDAP"
    std::string source_version = {};  // SHA-256 of a list, a consultation number; may be empty.
    std::string source_date = {};     // As the source has it; may be empty.
    std::string outcome = {};         // "valid", "invalid", "doubtful", "unavailable"
    std::string code = {};            // The sentence "evidence.<code>" of the messages.
    // Personal, and kept beside; empty once it was erased.
    std::string subject = {};                        // What was asked about: "BE0123456749", "292".
    std::map<std::string, std::string> values = {};  // What fills the sentence.
    std::vector<states::Problem> problems = {};      // The doubts that it raises.
    std::optional<std::chrono::days> good_for = {};  // How old it may become.
    engine::Time at = {};                            // Given by the book, and
    std::optional<engine::Time> expires = {};        // when it is that old.
    bool erased = false;
};

class EvidenceBook {
public:
    virtual ~EvidenceBook() = default;

    // As it is kept, with id and time: this, or what was kept under the same key before.
    virtual Evidence add(const Evidence&) = 0;
    virtual std::optional<Evidence> find(const std::string& key) = 0;
    virtual std::vector<Evidence> of(engine::CaseId) = 0;  // The newest first; at most 1000.
    // Of any application.
    virtual std::optional<Evidence> latest(const std::string& check,
                                           const std::string& subject) = 0;
};

}  // namespace adapters
