// A mail of ours, to be read as its reader got it.

#include <variant>

#include "adapters/console/case_page.hpp"
#include "adapters/console/desk.hpp"
#include "adapters/sent_mail.hpp"

namespace console {
namespace {

using nlohmann::json;

http::Response sent_mail(const Visit& visit) {
    const auto reference = std::string{visit.request.parameter("reference")};
    const auto number_of = [&](const char* name) {
        return static_cast<int>(number_in(visit.request.parameter(name)));
    };
    const auto found = visit.site.parts.sent_mails.look(visit.caller(), reference,
                                                        number_of("line"), number_of("number"));
    const auto* sent = std::get_if<adapters::SentMail>(&found);
    if (!sent) return visit.trouble(404, "no_mail");
    const auto& letter = sent->letter;
    const auto& words = sent->words;
    const auto subject = words ? words->subject : text_of(letter["subject"]);
    return visit.page(
        "sent_mail", subject,
        {{"title", subject},
         {"reference", reference},
         {"base", "/console/applications/" + reference},
         {"moment", moment_of(engine::read_rfc3339(text_of(letter["at"])), visit.language)},
         {"state", mail_word("state", text_of(letter["state"]), visit)},
         {"detail", mail_word("reason", text_of(letter["detail"]), visit)},
         {"language", words ? words->language : text_of(letter["language"])},
         {"text", words ? words->text : ""},
         {"template_changed", sent->template_changed}});
}

}  // namespace

std::vector<http::Route> sent_mail_routes(const std::shared_ptr<const Site>& site) {
    return {page_for(site, "/console/applications/{reference}/mails/{line}/{number}", readers,
                     sent_mail)};
}

}  // namespace console
