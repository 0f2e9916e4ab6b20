// What the pages of all desks share: their tabs, what has gone wrong in words, and the phone key
// that grave deeds ask for.

#pragma once

#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "adapters/console/visit.hpp"

namespace console {

// Invalid, refused or stale, as a page says it.  Problems of fields that the page does not have
// lead nowhere.
nlohmann::json troubles_in(const adapters::Result&, const Visit&);

// One tab for each name: "console.<desk>.<name>" is what it says, ?view=<name> where it leads.  A
// name without a count shows none.
nlohmann::json tabs_view(const Visit&, const std::string& address, const std::string& desk,
                         const std::vector<std::string>& names, const std::string& current,
                         const std::map<std::string, std::int64_t>& counts);

// The one of these that ?view= names, or the first.
std::string view_in(const Visit&, const std::vector<std::string>& names);

// What has just been done, if ?done= names words: "console.<desk>.done.<name>".
std::string notice_in(const Visit&, const std::string& desk);

std::string moment_in(const nlohmann::json& rfc3339, const Visit&);  // Empty for null.

// Somebody who has shown a phone key a short while ago, or shows one with this form.  The session
// has another name from then on, which has to be kept with the answer.
struct Raised {
    Visit visit;
    std::string session = {};  // The new name, if there is one.
    nlohmann::json problem = {};

    bool proved() const { return problem.is_null(); }
    http::Response keep(http::Response answer) const;
};
Raised raised(const Visit&, const pages::Form&);

// What leaves the house as a file and is worth a phone key of the last minutes: a page that asks
// for one, and leads back to where the file was asked for.
using WayBack = std::function<std::string(const Visit&)>;
http::Response ask_for_key(const Visit&, const std::string& back,
                           nlohmann::json problems = nlohmann::json::array());
http::Route proof_for(const std::shared_ptr<const Site>&, std::string pattern,
                      std::vector<std::string> roles, Answer file, WayBack);
// The file by its address, and after the proof.
std::vector<http::Route> proved_file_for(const std::shared_ptr<const Site>&,
                                         const std::string& pattern,
                                         const std::vector<std::string>& roles, const Answer& file,
                                         const WayBack&);

// The letters of an application, the earliest first, each with in whose hands it has been.
nlohmann::json letters_view(const std::string& reference, const Visit&);

std::vector<http::Route> intake_routes(const std::shared_ptr<const Site>&);
std::vector<http::Route> finance_routes(const std::shared_ptr<const Site>&);
std::vector<http::Route> parked_routes(const std::shared_ptr<const Site>&);
std::vector<http::Route> post_routes(const std::shared_ptr<const Site>&);
std::vector<http::Route> health_routes(const std::shared_ptr<const Site>&);

}  // namespace console
