// The applications of the demo: every path of the rule book that a catalogue offers.

#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "states/catalogue.hpp"

namespace adapters {

struct Story {
    enum class Review { approve, ask_first, reject };

    std::string title;       // What was asked for, in a few words.
    nlohmann::json sign_up;  // As the API takes it, with a paper's title where its id will be.
    Review review = Review::approve;
};

std::vector<Story> stories_for(const states::Catalogue&);

std::string paper_of(const std::string& title);  // The smallest PDF that shows it.

}  // namespace adapters
