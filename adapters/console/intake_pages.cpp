// The intake desk: mails that came in, each beside the form that it proposes.  A clerk confirms or
// corrects it, lays it aside with a reason, or puts it to the application that it belongs to.

#include <algorithm>
#include <sstream>

#include "adapters/console/desk.hpp"
#include "adapters/console/sign_up_inputs.hpp"
#include "adapters/pages/answer.hpp"
#include "states/messages.hpp"

namespace console {
namespace {

using nlohmann::json;

const std::vector<std::string> takers{"clerk"};
const std::vector<std::string> mail_lookers{"clerk", "approver"};
const std::vector<std::string> mail_views{"to_confirm", "attached",  "unclear", "bounce",
                                          "confirmed",  "dismissed", "closed"};

bool is_one_of(const std::string& state, std::initializer_list<std::string_view> states) {
    return std::ranges::find(states, state) != states.end();
}
bool confirmable(const std::string& state) {
    return is_one_of(state, {"to_confirm", "attached", "unclear"});
}

std::string text_of(const json& value) {
    return value.is_string() ? value.get<std::string>() : value.is_null() ? "" : value.dump();
}

std::string reason_words(const Visit& visit, const std::string& reason) {
    const auto key = "console.intake.reason." + reason;
    return visit.site.words.has(key) ? visit.word(key) : reason;
}

json mail_row(const json& mail, const Visit& visit) {
    const auto subject = text_of(mail["subject"]);
    return {{"href", "/console/intake/" + text_of(mail["id"])},
            {"subject", subject.empty() ? visit.word("console.intake.no_subject") : subject},
            {"from", mail["from"]},
            {"received", moment_in(mail["received_at"], visit)},
            {"state", visit.word("console.intake.state." + text_of(mail["state"]))},
            {"reason", reason_words(visit, text_of(mail["reason"]))},
            {"reference", text_of(mail["reference"])}};
}

http::Response list_mails(const Visit& visit) {
    auto& desk = visit.site.parts.mail;
    const auto view = view_in(visit, mail_views);
    auto query = json{{"state", view}};
    if (const auto cursor = std::string{visit.request.query_value("cursor")}; !cursor.empty())
        query["cursor"] = cursor;
    const auto found = desk.list(visit.caller(), query);
    const auto* done = std::get_if<adapters::Done>(&found);
    if (!done && !std::holds_alternative<adapters::Invalid>(found))
        return visit.trouble(403, "not_yours");
    auto rows = json::array();
    std::string next;
    if (done) {
        for (const auto& mail : done->answer["items"]) rows.push_back(mail_row(mail, visit));
        if (const auto cursor = text_of(done->answer["next"]); !cursor.empty())
            next = "/console/intake?view=" + view + "&cursor=" + pages::query_encoded(cursor);
    }
    auto counts = desk.counts(visit.caller());
    for (const auto* open : {"to_confirm", "attached", "unclear", "bounce"}) counts[open];
    const auto caption = visit.word("console.intake." + view);
    return visit.page(
        "intake", visit.word("console.intake.title"),
        {{"problems", done ? json::array() : troubles_in(found, visit)},
         {"tabs", tabs_view(visit, "/console/intake", "intake", mail_views, view, counts)},
         {"caption", caption},
         {"rows", rows},
         {"empty", rows.empty()},
         {"next", next}},
        notice_in(visit, "intake"));
}

// ---- one mail -----------------------------------------------------------------------------------

struct TypedMail {  // What the page shows in its forms, where it is not what the mail says.
    std::optional<Inputs> inputs = {};
    std::string reason = {};
    std::string reference = {};
    json problems = json::array();
};

struct Opened {
    json mail;
    json sign_up = json::object();  // What the form begins with.
    json reading = json::object();
};

std::string trimmed_line(std::string_view line) {
    const auto first = line.find_first_not_of(" \t\r");
    if (first == std::string_view::npos) return {};
    return std::string{line.substr(first, line.find_last_not_of(" \t\r") - first + 1)};
}

// A mail's text line by line; those that something was taken from stand out.
struct Lines {
    std::vector<std::string> all = {};
    std::vector<bool> used = {};

