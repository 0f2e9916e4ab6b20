// What is forgotten a year at a time: from when each year may be erased, who proposes it, and who
// confirms it.

#include "adapters/console/desk.hpp"
#include "adapters/formats.hpp"
#include "adapters/pages/answer.hpp"
#include "states/messages.hpp"

namespace console {
namespace {

using adapters::KeptYear;
using nlohmann::json;

const std::vector<std::string> deciders{"approver", "finance"};

struct TypedYear {
    pages::Form form = {};
    json problems = json::array();
};

std::string label_of(const KeptYear& year, const Visit& visit) {
    return states::message(visit.language, "kept." + year.kind);
}

json row_view(const KeptYear& year, bool is_due, const Names& names, const Visit& visit) {
    const auto* standing = year.confirmed  ? "erased"
                           : year.proposed ? "proposed"
                           : is_due        ? "now"
                                           : "kept";
    const auto* tag = year.confirmed ? "good" : is_due ? "warn" : "";
    const auto& deed = year.confirmed ? year.confirmed : year.proposed;
    return {{"year", std::to_string(year.year)},
            {"label", label_of(year, visit)},
            {"records", std::to_string(year.records)},
            {"due", adapters::write_date(year.due, visit.language)},
            {"standing", visit.word(std::string{"console.retention."} + standing)},
            {"tag", tag},
            {"by", deed ? names.of(deed->who) + ", " + moment_of(deed->at, visit.language) : ""},
            {"reason", year.reason}};
}

// What can be done about a year whose time is over; the ids of what was typed wrongly are those of
// its fields.
json form_view(const KeptYear& year, const TypedYear& typed, const Visit& visit) {
    const auto id = year.kind + "-" + std::to_string(year.year);
    const bool is_typed = typed.form.value("kind") == year.kind &&
                          typed.form.value("year") == std::to_string(year.year);
    const bool is_own = year.proposed && year.proposed->who == visit.caller().id;
    return {{"id", id},
            {"kind", year.kind},
            {"year", std::to_string(year.year)},
            {"label", label_of(year, visit)},
            {"proposes", !year.proposed},
            {"waits", is_own},
            {"confirms", year.proposed && !is_own},
            {"asks_key", !visit.open.stepped_up},
            {"reason_id", is_typed ? "reason" : "reason-" + id},
            {"key_id", is_typed ? "phone_key" : "phone_key-" + id},
            {"typed", is_typed ? typed.form.exactly("reason") : ""}};
}

http::Response retention_page(const Visit& visit, const TypedYear& typed) {
    const auto found = visit.site.parts.yearly_erasure.list(visit.caller());
    const auto* years = std::get_if<std::vector<KeptYear>>(&found);
    if (!years) return visit.trouble(403, "not_yours");
    const auto now = visit.site.parts.reading.now();
    const Names names{visit};
    auto rows = json::array();
    auto open = json::array();
    for (const auto& year : *years) {
        const bool is_due = year.due <= now;
        rows.push_back(row_view(year, is_due, names, visit));
        if (is_due && !year.confirmed && visit.may_any(deciders))
            open.push_back(form_view(year, typed, visit));
    }
    return visit.page(
        "retention", visit.word("console.retention.title"),
        {{"problems", typed.problems}, {"empty", rows.empty()}, {"rows", rows}, {"open", open}},
        notice_in(visit, "retention"));
}

http::Response after_deed(const Visit& visit, const adapters::YearlyErasure::Outcome& outcome,
                          const pages::Form& form, const std::string& done) {
    if (std::holds_alternative<KeptYear>(outcome))
        return pages::see_other("/console/retention?done=" + done);
    if (const auto* invalid = std::get_if<adapters::Invalid>(&outcome)) {
        auto problems = problems_view(invalid->problems, visit.language);
        for (auto& problem : problems)  // A year is no field: to where it stands.
            if (problem["field"] == "year")
                problem["anchor"] = form.value("kind") + "-" + form.value("year");
        return retention_page(visit, {form, problems});
    }
    return visit.trouble(403, "not_yours");
}

int year_in(const pages::Form& form) { return static_cast<int>(number_in(form.value("year"))); }

http::Response propose_year(const Visit& visit, const pages::Form& form) {
    return after_deed(visit,
                      visit.site.parts.yearly_erasure.propose(visit.caller(), form.value("kind"),
                                                              year_in(form), form.value("reason")),
                      form, "proposed");
}

http::Response confirm_year(const Visit& visit, const pages::Form& form) {
    const auto up = raised(visit, form);
    if (!up.proved())
        return retention_page(up.visit, {.form = form, .problems = json::array({up.problem})});
    return up.keep(after_deed(up.visit,
                              visit.site.parts.yearly_erasure.confirm(
                                  up.visit.caller(), form.value("kind"), year_in(form)),
                              form, "confirmed"));
}

}  // namespace

std::vector<http::Route> retention_routes(const std::shared_ptr<const Site>& site) {
    return {page_for(site, "/console/retention", keepers_of_years,
                     [](const Visit& visit) { return retention_page(visit, {}); }),
            form_for(site, "/console/retention/propose", deciders, propose_year),
            form_for(site, "/console/retention/confirm", deciders, confirm_year)};
}

}  // namespace console
