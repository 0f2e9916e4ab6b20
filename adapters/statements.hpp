// Statement files of the bank on their way in, whichever door they come by.

#pragma once

#include <cstdint>
#include <functional>
#include <istream>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "adapters/applications.hpp"
#include "adapters/bank_book.hpp"

namespace adapters {

struct Imported {
    std::string file;    // SHA-256 of its content.
    std::string format;  // "coda", "camt"; empty if it was refused.
    Counts counts;       // Of the movements that were new.
    std::int64_t repeated = 0;
    struct Problem {
        std::string place;
        std::string reason;
    };
    std::optional<Problem> refused = {};
};

// {"file","format","booked","repeated","unmatched","passed","waiting","refused","problem"}: the
// numbers are of movements, `refused` is the number of files.
nlohmann::json view_of(const Imported&);

// Of how many bytes, twice over: checked first, then taken in.
using Progress = std::function<void(std::int64_t done, std::int64_t all)>;

class Statements {
public:
    virtual ~Statements() = default;

    // Keeps the file, reads it, books what it is sure of, and leaves the rest to finance.  A file
    // that is not what it should be books nothing.  The stream has to be one that can be rewound.
    virtual Imported import(const Caller&, std::istream&, const std::string& name,
                            const Progress& = {}) = 0;

    // Books a movement by hand, whole, to an application.  Above the catalogue's limit it only
    // proposes to, and another person has to confirm() it; whoever has proposed it is refused.
    virtual Result book(const Caller&, std::int64_t movement, const std::string& reference,
                        const std::string& reason) = 0;
    virtual Result confirm(const Caller&, std::int64_t movement, const std::string& reason) = 0;
};

}  // namespace adapters
