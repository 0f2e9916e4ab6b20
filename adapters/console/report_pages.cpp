// Reports: which there are, a form to ask for one, and which were given out lately.

#include <algorithm>

#include "adapters/console/desk.hpp"
#include "adapters/reports.hpp"
#include "states/messages.hpp"

namespace console {
namespace {

using nlohmann::json;

constexpr int runs_shown = 20;
constexpr const char* fields[] = {"kind", "format", "from", "until", "application", "who", "head"};

json given_in(const Visit& visit) {
    auto given = json::object();
    for (const auto* field : fields)
        if (auto text = std::string{visit.request.query_value(field)}; !text.empty())
            given[field] = std::move(text);
    return given;
}

std::string address_of(const json& given) {
    std::string address = "/console/reports/file";
    for (const auto& [field, text] : given.items())
        address += (address.find('?') == std::string::npos ? "?" : "&") + field + "=" +
                   pages::query_encoded(text.get<std::string>());
    return address;
}

json runs_view(const Visit& visit) {
    auto all = json::array();
    const auto found = visit.site.parts.reports.runs(visit.caller(), runs_shown);
    const auto* runs = std::get_if<std::vector<adapters::ReportRun>>(&found);
    if (!runs) return all;
    const Names names{visit};
    for (const auto& run : *runs) {
        auto given = run.query;
        given["kind"] = run.kind;
        given["format"] = run.format;
        std::string said;
        for (const auto& [field, text] : run.query.items())
            said += (said.empty() ? "" : ", ") +
                    states::message(visit.language, "report.stamp." + field) + " " +
                    text.get<std::string>();
        all.push_back(
            {{"at", engine::rfc3339(run.at)},
             {"moment", moment_of(run.at, visit.language)},
             {"who", names.of(run.who)},
             {"title", states::message(visit.language, "report." + run.kind + ".title")},
             {"said", said},
             {"format", run.format},
             {"rows", run.rows ? std::to_string(*run.rows) : visit.word("console.reports.broken")},
             {"href", address_of(given)}});
    }
    return all;
}

json options_view(const std::vector<std::string>& values, const std::string& chosen) {
    auto all = json::array();
    for (const auto& value : values)
        all.push_back({{"value", value}, {"selected", value == chosen}});
    return all;
}

http::Response reports_page(const Visit& visit, const json& problems) {
    const auto given = given_in(visit);
    const auto typed = [&](const char* field) { return given.value(field, ""); };
    auto kinds = visit.site.parts.reports.kinds(visit.caller(), visit.language)["items"];
    for (auto& kind : kinds) kind["selected"] = kind["kind"] == typed("kind");
    auto people = json::array();
    for (const auto& [who, name] : visit.site.parts.staff.names())
        people.push_back({{"value", who}, {"label", name}, {"selected", who == typed("who")}});
    const auto runs = runs_view(visit);
    return visit.page("reports", visit.word("console.reports.title"),
                      {{"problems", problems},
                       {"concerned", visit.may_any(concerned)},
                       {"keeps", visit.may_any(keepers_of_years)},
                       {"kinds", kinds},
                       {"formats", options_view({"csv", "json", "pdf"}, typed("format"))},
                       {"from", typed("from")},
                       {"until", typed("until")},
                       {"application", typed("application")},
                       {"people", people},
                       {"runs", runs},
                       {"has_runs", !runs.empty()}});
}

http::Response show_reports(const Visit& visit) { return reports_page(visit, json::array()); }

http::Response give(const Visit& visit) {
    auto found = visit.site.parts.reports.open(visit.caller(), given_in(visit), visit.language);
    if (std::holds_alternative<adapters::Forbidden>(found)) return visit.trouble(403, "not_yours");
    if (std::holds_alternative<adapters::NotFound>(found)) return visit.trouble(404, "no_report");
    if (const auto* invalid = std::get_if<adapters::Invalid>(&found))
        return reports_page(visit, problems_view(invalid->problems, visit.language));
    auto& report = std::get<adapters::Report>(found);
    return {.content_type = report.content_type,
            .headers = {{"Content-Disposition", "attachment; filename*=UTF-8''" + report.file_name},
                        {"Cache-Control", "no-store"}},
            .stream = std::move(report.write)};
}

// All that is kept of an application is more than a list: like the export of its own page.
http::Response give_or_ask(const Visit& visit) {
    const bool grave = visit.request.query_value("kind") == "dossier";
    if (grave && !visit.open.stepped_up) return ask_for_key(visit, "/console/reports");
    return give(visit);
}

}  // namespace

std::vector<http::Route> report_routes(const std::shared_ptr<const Site>& site) {
    return {page_for(site, "/console/reports", everybody, show_reports),
            page_for(site, "/console/reports/file", everybody, give_or_ask),
            proof_for(site, "/console/reports/file", everybody, give,
                      [](const Visit&) { return std::string{"/console/reports"}; })};
}

}  // namespace console