    explicit Lines(const std::string& text) {
        std::istringstream stream{text};
        for (std::string line; std::getline(stream, line);) {
            if (line.ends_with('\r')) line.pop_back();
            all.push_back(line);
        }
        used.resize(all.size());
    }
    // Its number from 1; 0 if it is not in the text, as what comes from a header.
    std::size_t find(const std::string& excerpt) {
        const auto wanted = trimmed_line(excerpt);
        if (wanted.empty()) return 0;
        for (std::size_t i = 0; i < all.size(); ++i)
            if (trimmed_line(all[i]) == wanted) {
                used[i] = true;
                return i + 1;
            }
        return 0;
    }
    json view() const {
        auto lines = json::array();
        for (std::size_t i = 0; i < all.size(); ++i)
            lines.push_back(
                {{"number", i + 1}, {"text", all[i]}, {"used", static_cast<bool>(used[i])}});
        return lines;
    }
};

json origin_view(const json& proposal, Lines& lines, const Visit& visit) {
    const auto& origin = proposal["origin"];
    const auto excerpt = text_of(origin["excerpt"]);
    const auto line = lines.find(excerpt);
    const auto confidence = text_of(proposal["confidence"]);
    const auto* key = excerpt.empty() ? "console.intake.guessed" : "console.intake.from_part";
    return {{"confidence", visit.word("intake.confidence." + confidence)},
            {"tag", confidence == "sure"     ? "good"
                    : confidence == "likely" ? ""
                                             : "warn"},
            {"line", line == 0 ? "" : std::to_string(line)},
            {"excerpt",
             line == 0 ? visit.word(key, {{"excerpt", excerpt}, {"part", text_of(origin["part"])}})
                       : ""},
            {"used", proposal["used"]},
            {"value", text_of(proposal["value"])}};
}

// By the input that each is about.
std::map<std::string, json> origins_of(const Opened& opened, Lines& lines, const Visit& visit) {
    std::map<std::string, json> all;
    const auto sign_up = opened.reading.value("sign_up", json::object());
    for (const auto& proposal : opened.reading.value("proposals", json::array())) {
        if (proposal["field"] == "prepayment.currency") continue;  // It has no input.
        const auto input =
            input_named(text_of(proposal["field"]), sign_up, visit.site.parts.catalogue);
        auto& of_input = all.try_emplace(input, json::array()).first->second;
        of_input.push_back(origin_view(proposal, lines, visit));
    }
    return all;
}

// The PDFs of the mail, and what the application has already.
json documents_view(const Opened& opened, const std::string& chosen, const Visit& visit) {
    auto all = json::array({option_view("", "–")});
    for (const auto& file : opened.reading.value("attachments", json::array()))
        if (file["is_pdf"] == true)
            all.push_back(option_view(text_of(file["id"]), text_of(file["file_name"])));
    const bool known =
        std::ranges::any_of(all, [&](const json& each) { return each["value"] == chosen; });
    if (!known) all.push_back(option_view(chosen, visit.word("console.intake.document_kept")));
    return all;
}

json attachments_view(const Opened& opened) {
    constexpr std::int64_t kilobyte = 1024;
    auto all = json::array();
    for (const auto& file : opened.reading.value("attachments", json::array()))
        all.push_back({{"name", text_of(file["file_name"])},
                       {"type", file["media_type"]},
                       {"size", (file["size"].get<std::int64_t>() + kilobyte - 1) / kilobyte}});
    return all;
}

json steps_view(const json& mail, const Visit& visit) {
    const Names names{visit};
    auto all = json::array();
    for (const auto& step : mail["steps"])
        all.push_back({{"at", moment_in(step["at"], visit)},
                       {"who", names.of(text_of(step["who"]))},
                       {"state", visit.word("console.intake.state." + text_of(step["state"]))},
                       {"reason", reason_words(visit, text_of(step["reason"]))}});
    return all;
}

// Of a mail that belongs to an application: what is there of it, with what the mail says on top.
json begun_with(const Visit& visit, const json& mail, const json& reading) {
    auto sign_up = json::object();
    if (const auto reference = text_of(mail["reference"]); !reference.empty())
        if (auto view =
                visit.site.parts.applications.show(visit.caller(), reference, visit.language))
            sign_up = (*view)["sign_up"];
    const auto said = reading.value("sign_up", json::object());
    for (const auto& [field, value] : said.items())
        if (field != "products" || !value.empty()) {
            if (value.is_object() && sign_up.value(field, json{}).is_object())
                sign_up[field].merge_patch(value);
            else
                sign_up[field] = value;
        }
    return sign_up;
}

std::variant<Opened, http::Response> open_mail(const Visit& visit) {
    auto found = visit.site.parts.mail.show(
        visit.caller(), number_in(visit.request.parameter("mail")), visit.language);
    if (std::holds_alternative<adapters::Forbidden>(found)) return visit.trouble(403, "not_yours");
    auto* done = std::get_if<adapters::Done>(&found);
    if (!done) return visit.trouble(404, "no_mail");
    Opened opened{.mail = std::move(done->answer)};
    if (opened.mail["reading"].is_object()) opened.reading = opened.mail["reading"];
    opened.sign_up = begun_with(visit, opened.mail, opened.reading);
    return opened;
}

http::Response mail_page(const Visit& visit, const Opened& opened, const TypedMail& typed) {
    const auto& mail = opened.mail;
    const auto state = text_of(mail["state"]);
    const bool may = visit.caller().may("clerk");
    const auto inputs =
        typed.inputs ? *typed.inputs : inputs_of(opened.sign_up, visit.site.parts.catalogue);
    auto lines = Lines{text_of(opened.reading.value("text", json{""}))};
    const auto origins = origins_of(opened, lines, visit);
    const auto shown = ShownInputs{inputs, typed.problems, origins, visit};
    const auto subject = text_of(mail["subject"]);
    const auto title = subject.empty() ? visit.word("console.intake.no_subject") : subject;
    auto doubts = json::array();
    for (const auto* list : {"problems", "warnings"})
        for (const auto& problem : opened.reading.value(list, json::array()))
            doubts.push_back({{"label", states::label(text_of(problem["field"]), visit.language)},
                              {"sentence", problem["detail"]}});
    const auto kind = "intake.kind." + text_of(mail["kind"]);
    return visit.page(
        "mail", title,
        {{"problems", typed.problems},
         {"title", title},
         {"base", "/console/intake/" + text_of(mail["id"])},
         {"state", visit.word("console.intake.state." + state)},
         {"reason", reason_words(visit, text_of(mail["reason"]))},
         {"kind", states::has_message(kind) ? visit.word(kind) : ""},
         {"from", mail["from"]},
         {"received", moment_in(mail["received_at"], visit)},
         {"reference", text_of(mail["reference"])},
         {"whole", mail["whole"]},
         {"lines", lines.view()},
         {"attachments", attachments_view(opened)},
         {"doubts", doubts},
         {"has_doubts", !doubts.empty()},
         {"steps", steps_view(mail, visit)},
         {"confirms", may && confirmable(state)},
         {"drops", may && is_one_of(state, {"to_confirm", "attached", "bounce", "unclear"})},
         {"attaches", may && is_one_of(state, {"to_confirm", "unclear", "closed"})},
         {"groups", groups_view(shown)},
         {"products", products_view(shown,
                                    [&](const std::string& chosen) {
                                        return documents_view(opened, chosen, visit);
                                    })},
         {"typed_reason", typed.reason},
         {"typed_reference", typed.reference}},
        notice_in(visit, "intake"));
}

http::Response show_mail(const Visit& visit) {
    const auto opened = open_mail(visit);
    if (const auto* response = std::get_if<http::Response>(&opened)) return *response;
    return mail_page(visit, std::get<Opened>(opened), {});
}

http::Response raw(const Visit& visit) {
    const auto mail = number_in(visit.request.parameter("mail"));
    auto found = visit.site.parts.mail.raw(visit.caller(), mail);
    auto* bytes = std::get_if<std::string>(&found);
    if (!bytes) return visit.trouble(404, "no_mail");
    return pages::to_save(std::move(*bytes), "message/rfc822",
                          "mail-" + std::to_string(mail) + ".eml");
}

http::Response confirm_mail(const Visit& visit, const pages::Form& form) {
    const auto& catalogue = visit.site.parts.catalogue;
    auto typed = TypedMail{.inputs = inputs_of(form, catalogue)};
    const auto sign_up = sign_up_of(*typed.inputs, catalogue);
    auto result = visit.site.parts.mail.confirm(
        visit.caller(), number_in(visit.request.parameter("mail")), sign_up);
    if (const auto* done = std::get_if<adapters::Done>(&result))
        return pages::see_other("/console/applications/" + text_of(done->answer["reference"]) +
                                "?done=1");
    const auto opened = open_mail(visit);
    if (const auto* response = std::get_if<http::Response>(&opened)) return *response;
    if (auto* invalid = std::get_if<adapters::Invalid>(&result))
        name_inputs(invalid->problems, sign_up, catalogue);
    typed.problems = troubles_in(result, visit);
    return mail_page(visit, std::get<Opened>(opened), typed);
}

http::Response after_mail(const Visit& visit, const adapters::Result& result,
                          const std::string& goes_to, TypedMail typed) {
    if (std::holds_alternative<adapters::Done>(result)) return pages::see_other(goes_to);
    const auto opened = open_mail(visit);
    if (const auto* response = std::get_if<http::Response>(&opened)) return *response;
    typed.problems = troubles_in(result, visit);
    return mail_page(visit, std::get<Opened>(opened), typed);
}

http::Response dismiss(const Visit& visit, const pages::Form& form) {
    const auto mail = number_in(visit.request.parameter("mail"));
    const auto reason = form.value("reason");
    return after_mail(visit, visit.site.parts.mail.dismiss(visit.caller(), mail, reason),
                      "/console/intake?done=dismissed", {.reason = reason});
}

http::Response attach(const Visit& visit, const pages::Form& form) {
    const auto mail = number_in(visit.request.parameter("mail"));
    const auto reference = form.value("reference");
    return after_mail(visit, visit.site.parts.mail.attach(visit.caller(), mail, reference),
                      "/console/intake/" + std::to_string(mail) + "?done=attached",
                      {.reference = reference});
}

// What was typed about a mail, and not sent.
http::Response mail_again(const Visit& visit, const pages::Form& form) {
    const auto opened = open_mail(visit);
    if (const auto* response = std::get_if<http::Response>(&opened)) return *response;
    auto typed = TypedMail{.reason = form.value("reason"), .reference = form.value("reference")};
    if (!form.has("reason") && !form.has("reference"))
        typed.inputs = inputs_of(form, visit.site.parts.catalogue);
    return mail_page(visit, std::get<Opened>(opened), typed);
}

}  // namespace

std::vector<http::Route> intake_routes(const std::shared_ptr<const Site>& site) {
    const std::string one = "/console/intake/{mail}";
    auto all = proved_file_for(site, one + "/raw", mail_lookers, raw, [](const Visit& visit) {
        return "/console/intake/" + std::to_string(number_in(visit.request.parameter("mail")));
    });
    all.push_back(page_for(site, "/console/intake", mail_lookers, list_mails));
    all.push_back(page_for(site, one, mail_lookers, show_mail));
    all.push_back(form_for(site, one + "/confirm", takers, confirm_mail, mail_again));
    all.push_back(form_for(site, one + "/dismiss", takers, dismiss, mail_again));
    all.push_back(form_for(site, one + "/attach", takers, attach, mail_again));
    return all;
}

}  // namespace console
