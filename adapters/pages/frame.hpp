// What stands around every page: its title, who is logged in, where else to go, in which language.

#pragma once

#include <chrono>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "adapters/pages/templates.hpp"
#include "adapters/pages/words.hpp"
#include "adapters/web.hpp"
#include "states/sign_up.hpp"

namespace pages {

struct Link {
    std::string href;
    std::string label;
    bool current = false;
};

struct Frame {
    std::string title;
    std::string language;
    std::string registry;  // Whose pages these are.
    std::string home;      // Where its name leads.
    std::string address;   // Of this page, for the links to other languages; empty: there are none.
    std::vector<Link> links = {};
    std::string user = {};             // Who is logged in; empty: nobody.
    std::optional<Link> account = {};  // That person's own page.
    std::string csrf = {};             // Of the session.
    std::string leave = {};            // Where the form to log out goes.
    std::string notice = {};           // What has just been done.
    bool single_keys = true;           // Single keys do something (WCAG 2.1.4).

    struct Ending {         // Of a session that rests, in words.
        std::string awake;  // An address that keeps it open.
        std::chrono::minutes warn_after;
        std::string hint, warning, stay, over;
    };
    std::optional<Ending> ending = {};
};

class Press {  // Prints pages.
public:
    Press(const Words& words, const Templates& templates) : words_{words}, templates_{templates} {}

    // The page's own data, with the frame's beside it.  The data's names must not be "frame" or
    // "problems"; `problems` is made by problem_view() and makes the title begin with
    // "Error".
    std::string print(const std::string& page, const Frame&, nlohmann::json data) const;

private:
    const Words& words_;
    const Templates& templates_;
};

// The address of the page that was asked for, without the choice of a language.
std::string address_of(const http::Request&);

// The one that ?language= or the cookie asks for, else what the browser likes best, else English.
std::string language_of(const http::Request&, const std::vector<std::string>& offered);

constexpr auto language_cookie = "doorstep_language";

// One that was just chosen by a link is kept for the pages that follow.
void keep_language(const http::Request&, const std::string& language, bool secure, http::Response&);

std::string anchor_of(const std::string& field);  // "organisation.vat_number" as an input's id.

// For the summary of a page and its fields: {"field","anchor","label","sentence"}; all but the
// sentence are empty for what is wrong with no field in particular.
nlohmann::json problem_view(const std::string& sentence, const std::string& field = {},
                            const std::string& label = {});
nlohmann::json problems_view(const std::vector<states::Problem>&, const std::string& language);

}  // namespace pages
