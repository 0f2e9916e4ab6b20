// A mail of ours that answers one which came in.

#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "engine/store.hpp"

namespace adapters {

struct MailReply {
    engine::CaseId of;
    std::string reference;  // Of the application that it is about.
    std::string key;        // Unique: it is sent once under it.
    std::string text;       // Which template.
    std::string language;   // "nl"; English if we do not speak it.
    std::string address;
    std::map<std::string, std::string> values;  // What the template says.
    std::string in_reply_to;                    // Message-IDs without <>; may be empty.
    std::vector<std::string> references;        // The oldest first, `in_reply_to` last.
};

// Throws engine::Unavailable and engine::Rejected.
using WriteReply = std::function<void(const MailReply&)>;

}  // namespace adapters
