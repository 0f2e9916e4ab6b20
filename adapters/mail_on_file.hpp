// A mail in a file, as the command line looks at it and applies it.
//
// Part of the composition (like node.cpp): adapters/intake reads the mail, under the catalogue and
// the addresses of the configuration.  No database is needed.

#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/config/config.hpp"
#include "adapters/reading.hpp"
#include "states/sign_up.hpp"

namespace adapters {

struct MailOnFile {
    std::string kind;             // "sign_up", "bounce", …
    std::string message_id;       // Empty if it has none.
    bool complete = false;        // Nothing is missing, wrong or doubtful.
    nlohmann::json sign_up;       // As far as it was understood.
    nlohmann::json view;          // All of the reading, as `doorstep intake --json` prints it.
    std::vector<Document> files;  // Its PDFs, by which the sign-up names documents.
    std::vector<states::Problem> problems;
    std::vector<states::Problem> doubts;  // Codes below "intake." in the messages.
};

// Throws std::runtime_error if the catalogue cannot be used, and nothing for what is in the mail.
MailOnFile read_mail_on_file(const config::Config&, std::string_view raw);

}  // namespace adapters
