#include "adapters/yearly_erasure.hpp"

#include <algorithm>

#include "adapters/case_notes.hpp"
#include "engine/journal.hpp"

namespace adapters {
namespace {

using nlohmann::json;

std::optional<Forbidden> unless_decider(const Caller& caller) {
    if (caller.may("approver") || caller.may("finance")) return std::nullopt;
    return Forbidden{"Approvers and finance decide what is forgotten."};
}

Invalid of_the_year(const std::string& code) { return {{{"year", code}}}; }

json deed_json(const std::optional<KeptYear::Deed>& deed) {
    if (!deed) return nullptr;
    return {{"who", deed->who}, {"at", engine::rfc3339(deed->at)}};
}

}  // namespace

json year_json(const KeptYear& year) {
    return {{"kind", year.kind},
            {"year", year.year},
            {"records", year.records},
            {"due", engine::rfc3339(year.due)},
            {"proposed", deed_json(year.proposed)},
            {"reason", year.reason},
            {"confirmed", deed_json(year.confirmed)}};
}

std::variant<std::vector<KeptYear>, Forbidden> YearlyErasure::list(const Caller& caller) {
    if (unless_decider(caller))
        if (const auto no = unless_overseer(caller)) return *no;
    return book_.years();
}

std::optional<KeptYear> YearlyErasure::find(const std::string& kind, int year) {
    for (auto& each : book_.years())
        if (each.kind == kind && each.year == year) return std::move(each);
    return std::nullopt;
}

YearlyErasure::Outcome YearlyErasure::propose(const Caller& caller, const std::string& kind,
                                              int year, const std::string& reason) {
    if (const auto no = unless_decider(caller)) return *no;
    const auto found = find(kind, year);
    if (!found) return NotFound{};
    if (found->due > book_.now()) return of_the_year("year_not_due");
    if (found->confirmed) return of_the_year("year_erased");
    if (!found->obstacle.empty()) return of_the_year(found->obstacle);
    if (auto problems = check_note(reason, "reason"); !problems.empty()) return Invalid{problems};
    if (found->proposed || !book_.propose(*found, caller.id, reason))
        return of_the_year("year_proposed");
    return find(kind, year).value();
}

YearlyErasure::Outcome YearlyErasure::confirm(const Caller& caller, const std::string& kind,
                                              int year) {
    if (const auto no = unless_decider(caller)) return *no;
    if (caller.id.starts_with("staff:") && !caller.stepped_up)
        return Forbidden{"An erasure is confirmed with a phone key of the last five minutes."};
    const auto found = find(kind, year);
    if (!found) return NotFound{};
    if (found->confirmed) return of_the_year("year_erased");
    if (!found->proposed) return of_the_year("year_not_proposed");
    if (found->proposed->who == caller.id) return of_the_year("year_own_proposal");
    // The catalogue may keep it for longer since.
    if (found->due > book_.now()) return of_the_year("year_not_due");
    if (!found->obstacle.empty()) return of_the_year(found->obstacle);
    if (!book_.erase(*found, caller.id)) return of_the_year("year_erased");
    return find(kind, year).value();
}

}  // namespace adapters
