// Forms whose session had ended before they came, shown again after the login; and the word with
// which a page that is looked at keeps its session open.

#include "adapters/console/visit.hpp"
#include "adapters/pages/answer.hpp"
#include "states/messages.hpp"

namespace console {
namespace {

using nlohmann::json;

std::string name_of_field(const std::string& field, const Visit& visit) {
    if (auto own = field_word(field, visit); !own.empty()) return own;
    const auto label = states::label(field, visit.language);
    return label == field ? visit.word("console.field.text") : label;
}

http::Response show_waiting(const Visit& visit) {
    const auto ticket = pages::cookie(visit.request, kept_cookie);
    auto kept =
        visit.site.kept->take(ticket, visit.member().number, visit.site.parts.reading.now());
    if (!kept) return pages::see_other("/console");
    auto anew = Visit{.site = visit.site,
                      .request = kept->request,
                      .language = visit.language,
                      .session = visit.session,
                      .open = visit.open,
                      .notice = visit.word("console.kept.notice")};
    auto response =
        visit.may_any(kept->roles) ? kept->show(anew, kept->form) : visit.trouble(403, "not_yours");
    pages::set_cookie(response, {.name = kept_cookie,  // It was for this one time.
                                 .value = "",
                                 .secure = visit.site.parts.secure,
                                 .lifetime = std::chrono::seconds{0}});
    return response;
}

http::Response stay_awake(const Visit&) { return {.status = 204}; }

}  // namespace

http::Response show_kept(const Visit& visit, const pages::Form& form) {
    auto fields = json::array();
    auto rows = json::array();
    for (const auto& [name, value] : form.fields) {
        if (name == "csrf") continue;
        fields.push_back({{"name", name}, {"value", value}});
        if (!value.empty() && name != "version")
            rows.push_back({{"label", name_of_field(name, visit)}, {"value", value}});
    }
    return visit.page("kept", visit.word("console.kept.title"),
                      {{"action", visit.request.target}, {"fields", fields}, {"rows", rows}});
}

std::vector<http::Route> kept_routes(const std::shared_ptr<const Site>& site) {
    return {page_for(site, "/console/kept", everybody, show_waiting),
            page_for(site, "/console/awake", everybody, stay_awake)};
}

}  // namespace console
