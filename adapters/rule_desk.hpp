// What administrators do with the rules, the catalogue and the texts of mails and papers: the one
// place below the console and the command line, which judges versions and who is asking.
//
// A version is proposed by one administrator and approved by another, comes into force on its day,
// and never changes.  Auditors read.

#pragma once

#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "adapters/applications.hpp"
#include "adapters/rule_versions.hpp"

namespace adapters {

struct RuleFlaw {
    std::string text;  // In which of the texts: "toml", "nl".
    int line = 0;      // 0: in none in particular.
    std::string key;   // "clocks.review", or a template's file.
    std::string reason;
};

class RuleDesk {
public:
    // What counts without a version, and what may count at all.
    struct Knowledge {
        std::vector<std::string> subjects;
        std::function<RuleTexts(const std::string& subject)> in_files;
        // Of all rules together, as far as the subject is concerned.
        std::function<std::vector<RuleFlaw>(const Rules&, const std::string& subject)> flaws;
        // What the papers call this text; it is another one for every other text.
        std::function<std::string(const std::string& subject, const std::string& text)> name_of;
        std::function<std::string()> today;  // "2026-11-28", where the registry is.
        std::function<engine::Time()> now;
        std::string time_zone;
    };
    RuleDesk(RuleVersions& versions, Knowledge knowledge)
        : versions_{versions}, knowledge_{std::move(knowledge)} {}

    // ---- For administrators and auditors. ------------------------------------------------------

    struct Subject {
        std::string name;
        std::optional<RuleVersion> in_force;  // None: what stands in the files.
        std::optional<RuleVersion> next;      // Approved, and comes into force.
        std::vector<RuleVersion> proposed;    // Wait for an approval.
        int versions = 0;
    };
    std::variant<std::vector<Subject>, Forbidden> overview(const Caller&);

    struct Shown {
        RuleVersion version;
        RuleStanding standing = RuleStanding::proposed;
    };
    std::variant<std::vector<Shown>, NotFound, Forbidden> history(const Caller&,
                                                                  const std::string& subject);
    std::variant<Shown, NotFound, Forbidden> show(const Caller&, std::int64_t number);

    Rules in_force();  // The versions that count now.
    RuleTexts texts_in_force(const std::string& subject);
    RuleTexts texts_before(const RuleVersion&);  // What counted until it came into force.
    bool knows(const std::string& subject) const;
    std::string today() const { return knowledge_.today(); }  // Where the registry is.

    // ---- For administrators. -------------------------------------------------------------------

    // Judged by the same checks as `doorstep config check`, and refused while anything is wrong.
    std::variant<RuleVersion, Invalid, Forbidden> propose(const Caller&, const NewRule&);

    // By another than its author, who has shown a phone key in the last minutes; judged once more.
    std::variant<Shown, Invalid, NotFound, Forbidden> approve(const Caller&, std::int64_t number,
                                                              bool stepped_up);

    // Before it is in force.
    std::variant<Shown, Invalid, NotFound, Forbidden> withdraw(const Caller&, std::int64_t number);

private:
    std::vector<states::Problem> problems_of(const NewRule&);
    void judge_texts(const NewRule&, std::vector<states::Problem>&);
    void judge_names(const NewRule&, std::vector<states::Problem>&);

    RuleVersions& versions_;
    Knowledge knowledge_;
};

}  // namespace adapters
