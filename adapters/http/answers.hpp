// Says what came of a command in HTTP: a status, a body, and the headers that go with them.

#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "adapters/applications.hpp"
#include "adapters/web.hpp"
#include "states/sign_up.hpp"

namespace http {

Response json_answer(int status, const nlohmann::json&);

// 422 with all of them at once, each in a sentence of `language`.
Response invalid(const std::vector<states::Problem>&, const std::string& language);

Response no_application();  // 404

struct File {
    std::string content;
    std::string type;
    std::string name;  // As whoever saves it sees it: any letters.
};

// To be saved, or 304 for who has it already; `tag` is its entity tag, without quotes.
Response file_answer(const Request&, const std::string& tag, File);

// What a body says differs by language and by caller, and it is nobody else's.  A refusal stays as
// it is.
Response fresh(Response);

// `status` is for Done.
Response answer_of(const adapters::Result&, int status, const std::string& language);

}  // namespace http
