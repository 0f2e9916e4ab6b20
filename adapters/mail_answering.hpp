// Writes back what a sign-up by mail lacks, with a private link to go on with the draft.

#pragma once

#include <chrono>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "adapters/mail_book.hpp"
#include "adapters/mail_reply.hpp"
#include "adapters/private_links.hpp"
#include "adapters/reading.hpp"

namespace adapters {

class MailAnswering {
public:
    using Trouble = std::function<void(std::int64_t mail, const std::string&)>;  // For operators.

    MailAnswering(MailBook& book, Reading& reading, PrivateLinks& links, WriteReply write,
                  Trouble trouble)
        : book_{book},
          reading_{reading},
          links_{links},
          write_{std::move(write)},
          trouble_{std::move(trouble)} {}

    int answer_some(int limit, std::chrono::seconds lease);  // Returns how many were due.

    // Whether this application began as a mail: then our answer tells that its draft is saved.
    bool tells_of_draft(engine::CaseId id) { return book_.opened_by_mail(id); }

    // What a private link shows: {"reference", "state", "sign_up", "due_at"}; the sign-up while it
    // is a draft.  Empty for a token that we never gave.
    std::optional<nlohmann::json> draft_of(const std::string& token);

private:
    void answer(const MailAnswer&);

    MailBook& book_;
    Reading& reading_;
    PrivateLinks& links_;
    WriteReply write_;
    Trouble trouble_;
};

}  // namespace adapters
