// One request for a page of the console, and who makes it.

#pragma once

#include <functional>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "adapters/console/console.hpp"
#include "adapters/console/kept_forms.hpp"
#include "adapters/console/recent_figures.hpp"
#include "adapters/pages/form.hpp"
#include "adapters/pages/frame.hpp"

namespace console {

const pages::Files& template_files();
const pages::Files& word_files();

struct Site {  // Everything that stays from one request to the next.
    explicit Site(const Parts& given) : parts{given} {}
    Parts parts;
    pages::Words words{&pages::word_files(), &word_files()};
    pages::Templates templates{{&pages::template_files(), &template_files()}, words};
    pages::Press press{words, templates};
    std::unique_ptr<KeptForms> kept = std::make_unique<KeptForms>();
    std::unique_ptr<RecentFigures> figures = std::make_unique<RecentFigures>();
};

struct Visit {
    const Site& site;
    const http::Request& request;
    std::string language;
    std::string session = {};  // Its token; empty: nobody is logged in.
    adapters::StaffLogin::Open open = {};
    std::string notice = {};  // What the page says first, unless it says something itself.

    const adapters::Member& member() const { return open.member; }
    adapters::Caller caller() const;
    bool may_any(const std::vector<std::string>& roles) const;
    std::string csrf() const;  // Belongs to the session; forms bring it back.

    std::string word(const std::string& key,
                     const std::map<std::string, std::string>& values = {}) const {
        return site.words.say(language, key, values);
    }
    // The same for a number of things: "<key>.one" where the language says it of one of them.
    std::string counted(const std::string& key, std::int64_t count,
                        std::map<std::string, std::string> values = {}) const;
    http::Response page(const std::string& name, const std::string& title, nlohmann::json data,
                        const std::string& said = {}) const;
    http::Response trouble(int status, const std::string& key) const;  // "console.<key>.title"
};

using Answer = std::function<http::Response(const Visit&)>;
using AnswerForm = std::function<http::Response(const Visit&, const pages::Form&)>;

// For everybody: the doors.
http::Route open_page(const std::shared_ptr<const Site>&, std::string method, std::string pattern,
                      Answer);
// For who is logged in and has one of these roles; others are led to the login.
http::Route page_for(const std::shared_ptr<const Site>&, std::string pattern,
                     std::vector<std::string> roles, Answer);
// The same for a form, which has to come from a page of this session.  `again` shows it as it was
// typed and does nothing: where the session had ended meanwhile.  Without it the page of all such
// forms does.
http::Route form_for(const std::shared_ptr<const Site>&, std::string pattern,
                     std::vector<std::string> roles, AnswerForm, AnswerForm again = {});

constexpr auto session_cookie = "doorstep_staff";
constexpr auto kept_cookie = "doorstep_kept";  // The ticket of a form that waits for its member.
constexpr auto back_cookie = "doorstep_back";  // Where somebody was going without a session.
void keep_session(const Visit&, http::Response&, const std::string& token);

using pages::problem_view;
using pages::problems_view;

// What the summary says of this field, to be told beside it as well; empty: nothing.
std::string error_at(const nlohmann::json& problems, std::string_view field);

// A whole number above zero; 0 for all other text, and nothing has that number.
std::int64_t number_in(std::string_view text);

// "25 November 2026, 14:05" in UTC, which the page says once.
std::string moment_of(engine::Time, const std::string& language);

// Who can be given work: {"id","name","selected"}, oneself first.
nlohmann::json colleagues_view(const Visit&, const std::string& chosen = {});

// Who did something: a member's name, or the words for a program or a provider.
class Names {
public:
    explicit Names(const Visit&);
    std::string of(const std::string& actor, const std::string& role = {}) const;

private:
    const Visit& visit_;
    std::map<std::string, std::string> names_;
};

// As the form calls a field of the console's own, "items[0].text" by what follows the last dot;
// empty: it has no name that people could read.
std::string field_word(const std::string& field, const Visit&);

// A form that has no page of its own to be shown on again: what was typed, and a button.
http::Response show_kept(const Visit&, const pages::Form&);

std::vector<http::Route> kept_routes(const std::shared_ptr<const Site>&);
std::vector<http::Route> task_routes(const std::shared_ptr<const Site>&);
std::vector<http::Route> door_routes(const std::shared_ptr<const Site>&);
std::vector<http::Route> queue_routes(const std::shared_ptr<const Site>&);
std::vector<http::Route> figures_routes(const std::shared_ptr<const Site>&);
std::vector<http::Route> holder_routes(const std::shared_ptr<const Site>&);
std::vector<http::Route> case_routes(const std::shared_ptr<const Site>&);
std::vector<http::Route> decision_routes(const std::shared_ptr<const Site>&);
std::vector<http::Route> correct_routes(const std::shared_ptr<const Site>&);
std::vector<http::Route> export_routes(const std::shared_ptr<const Site>&);
std::vector<http::Route> action_routes(const std::shared_ptr<const Site>&);
std::vector<http::Route> me_routes(const std::shared_ptr<const Site>&);
std::vector<http::Route> token_routes(const std::shared_ptr<const Site>&);
std::vector<http::Route> sent_mail_routes(const std::shared_ptr<const Site>&);
std::vector<http::Route> then_routes(const std::shared_ptr<const Site>&);
std::vector<http::Route> report_routes(const std::shared_ptr<const Site>&);
std::vector<http::Route> retention_routes(const std::shared_ptr<const Site>&);
std::vector<http::Route> workbook_routes(const std::shared_ptr<const Site>&);
std::vector<http::Route> reading_routes(const std::shared_ptr<const Site>&);
std::vector<http::Route> staff_routes(const std::shared_ptr<const Site>&);
std::vector<http::Route> rule_routes(const std::shared_ptr<const Site>&);
std::vector<http::Route> calendar_routes(const std::shared_ptr<const Site>&);
std::vector<http::Route> adapter_routes(const std::shared_ptr<const Site>&);

// Who may look at applications, and who may do something about them.
extern const std::vector<std::string> readers;
extern const std::vector<std::string> doers;
extern const std::vector<std::string> exporters;         // Of an applicant's data.
extern const std::vector<std::string> concerned;         // In what auditors find.
extern const std::vector<std::string> keepers_of_years;  // Who sees what is forgotten, and when.
extern const std::vector<std::string> everybody;

}  // namespace console
