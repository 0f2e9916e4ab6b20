#include "adapters/docuseal/standing.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/field.hpp"
#include "states/codec.hpp"
#include "states/events.hpp"

namespace docuseal {
namespace {

using adapters::list_in;
using adapters::same_address;
using adapters::text_in;
using nlohmann::json;

std::optional<json> last_event(const json& submission, std::string_view type) {
    std::optional<json> last;
    for (const auto& event : list_in(submission, "submission_events"))
        if (text_in(event, "event_type") == type) last = event;
    return last;
}

// Who signs, or has signed.  A submitter who was replaced bears the address of the other one now.
std::vector<std::string> signers_of(const json& submission) {
    std::vector<std::string> addresses;
    for (const auto& submitter : list_in(submission, "submitters"))
        if (auto address = text_in(submitter, "email"); !address.empty())
            addresses.push_back(std::move(address));
    return addresses;
}

// The first that is not the signer's; empty if there is none.
std::string stranger(const std::vector<std::string>& addresses, const std::string& signer) {
    if (signer.empty()) return {};
    const auto found = std::ranges::find_if(
        addresses, [&](const std::string& address) { return !same_address(address, signer); });
    return found == addresses.end() ? std::string{} : *found;
}

std::string address_of(const json& submission, const json& event) {
    const auto id = adapters::read_field<std::int64_t>(event, "submitter_id");
    for (const auto& submitter : list_in(submission, "submitters"))
        if (id && adapters::read_field<std::int64_t>(submitter, "id") == id)
            return text_in(submitter, "email");
    return {};
}

engine::Event failed(const adapters::Agreement& agreement, const std::string& trouble,
                     const std::string& detail) {
    return states::event(
        states::ContractFailed{.agreement = agreement.id, .trouble = trouble, .detail = detail});
}

std::vector<engine::Event> passed_on(const adapters::Agreement& agreement, const json& submission) {
    const auto to = stranger(signers_of(submission), agreement.signer);
    if (to.empty()) return {};
    return {states::event(states::ContractDelegated{.agreement = agreement.id, .to = to})};
}

adapters::Seen seen_waiting(const adapters::Agreement& agreement, const json& submission) {
    adapters::Seen seen{.news = passed_on(agreement, submission)};
    if (const auto bounced = last_event(submission, "bounce_email"))
        seen.news.push_back(failed(agreement, "bounced", address_of(submission, *bounced)));
    if (last_event(submission, "complaint_email"))
        seen.odd = "the signer's mail service takes its mails for spam";
    return seen;
}

adapters::Seen seen_signed(const adapters::Agreement& agreement, const json& submission) {
    adapters::Seen seen{.standing = adapters::Seen::Standing::signed_,
                        .news = passed_on(agreement, submission)};
    if (signers_of(submission).empty())
        seen.odd = "it is signed, and nothing says by whom";
    else if (last_event(submission, "api_complete_form"))
        seen.odd = "it was completed through DocuSeal's API and not by its signer";
    seen.news.push_back(states::event(states::ContractSigned{.agreement = agreement.id}));
    return seen;
}

// In the submitter's own words, if there are any.
std::string reason_of(const json& submission) {
    if (const auto event = last_event(submission, "decline_form"))
        return text_in(adapters::read_field<json>(*event, "data").value_or(json{}), "reason");
    return {};
}

adapters::Seen ended(engine::Event event) {
    return {.standing = adapters::Seen::Standing::ended, .news = {std::move(event)}};
}

}  // namespace

Standing standing_of(const json& submission) {
    static const std::map<std::string_view, Standing> table{{"completed", Standing::signed_},
                                                            {"declined", Standing::declined},
                                                            {"expired", Standing::expired},
                                                            {"pending", Standing::waiting}};
    const auto found = table.find(text_in(submission, "status"));
    if (found == table.end()) return Standing::unknown;
    const bool is_archived = !text_in(submission, "archived_at").empty();
    return is_archived && found->second == Standing::waiting ? Standing::archived : found->second;
}

adapters::Seen seen(const adapters::Agreement& agreement, const json& submission) {
    switch (standing_of(submission)) {
        case Standing::waiting: return seen_waiting(agreement, submission);
        case Standing::signed_: return seen_signed(agreement, submission);
        case Standing::declined: return ended(failed(agreement, "declined", reason_of(submission)));
        case Standing::expired: return ended(failed(agreement, "expired", ""));
        case Standing::archived:
            return ended(failed(agreement, "recalled", "archived in DocuSeal"));
        case Standing::unknown: break;
    }
    return {.odd = "its status is '" + text_in(submission, "status") + "'"};
}

}  // namespace docuseal
