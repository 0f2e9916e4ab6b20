// The log of what was written to whom: what an auditor sees of our mails.

#pragma once

#include <string>

#include "engine/store.hpp"

namespace adapters {

struct Outgoing {  // Nothing personal: the words can be made again from the template and the facts.
    engine::CaseId of;
    std::string key;  // Of the effect that asked for it.
    std::string text;
    std::string language;
    std::string template_version;
    std::string subject;
    std::string message_id;
};

enum class Fate {
    sent,         // The mail server has taken it.
    refused,      // It has not, and never will.
    unaddressed,  // There is no address yet: a draft without one.
};

class Correspondence {
public:
    virtual ~Correspondence() = default;

    virtual bool was_sent(const std::string& key) = 0;
    virtual void note(const Outgoing&, Fate) = 0;
};

}  // namespace adapters
