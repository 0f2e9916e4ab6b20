// One request for a page: what all pages need to know of it, and how they answer.

#pragma once

#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "adapters/pages/form.hpp"
#include "adapters/pages/frame.hpp"
#include "adapters/portal/portal.hpp"

namespace portal {

const pages::Files& template_files();
const pages::Files& word_files();
const pages::Files& country_name_files();  // Data of adapters/papers/countries.

struct Site {  // Everything that stays from one request to the next.
    explicit Site(const Parts& given) : parts{given} {}
    Parts parts;
    pages::Words words{&pages::word_files(), &word_files()};
    pages::Templates templates{{&pages::template_files(), &template_files()}, words};
    pages::Press press{words, templates};
};

struct Visit {
    const Site& site;
    const http::Request& request;
    std::string language;

    std::string word(const std::string& key,
                     const std::map<std::string, std::string>& values = {}) const {
        return site.words.say(language, key, values);
    }
    // The page under this title, with its own data; 422 if that names problems.
    http::Response page(const std::string& name, const std::string& title, nlohmann::json data,
                        const std::string& notice = {}) const;
    http::Response not_found() const;
    http::Response cannot_read() const;  // A form that no page of ours has sent.
};

// An application of an applicant who has the private link.
struct Own {
    const Visit& visit;
    std::string token;
    adapters::Dossier dossier;
    states::Facts facts;

    std::string path(const std::string& below = {}) const { return "/a/" + token + below; }
    const std::string& state() const { return dossier.snapshot.state.state; }
    const std::string& reference() const { return dossier.snapshot.reference; }
};

constexpr auto session_cookie = "doorstep_registrar";  // Of a registrar who has logged in.

adapters::Caller applicant();

using Answer = std::function<http::Response(const Visit&)>;
using AnswerOwn = std::function<http::Response(const Own&)>;

// Routes whose handlers are given the visit, and the application of the {token} in the path.  One
// that takes a form refuses what does not come from a page of ours.
http::Route page_at(const std::shared_ptr<const Site>&, std::string method, std::string pattern,
                    Answer);
http::Route own_page_at(const std::shared_ptr<const Site>&, std::string method, std::string pattern,
                        AnswerOwn);

using pages::anchor_of;
using pages::problem_view;
using pages::problems_view;

// What somebody else has done meanwhile, or the workflow does not allow, as a sentence.
std::string refusal_of(const adapters::Result&, const Visit&);

// What a profile needs before domain names can be registered, one line each; null before it is
// asked for.
nlohmann::json checks_view(const Own&);

// What is to be paid; null where nothing is.
nlohmann::json pay_view(const Own&);

// After an end: what was paid for nothing, sentence by sentence; null if nothing was.
nlohmann::json money_back_view(const Own&);

// The first domain name, and what comes after it.
nlohmann::json completed_view(const Own&, bool has_papers);

// The sign-up that is not sent in yet, as a list of its pages.
http::Response tasks_page(const Own&);

std::vector<http::Route> start_routes(const std::shared_ptr<const Site>&);
std::vector<http::Route> sign_up_routes(const std::shared_ptr<const Site>&);
std::vector<http::Route> status_routes(const std::shared_ptr<const Site>&);
std::vector<http::Route> profile_routes(const std::shared_ptr<const Site>&);
std::vector<http::Route> account_routes(const std::shared_ptr<const Site>&);

}  // namespace portal
