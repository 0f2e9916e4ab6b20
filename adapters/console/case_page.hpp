// The page of one application, for those who answer a form of it.

#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "adapters/console/visit.hpp"
#include "adapters/workflow_picture.hpp"

namespace console {

struct OnCase {                  // What the page shows besides the application.
    std::string note = {};       // Typed, and not taken.
    std::string hand_over = {};  // The same.
    nlohmann::json problems = nlohmann::json::array();
};

// Of the application that the address names.
http::Response case_page(const Visit&, const OnCase& = {});

// Whether an action of the console can be taken without saying anything more.
bool needs_nothing(std::string_view event);

std::string text_of(const nlohmann::json&);  // Empty for null.

// What stands on it and on the decision sheet alike, from Applications::show().
nlohmann::json facts_view(const nlohmann::json& view, const Visit&);
nlohmann::json checks_view(const std::string& reference, const Visit&);
nlohmann::json documents_view(const nlohmann::json& view, const Visit&);

// What would follow from an event: {"label","mail"}, the mail as its reader would get it.
nlohmann::json effects_view(const adapters::Result& preview, const std::string& reference,
                            const Visit&);

// What has happened to it: of the journal the kind of lines that the address asks for.
struct History {
    nlohmann::json lines = nlohmann::json::array();  // The newest first.
    nlohmann::json kinds = nlohmann::json::array();
    std::vector<adapters::Move> way;
    bool is_cut = false;  // There are older lines.
};
History history_of(const nlohmann::json& application, const Names&, const Visit&);
nlohmann::json correspondence_view(const std::string& reference, const Visit&);
nlohmann::json money_view(const nlohmann::json& application, const Visit&);

}  // namespace console
