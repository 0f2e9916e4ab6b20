// All that is kept of an application, as a file: for who has been asked for it by its applicant.

#include "adapters/console/case_page.hpp"
#include "adapters/console/desk.hpp"
#include "adapters/own_data.hpp"
#include "adapters/pages/answer.hpp"

namespace console {
namespace {

using nlohmann::json;

http::Response ask(const Visit& visit, json problems) {
    const auto reference = std::string{visit.request.parameter("reference")};
    const auto id = visit.site.parts.reading.find(reference);
    if (!id) return visit.trouble(404, "no_application");
    const auto title = visit.word("console.export.title", {{"reference", reference}});
    return visit.page("export", title,
                      {{"problems", std::move(problems)},
                       {"title", title},
                       {"base", "/console/applications/" + reference},
                       {"reference", reference},
                       {"asks_key", !visit.open.stepped_up}});
}

http::Response give(const Visit& visit, const pages::Form& form) {
    const auto now = raised(visit, form);
    if (!now.proved()) return ask(visit, json::array({now.problem}));
    const auto& parts = visit.site.parts;
    const auto found =
        adapters::export_own_data(parts.reading, parts.records, parts.readings, now.visit.caller(),
                                  std::string{visit.request.parameter("reference")});
    if (std::holds_alternative<adapters::NotFound>(found))
        return now.keep(visit.trouble(404, "no_application"));
    const auto* data = std::get_if<json>(&found);
    if (!data) return now.keep(visit.trouble(403, "not_yours"));
    return now.keep(pages::to_save(data->dump(2) + "\n", "application/json",
                                   text_of((*data)["reference"]) + ".json"));
}

}  // namespace

const std::vector<std::string> exporters{"clerk", "approver", "auditor"};

std::vector<http::Route> export_routes(const std::shared_ptr<const Site>& site) {
    const std::string pattern = "/console/applications/{reference}/export";
    return {page_for(site, pattern, exporters,
                     [](const Visit& visit) { return ask(visit, json::array()); }),
            form_for(site, pattern, exporters, give)};
}

}  // namespace console
