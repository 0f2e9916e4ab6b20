// What is forgotten a year at a time: what is personal in the bookkeeping, and mails that belong to
// no application.  One person proposes a year whose time is over, another one confirms it.
//
// How long each is kept stands in the catalogue (keep_invoices, keep_ended).  Applications are
// erased by themselves, each by events of its own (states/onboarding.hpp).

#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "adapters/applications.hpp"

namespace adapters {

struct KeptYear {
    std::string kind;  // "bookkeeping", "mails"
    int year = 0;
    std::int64_t records = 0;  // That there are, or that were erased.
    engine::Time due;          // From then on it may be erased.
    struct Deed {
        std::string who;
        engine::Time at;
    };
    std::optional<Deed> proposed, confirmed;
    std::string reason;
    std::string obstacle;  // The code of a problem that stands in its way; empty if there is none.
};

nlohmann::json year_json(const KeptYear&);

class YearlyErasureBook {
public:
    virtual ~YearlyErasureBook() = default;
    virtual std::vector<KeptYear> years() = 0;  // The first that is due first.
    virtual engine::Time now() = 0;
    // False if somebody has proposed it meanwhile.
    virtual bool propose(const KeptYear&, const std::string& who, const std::string& reason) = 0;
    // So many records; empty if there is nothing that this person can confirm.
    virtual std::optional<std::int64_t> erase(const KeptYear&, const std::string& who) = 0;
};

class YearlyErasure {
public:
    explicit YearlyErasure(YearlyErasureBook& book) : book_{book} {}

    // Staff looks; approvers and finance propose and confirm.
    std::variant<std::vector<KeptYear>, Forbidden> list(const Caller&);

    // The year as it is then.  It is not the time, it was proposed already, it was not proposed,
    // one's own proposal, a legal hold, something that nobody has decided on: a problem of "year".
    using Outcome = std::variant<KeptYear, Invalid, NotFound, Forbidden>;
    Outcome propose(const Caller&, const std::string& kind, int year, const std::string& reason);
    Outcome confirm(const Caller&, const std::string& kind, int year);

private:
    std::optional<KeptYear> find(const std::string& kind, int year);

    YearlyErasureBook& book_;
};

}  // namespace adapters
