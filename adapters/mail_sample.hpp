// A mail as somebody would get it, shown before it goes out, or instead.

#pragma once

#include <functional>
#include <string>

#include "states/effects.hpp"

namespace adapters {

struct MailSample {
    std::string language;  // In which it is written.
    std::string subject;
    std::string text;
    std::string template_version;
};

// As it would be written now to who has this application; its link leads nowhere, since a real one
// is its reader's alone.
using SampleMail = std::function<MailSample(const states::Tell&, const std::string& reference)>;

}  // namespace adapters
