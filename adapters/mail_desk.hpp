// What becomes of mail that came in: programs sort it, and a clerk has the last word.
//
// Nothing enters the workflow unseen: what a mail proposes is confirmed or corrected by a person,
// unless nothing in it is missing, wrong or doubtful and the registry wants it to go by itself.

#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "adapters/applications.hpp"
#include "adapters/documents.hpp"
#include "adapters/mail_book.hpp"
#include "adapters/mail_routing.hpp"
#include "engine/engine.hpp"

namespace adapters {

class MailDesk {
public:
    using Read = std::function<MailRead(const std::string& raw)>;
    using Trouble = std::function<void(std::int64_t mail, const std::string&)>;  // For operators.

    struct Settings {
        bool auto_submit = false;
        int answers_a_day = 3;  // To one address, about what its sign-ups lack.
    };
    struct Neighbours {  // What it needs; all must outlive it.
        MailBook& book;
        engine::Engine& engine;
        Applications& applications;
        Documents& documents;
        Reading& reading;
        ReadingLog* readings = nullptr;  // May be none.
    };

    MailDesk(Settings settings, Neighbours with, Read read, Trouble trouble)
        : settings_{settings}, with_{with}, read_{std::move(read)}, trouble_{std::move(trouble)} {}

    // Reads mails that are new and decides what becomes of them; returns how many those were.
    int understand_some(int limit, std::chrono::seconds lease);

    // ---- For clerks, and to look for approvers, too.  Every function answers Forbidden to others.

    Result list(const Caller&, const nlohmann::json& query);
    Result show(const Caller&, std::int64_t mail, const std::string& language);
    std::variant<std::string, Result> raw(const Caller&, std::int64_t mail);
    std::map<std::string, std::int64_t> counts(const Caller&);  // Of what waits, by its state.

    // Sends in what the mail said, as the clerk has confirmed or corrected it: opens an
    // application, or goes on with the one that the mail belongs to.
    Result confirm(const Caller&, std::int64_t mail, const nlohmann::json& sign_up);
    Result dismiss(const Caller&, std::int64_t mail, const std::string& reason);
    Result attach(const Caller&, std::int64_t mail, const std::string& reference);

    // {"items":[…]}: what was written to an applicant, and what came from it.
    std::optional<nlohmann::json> letters(const Caller&, const std::string& reference);

private:
    void understand(const UnreadMail&);
    void give_up(const UnreadMail&);  // For a person, unread.
    MailContext context_of(const UnreadMail&, const MailRead&);
    std::string representative_of(engine::CaseId);
    MailFate open_draft(const UnreadMail&, const MailRead&, MailFate);
    std::optional<MailFate> submit_by_itself(const UnreadMail&, const MailRead&);
    std::vector<states::Problem> keep_files(const Caller&, const MailRead&,
                                            const nlohmann::json& sign_up);
    Result send_in(const Caller&, const KeptMail&, const nlohmann::json& sign_up);
    Result changed(const Caller&, std::int64_t mail, const std::vector<std::string>& from,
                   const MailFate&);

    Settings settings_;
    Neighbours with_;
    Read read_;
    Trouble trouble_;
};

}  // namespace adapters
