#include "adapters/mail_answering.hpp"

#include <algorithm>

#include "engine/fault.hpp"
#include "states/codec.hpp"
#include "states/facts.hpp"
#include "states/messages.hpp"

namespace adapters {
namespace {

using nlohmann::json;

// "- VAT number: The check digits are wrong. …", one a line.
std::string items_of(const json& problems, const std::string& language) {
    std::string items;
    for (const auto& each : problems) {
        const auto problem = each.get<states::Problem>();
        items += "- " + states::label(problem.field, language) + ": " +
                 states::sentence(problem, language) + '\n';
    }
    return items;
}

}  // namespace

int MailAnswering::answer_some(int limit, std::chrono::seconds lease) {
    constexpr int delay = 30;  // Seconds, twice as many with each try,
    constexpr int doublings = 8;
    const auto due = book_.claim_answers(limit, lease);
    for (const auto& each : due) {
        try {
            answer(each);
            book_.settle_answer(each, "sent", "");
        } catch (const engine::Rejected& error) {
            trouble_(each.mail, error.what());
            book_.settle_answer(each, "refused", error.what());
        } catch (const std::exception& error) {
            trouble_(each.mail, error.what());
            book_.put_off_answer(
                each, error.what(),
                std::chrono::seconds{delay << std::min(each.token - 1, doublings)});
        }
    }
    return static_cast<int>(due.size());
}

void MailAnswering::answer(const MailAnswer& due) {
    const auto& reading = due.reading;
    const auto language = reading.value("language", "en");
    const auto parent = reading.value("message_id", "");
    auto thread = reading.value("references", std::vector<std::string>{});
    if (thread.empty())
        if (const auto earlier = reading.value("in_reply_to", ""); !earlier.empty())
            thread.push_back(earlier);
    if (!parent.empty()) thread.push_back(parent);
    write_({.of = due.of,
            .reference = due.reference,
            .key = "mail/" + std::to_string(due.mail) + "/answer",
            .text = "sign_up_incomplete",
            .language = language,
            .address = due.address,
            .values = {{"items", items_of(reading.value("problems", json::array()), language)},
                       {"link", links_.address_of(due.of)}},
            .in_reply_to = parent,
            .references = std::move(thread)});
}

std::optional<json> MailAnswering::draft_of(const std::string& token) {
    const auto id = links_.case_of(token);
    const auto dossier = id ? reading_.dossier(*id) : std::nullopt;
    if (!dossier) return std::nullopt;
    const auto& now = dossier->snapshot;
    json view = {{"reference", now.reference},
                 {"state", now.state.state},
                 {"version", now.version},
                 {"sign_up", nullptr},
                 {"due_at", nullptr}};
    if (now.state.state != "draft") return view;
    view["sign_up"] = states::decode<states::Facts>(now.state.facts).sign_up;
    for (const auto& deadline : dossier->deadlines)
        if (deadline.event == "time_is_up") view["due_at"] = engine::rfc3339(deadline.due);
    return view;
}

}  // namespace adapters
