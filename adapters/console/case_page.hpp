// The page of one application, for those who answer a form of it.

#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "adapters/console/visit.hpp"
#include "adapters/workflow_picture.hpp"
#include "states/facts.hpp"

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

// What has happened to it: of the journal the kind of lines that the address asks for.
struct History {
    nlohmann::json lines = nlohmann::json::array();  // The newest first.
    nlohmann::json kinds = nlohmann::json::array();
    std::vector<adapters::Move> way;
    std::string appeal = {};                 // What the applicant says against a rejection.
    std::vector<states::Wanted> asked = {};  // What it was asked for, the last time.
    bool answered = false;                   // It has answered since.
    bool is_cut = false;                     // There are older lines.
};

// "Accreditation or contract (PDF), .brussels": of a field as a sign-up or a question names it.
std::string field_label(const std::string& field, const Visit&,
                        const nlohmann::json& products = nlohmann::json::array());

// What was decided, asked and answered about it, in people's own words; and what came of it.
nlohmann::json decided_view(const nlohmann::json& view, const History&, const Visit&);

// What stands on it and on the decision sheet alike, from Applications::show().
nlohmann::json facts_view(const nlohmann::json& view, const Visit&);
nlohmann::json checks_view(const std::string& reference, const Visit&);
nlohmann::json documents_view(const nlohmann::json& view, const Visit&);

// Its open tasks, each with a field for who closes it.
nlohmann::json tasks_view(const std::string& reference, const Visit&);

// What would follow from an event: {"label","mail"}, the mail as its reader would get it.
nlohmann::json effects_view(const adapters::Result& preview, const std::string& reference,
                            const Visit&);

History history_of(const nlohmann::json& application, const Names&, const Visit&);
// The intake desk's word for a mail's state ("state") or why it has it ("reason"); what a mail
// server said stays as it is.
std::string mail_word(const std::string& topic, const std::string& code, const Visit&);
nlohmann::json correspondence_view(const std::string& reference, const Visit&);
nlohmann::json money_view(const nlohmann::json& application, const Visit&);

}  // namespace console
