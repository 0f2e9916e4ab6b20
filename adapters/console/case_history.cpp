// What has happened to an application: its journal in words, its mails, its money.

#include <algorithm>
#include <map>

#include "adapters/bookings.hpp"
#include "adapters/console/case_page.hpp"
#include "states/codec.hpp"
#include "states/events.hpp"
#include "states/messages.hpp"

namespace console {
namespace {

using nlohmann::json;

constexpr int lines_shown = 500;

// Which lines of the journal a reader wants to see.
constexpr const char* kinds[] = {"all", "staff", "applicant", "others", "refused"};

bool is_of_kind(const json& line, std::string_view kind) {
    if (kind == "refused") return !line["refusal"].is_null();
    const auto& role = line["role"].get_ref<const std::string&>();
    const bool staff = role == "clerk" || role == "approver" || role == "finance";
    if (kind == "staff") return staff;
    if (kind == "applicant") return role == "applicant" || role == "integration";
    if (kind == "others") return !staff && role != "applicant" && role != "integration";
    return true;
}

// What somebody said with an event, in its own words: a reason, why a glass was broken, what was
// asked for.
json words_view(const std::string& data, const Visit& visit) {
    auto all = json::array();
    const auto said = json::parse(data, nullptr, false);  // Empty where it was erased.
    if (!said.is_object()) return all;
    for (const auto* field : {"reason", "break_glass"})
        if (const auto found = said.find(field);
            found != said.end() && found->is_string() && !text_of(*found).empty())
            all.push_back(visit.word("console.reason") + ": " + text_of(*found));
    if (const auto items = said.find("items"); items != said.end() && items->is_array())
        for (const auto& item : *items)
            if (item.is_object())
                all.push_back(field_label(text_of(item.value("field", json{})), visit) + ": " +
                              text_of(item.value("text", json{})));
    return all;
}

json line_view(const json& line, const std::string& reference, const Names& names,
               const Visit& visit) {
    auto effects = json::array();
    for (const auto& effect : line["effects"]) effects.push_back(effect["label"]);
    const auto at = line["at"].get<std::string>();
    const bool refused = !line["refusal"].is_null();
    return {{"label", line["label"]},
            {"who", names.of(line["actor"], line["role"])},
            {"at", at},
            {"then", visit.caller().may("auditor")
                         ? "/console/applications/" + reference + "/then?at=" + at
                         : ""},
            {"moment", at.substr(0, 10) + " " + at.substr(11, 5)},
            {"state", line["from"] == line["to"] || refused ? "" : text_of(line["state_label"])},
            {"effects", effects},
            {"refused", refused ? line["refusal"]["sentences"] : json::array()},
            {"is_refused", refused},
            {"words", json::array()},
            {"glass", line["broken_glass"]}};
}

// The latest appeal, and the latest that was asked for: what waits for a decision or an answer.
void note_words(const engine::Line& line, History& history) {
    if (line.data.empty()) return;
    if (line.event == states::Appealed::name)
        history.appeal = states::decode<states::Appealed>({line.data}).reason;
    if (line.event == states::InformationRequested::name) {
        history.asked = states::decode<states::InformationRequested>({line.data}).items;
        history.answered = false;
    }
    if (line.event == states::InformationAnswered::name) history.answered = true;
}

}  // namespace

History history_of(const json& application, const Names& names, const Visit& visit) {
    History history;
    const auto reference = application["reference"].get<std::string>();
    const auto asked = std::string{visit.request.query_value("lines")};
    const auto* kind = std::ranges::find(kinds, asked);
    if (kind == std::end(kinds)) kind = std::begin(kinds);
    for (const auto* each : kinds)
        history.kinds.push_back(
            {{"href", "/console/applications/" + reference + "?lines=" + each + "#timeline"},
             {"label", visit.word(std::string{"console.lines."} + each)},
             {"current", each == *kind}});
    // The latest ones: a journal's lines are numbered from 1 to the application's version.
    const auto after = std::max(0, application["version"].get<int>() - lines_shown);
    auto journal = visit.site.parts.applications.journal(visit.caller(), reference, visit.language,
                                                         after, lines_shown);
    const auto id = visit.site.parts.reading.find(reference);
    if (!journal || !id) return history;
    std::map<int, std::string> said;  // By the line's number: the API's lines go without it.
    for (auto& line : visit.site.parts.reading.journal(*id, after, lines_shown)) {
        if (line.refusal) continue;
        note_words(line, history);
        said.emplace(line.number, std::move(line.data));
    }
    auto& items = (*journal)["items"];
    for (auto line = items.rbegin(); line != items.rend(); ++line) {
        if (is_of_kind(*line, *kind)) {
            history.lines.push_back(line_view(*line, reference, names, visit));
            history.lines.back()["words"] = words_view(said[(*line)["line"].get<int>()], visit);
        }
        if ((*line)["refusal"].is_null() && (*line)["from"] != (*line)["to"])
            history.way.push_back({(*line)["from"], (*line)["to"]});
    }
    history.is_cut = after > 0;
    return history;
}

std::string mail_word(const std::string& topic, const std::string& code, const Visit& visit) {
    const auto key = "console.intake." + topic + "." + code;
    return visit.site.words.has(key) ? visit.word(key) : code;
}

// Of theirs, where it is dealt with; of ours, where it can be read.  An answer to a mail has none:
// no line of a journal has asked for it.
std::string page_of(const json& letter, const std::string& reference) {
    if (const auto mail = text_of(letter["mail"]); !mail.empty()) return "/console/intake/" + mail;
    const auto key = text_of(letter["key"]);
    if (!key.starts_with(reference + '/')) return "";
    return "/console/applications/" + reference + "/mails" + key.substr(reference.size());
}

json correspondence_view(const std::string& reference, const Visit& visit) {
    auto all = json::array();
    auto letters = visit.site.parts.mail.letters(visit.caller(), reference);
    if (!letters) return all;
    for (const auto& letter : (*letters)["items"])
        all.push_back({{"direction", visit.word("console.mail." + text_of(letter["direction"]))},
                       {"day", text_of(letter["at"]).substr(0, 10)},
                       {"subject", text_of(letter["subject"])},
                       {"href", page_of(letter, reference)},
                       {"state", mail_word("state", text_of(letter["state"]), visit)},
                       {"detail", mail_word("reason", text_of(letter["detail"]), visit)}});
    return all;
}

json money_view(const json& application, const Visit& visit) {
    auto bookings = json::array();
    for (const auto& booking : adapters::bookings_of(visit.site.parts.reading,
                                                     application["reference"].get<std::string>())) {
        using Kind = adapters::Booking::Kind;
        const auto* kind = booking.kind == Kind::received   ? "received"
                           : booking.kind == Kind::reversed ? "reversed"
                                                            : "failed";
        bookings.push_back({{"what", visit.word(std::string{"console.money."} + kind)},
                            {"payment", booking.payment},
                            {"amount", states::write_money(booking.amount)},
                            {"reason", booking.reason},
                            {"by", visit.word(booking.by_service ? "console.money.by_service"
                                                                 : "console.money.by_bank")}});
    }
    const auto& invoice = application["invoice"];
    // Its number comes with the invoice itself; until then only what it will ask for is known.
    if (invoice.is_null() || text_of(invoice["number"]).empty())
        return {
            {"bookings", bookings}, {"has_bookings", !bookings.empty()}, {"has_invoice", false}};
    return {{"bookings", bookings},
            {"has_bookings", !bookings.empty()},
            {"has_invoice", true},
            {"number", text_of(invoice["number"])},
            {"total", text_of(invoice["currency"]) + " " + text_of(invoice["total"])},
            {"paid", text_of(invoice["currency"]) + " " + text_of(invoice["paid"])},
            {"message", text_of(invoice["structured_message"])}};
}

}  // namespace console
