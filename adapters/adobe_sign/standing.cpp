#include "adapters/adobe_sign/standing.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "adapters/field.hpp"
#include "states/codec.hpp"
#include "states/events.hpp"

namespace adobe_sign {
namespace {

using adapters::list_in;
using adapters::same_address;
using adapters::text_in;
using nlohmann::json;

bool is_delegation(const std::string& type) {
    static const std::set<std::string> types{"ACTION_DELEGATED", "ACTION_AUTO_DELEGATED",
                                             "ACTION_REPLACED_SIGNER"};
    return types.contains(type);
}

bool is_signature(const std::string& type) {
    static const std::set<std::string> types{"SIGNED", "DIGSIGNED", "WRITTEN_SIGNED",
                                             "FAXIN_RECEIVED"};
    return types.contains(type) || type.starts_with("ACTION_COMPLETED");
}

bool is_recall(const std::string& type) {
    return type.starts_with("RECALLED") || type == "AUTO_CANCELLED_CONVERSION_PROBLEM";
}

std::optional<json> last_of(const json& events, bool (*is_it)(const std::string&)) {
    const auto all = list_in(events, "events");
    const auto found = std::find_if(
        all.rbegin(), all.rend(), [&](const json& event) { return is_it(text_in(event, "type")); });
    return found == all.rend() ? std::nullopt : std::optional{*found};
}

// Who signs, or has signed: those who were not replaced.
std::vector<std::string> signers_of(const json& members) {
    std::vector<std::string> addresses;
    for (const auto& set : list_in(members, "participantSets")) {
        if (!text_in(set, "role").ends_with("SIGNER")) continue;
        for (const auto& member : list_in(set, "memberInfos"))
            if (text_in(member, "status") != "REPLACED")
                addresses.push_back(text_in(member, "email"));
    }
    return addresses;
}

// Of the addresses, the first that is not the signer's; empty if there is none.
std::string stranger(const std::vector<std::string>& addresses, const std::string& signer) {
    if (signer.empty()) return {};
    const auto found = std::ranges::find_if(addresses, [&](const std::string& address) {
        return !address.empty() && !same_address(address, signer);
    });
    return found == addresses.end() ? std::string{} : *found;
}

std::vector<std::string> hands_on(const json& events) {
    std::vector<std::string> addresses;
    for (const auto& event : list_in(events, "events"))
        if (is_signature(text_in(event, "type"))) {
            addresses.push_back(text_in(event, "actingUserEmail"));
            addresses.push_back(text_in(event, "participantEmail"));
        }
    return addresses;
}

engine::Event delegated(const adapters::Agreement& agreement, const std::string& to) {
    return states::event(states::ContractDelegated{.agreement = agreement.id, .to = to});
}

engine::Event failed(const adapters::Agreement& agreement, const std::string& trouble,
                     const std::string& detail) {
    return states::event(
        states::ContractFailed{.agreement = agreement.id, .trouble = trouble, .detail = detail});
}

adapters::Seen seen_waiting(const adapters::Agreement& agreement, const json& events,
                            const json& members) {
    adapters::Seen seen;
    if (const auto passed_on = last_of(events, is_delegation)) {
        auto to = stranger(signers_of(members), agreement.signer);
        if (to.empty()) to = stranger({text_in(*passed_on, "participantEmail")}, agreement.signer);
        if (!to.empty()) seen.news.push_back(delegated(agreement, to));
    }
    const auto bounced =
        last_of(events, [](const std::string& type) { return type == "EMAIL_BOUNCED"; });
    if (bounced)
        seen.news.push_back(failed(agreement, "bounced", text_in(*bounced, "participantEmail")));
    return seen;
}

adapters::Seen seen_signed(const adapters::Agreement& agreement, const json& events,
                           const json& members) {
    adapters::Seen seen{.standing = adapters::Seen::Standing::signed_};
    auto signers = hands_on(events);
    if (signers.empty()) seen.odd = "it is signed, and nothing says by whom";
    for (const auto& address : signers_of(members)) signers.push_back(address);
    if (const auto other = stranger(signers, agreement.signer); !other.empty())
        seen.news.push_back(delegated(agreement, other));
    seen.news.push_back(states::event(states::ContractSigned{.agreement = agreement.id}));
    return seen;
}

adapters::Seen seen_cancelled(const adapters::Agreement& agreement, const json& events) {
    adapters::Seen seen{.standing = adapters::Seen::Standing::ended};
    const auto rejected =
        last_of(events, [](const std::string& type) { return type == "REJECTED"; });
    const auto recalled = last_of(events, is_recall);
    const auto words = [](const json& event) {
        const auto comment = text_in(event, "comment");
        return comment.empty() ? text_in(event, "type") : comment;
    };
    if (rejected)
        seen.news.push_back(failed(agreement, "declined", text_in(*rejected, "comment")));
    else
        seen.news.push_back(failed(agreement, "recalled", recalled ? words(*recalled) : ""));
    return seen;
}

}  // namespace

Standing standing_of(std::string_view status) {
    static const std::map<std::string_view, Standing> table{
        {"OUT_FOR_SIGNATURE", Standing::waiting},
        {"OUT_FOR_DELIVERY", Standing::waiting},
        {"OUT_FOR_ACCEPTANCE", Standing::waiting},
        {"OUT_FOR_FORM_FILLING", Standing::waiting},
        {"OUT_FOR_APPROVAL", Standing::waiting},
        {"AUTHORING", Standing::waiting},
        {"PREFILL", Standing::waiting},
        {"DRAFT", Standing::waiting},
        {"DOCUMENTS_NOT_YET_PROCESSED", Standing::waiting},
        {"WAITING_FOR_FAXIN", Standing::waiting},
        {"WAITING_FOR_VERIFICATION", Standing::waiting},
        {"WIDGET_WAITING_FOR_VERIFICATION", Standing::waiting},
        {"SIGNED", Standing::signed_},
        {"CANCELLED", Standing::cancelled},
        {"ABORTED", Standing::cancelled},
        {"EXPIRED", Standing::expired},
    };
    const auto found = table.find(status);
    return found == table.end() ? Standing::unknown : found->second;
}

adapters::Seen seen(const adapters::Agreement& agreement, const std::string& status,
                    const json& events, const json& members) {
    switch (standing_of(status)) {
        case Standing::waiting: return seen_waiting(agreement, events, members);
        case Standing::signed_: return seen_signed(agreement, events, members);
        case Standing::cancelled: return seen_cancelled(agreement, events);
        case Standing::expired:
            return {.standing = adapters::Seen::Standing::ended,
                    .news = {failed(agreement, "expired", "")}};
        case Standing::unknown: break;
    }
    return {.odd = "its status is '" + status + "'"};
}

bool needs_members(const std::string& status, const json& events) {
    const auto standing = standing_of(status);
    return standing == Standing::signed_ ||
           (standing == Standing::waiting && last_of(events, is_delegation));
}

}  // namespace adobe_sign
