// What a mail of ours said.  Its words are not kept, since they are made of what is: the journal's
// line that asked for the mail is decided again, and its template filled in.  What the catalogue
// puts into every mail (our name and address, how long a step may take) is that of today.

#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <variant>

#include "adapters/mail_desk.hpp"
#include "adapters/mail_sample.hpp"
#include "adapters/time_machine.hpp"

namespace adapters {

struct SentMail {
    nlohmann::json letter;  // As MailDesk::letters() has it.
    // Without what its reader alone may know: the private link, and a code.  Empty where the line
    // cannot be decided again, because its data were erased or its rules are others.
    std::optional<MailSample> words;
    bool template_changed = false;  // Since it was sent: the words may have been others.
};

class SentMails {
public:
    SentMails(Reading& reading, MailDesk& desk, const TimeMachine& times, SampleMail sample)
        : reading_{reading}, desk_{desk}, times_{times}, sample_{std::move(sample)} {}

    // `line` of the application's journal asked for it, as the `number`th of its effects, the first
    // being 1.  For staff but administrators; noted as a reading of the application's
    // correspondence.
    std::variant<SentMail, NotFound, Forbidden> look(const Caller&, const std::string& reference,
                                                     int line, int number);

private:
    Reading& reading_;
    MailDesk& desk_;
    const TimeMachine& times_;
    SampleMail sample_;
};

}  // namespace adapters
