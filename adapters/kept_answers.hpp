// Answers of neighbours that are good for a while, so that the same is not asked again.
//
// All nodes share them: adapters/postgres keeps them (sql/125_kept_answers.sql).

#pragma once

#include <optional>
#include <string>

#include "engine/workflow.hpp"

namespace adapters {

class KeptAnswers {
public:
    virtual ~KeptAnswers() = default;

    struct Kept {
        std::string answer;
        engine::Time at;  // When it was given.
    };

    // The newest, however old, within what is kept at all: 90 days.
    virtual std::optional<Kept> newest(const std::string& neighbour,
                                       const std::string& question) = 0;
    // In place of an older one.
    virtual void keep(const std::string& neighbour, const std::string& question,
                      const std::string& answer) = 0;
};

}  // namespace adapters
