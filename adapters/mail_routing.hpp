// What becomes of a mail that came in, once it is read: the decision, without the doing.

#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "adapters/mail_book.hpp"
#include "states/sign_up.hpp"

namespace adapters {

struct MailFile {    // Attached to it.
    std::string id;  // SHA-256 of the content, as a document's.
    std::string file_name;
    std::string content;
};

// A mail as somebody has read it (adapters/intake), as far as the desk asks.
struct MailRead {
    std::string kind = "other";  // sign_up, reply, auto_reply, bounce, list, ours, other
    std::string message_id = {};
    std::vector<std::string> thread = {};  // Message-IDs that it refers to, the nearest first.
    std::string from = {};
    std::string reply_to = {};
    std::string subject = {};
    bool answerable = false;  // By a program.
    bool complete = false;    // A sign-up in which nothing is missing, wrong or doubtful.
    std::vector<FailedMail> bounced = {};
    nlohmann::json sign_up = {};
    std::vector<states::Problem> problems = {};
    std::vector<MailFile> files = {};
    nlohmann::json view = nlohmann::json::object();  // All of it, for whoever looks at it.
};

struct MailContext {  // What we know about it besides.
    bool whole = true;
    bool repeated = false;                     // Its Message-ID was here before.
    std::optional<engine::CaseId> of = {};     // The application that it belongs to.
    bool from_representative = false;          // Of that one.
    std::vector<FailedMail> ours_failed = {};  // Mails of ours among `bounced`.
};

// The application that a subject names: "A-2026-000123"; empty if it names none.
std::string reference_in(const std::string& subject);

MailFate fate_of(const MailRead&, const MailContext&);

// As much of a sign-up as can be kept: fields of a wrong type are left out.
states::SignUp kept_part_of(const nlohmann::json& sign_up);

}  // namespace adapters
