// Answers that are kept without a database, for tests of those who are given them.

#pragma once

#include <map>
#include <string>
#include <utility>

#include "adapters/kept_answers.hpp"

namespace tests {

class AnswersInMemory final : public adapters::KeptAnswers {
public:
    explicit AnswersInMemory(const engine::Time& clock) : now{clock} {}

    std::optional<Kept> newest(const std::string& neighbour, const std::string& question) override {
        const auto found = kept.find({neighbour, question});
        return found == kept.end() ? std::nullopt : std::optional{found->second};
    }
    void keep(const std::string& neighbour, const std::string& question,
              const std::string& answer) override {
        kept[{neighbour, question}] = {answer, now};
    }

    const engine::Time& now;
    std::map<std::pair<std::string, std::string>, Kept> kept;
};

}  // namespace tests
