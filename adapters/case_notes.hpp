// What staff notes on an application, for itself alone; no applicant ever sees it.

#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/store.hpp"
#include "states/sign_up.hpp"

namespace adapters {

struct CaseNote {
    std::int64_t id = 0;
    std::string author;  // "staff:17"
    std::string text;    // Empty once it was erased.
    engine::Time at;
    std::int64_t supersedes = 0;     // The earlier note whose place it takes; 0: none.
    std::int64_t superseded_by = 0;  // The later one that has taken its place; 0: it stands.
};

constexpr std::size_t note_characters_max = 4000;

// 1 to 4000 characters.  Line breaks are part of a note; other control characters are not.
std::vector<states::Problem> check_note(std::string_view text, const std::string& field = "text");

class CaseNotes {
public:
    virtual ~CaseNotes() = default;

    // The new note's id.  Without such an application, or such a note of it, or if another note has
    // taken its place already: a problem of "reference" or "note".
    using Added = std::variant<std::int64_t, std::vector<states::Problem>>;
    virtual Added add(const std::string& reference, const std::string& author,
                      const std::string& text) = 0;
    virtual Added supersede(const std::string& reference, std::int64_t note,
                            const std::string& author, const std::string& text) = 0;

    virtual std::vector<CaseNote> list(const std::string& reference) = 0;  // The newest first.
};

}  // namespace adapters
